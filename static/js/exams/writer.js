// One window writes: whoever holds the attempt's lock. The server's refusal stays the authority, for other devices too.

const SOON = 700;

export class Writer extends EventTarget {
  constructor(attempt) {
    super();
    this.name = `exam-${attempt}`;
    this.isHere = true;
    if (navigator.locks) this.ask();
  }

  // A page that is being reloaded lets go a moment after the new one asks.
  ask() {
    const late = setTimeout(() => { this.set(false); }, SOON);
    navigator.locks.request(this.name, () => {
      clearTimeout(late);
      // Who had to wait shows what stood before the other window wrote.
      if (!this.isHere) location.reload();
      return new Promise(() => {});
    }).catch(() => { this.set(false); });
  }

  takeOver() {
    navigator.locks.request(this.name, { steal: true }, () => {
      location.reload();
      return new Promise(() => {});
    }).catch(() => {});
  }

  set(isHere) {
    this.isHere = isHere;
    this.dispatchEvent(new Event("change"));
  }
}
