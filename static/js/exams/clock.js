// The server's clock, carried on by performance.now(); the device's own clock is never asked for the time.

const AGAIN = 15_000;
const WHO_AGAIN = 60_000;
const DRIFT = 2000;
const SLOW = 2000;

export class Clock extends EventTarget {
  // `says` tells the server where the candidate is: her place, what is unsent, how long she was away.
  constructor(server, { now, deadline }, says) {
    super();
    Object.assign(this, { server, deadline, says });
    // The page left the server when its first byte came in, not when this line runs.
    this.set(now, performance.getEntriesByType("navigation")[0]?.responseStart || performance.now());
    setInterval(() => { this.tick(); }, 250);
    setInterval(() => { this.sync(); }, AGAIN);
    setInterval(() => { this.who(); }, WHO_AGAIN);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { this.sync(); this.who(); } });
    addEventListener("focus", () => { this.who(); });
    addEventListener("online", () => { this.who(); this.sync(); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.who(); });
  }

  set(now, at) {
    this.offset = now - at;
    this.drift = Date.now() - performance.now();
  }

  get now() { return performance.now() + this.offset; }
  get left() { return Math.max(0, this.deadline - this.now); }

  // While a machine sleeps performance.now() may stand still: then the two clocks drift apart.
  tick() {
    if (Math.abs(Date.now() - performance.now() - this.drift) > DRIFT) {
      this.drift = Date.now() - performance.now();
      this.sync();
    }
    this.dispatchEvent(new Event("tick"));
  }

  // By ticket: the time, whatever has become of the session.
  async sync() {
    const said = this.says();
    const word = await this.heard(() => this.server.post("clock", said));
    if (word === "done") this.dispatchEvent(new CustomEvent("told", { detail: said }));
  }

  // By session: who is signed in.
  async who() {
    const word = await this.heard(() => this.server.get("clock"));
    if (word === "foreign") this.dispatchEvent(new Event("foreign"));
    if (word !== "unreachable") this.dispatchEvent(new CustomEvent("signed", { detail: word === "done" }));
  }

  async heard(call) {
    const begun = performance.now();
    const { word, data } = await call();
    if (word !== "done") return word;
    const ended = performance.now();
    // An answer that was long on its way says little about the time.
    if (ended - begun < SLOW) this.set(data.now, (begun + ended) / 2);
    if (data.deadline !== this.deadline) {
      this.deadline = data.deadline;
      this.dispatchEvent(new Event("deadline"));
    }
    if (!data.open) this.dispatchEvent(new Event("closed"));
    return word;
  }
}
