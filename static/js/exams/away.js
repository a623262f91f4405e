// How long the page was not to be seen. Nothing else is watched: a lost focus says nothing, since an input method, a file
// dialog and the print preview take it too.

export class Away {
  // It listens before the clock does, which on return tells the server at once.
  constructor(now, leastSeconds) {
    Object.assign(this, { now, leastSeconds, events: [], since: null });
    document.addEventListener("visibilitychange", () => { this.changed(); });
  }

  changed() {
    if (document.hidden) {
      this.since = { at: this.now(), begun: performance.now() };
      return;
    }
    if (!this.since) return;
    const seconds = Math.round((performance.now() - this.since.begun) / 1000);
    if (seconds >= this.leastSeconds) this.events.push({ at: Math.round(this.since.at), seconds });
    this.since = null;
  }

  // Those that the server has.
  told(events) { this.events = this.events.filter((event) => !events.includes(event)); }
}
