// The server's clock, carried on by performance.now(); the device's own clock is never asked for the time.

const AGAIN = 60_000;
const DRIFT = 2000;

export class Clock extends EventTarget {
  constructor(server, { now, deadline }) {
    super();
    this.server = server;
    this.deadline = deadline;
    // The page left the server when its first byte came in, not when this line runs.
    this.set(now, performance.getEntriesByType("navigation")[0]?.responseStart || performance.now());
    setInterval(() => { this.tick(); }, 250);
    setInterval(() => { this.sync(); }, AGAIN);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.sync(); });
    addEventListener("focus", () => { this.sync(); });
    addEventListener("online", () => { this.sync(); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.sync(); });
  }

  set(now, at) {
    this.offset = now - at;
    this.drift = Date.now() - performance.now();
  }

  get left() { return Math.max(0, this.deadline - (performance.now() + this.offset)); }

  // While a machine sleeps performance.now() may stand still: then the two clocks drift apart.
  tick() {
    if (Math.abs(Date.now() - performance.now() - this.drift) > DRIFT) {
      this.drift = Date.now() - performance.now();
      this.sync();
    }
    this.dispatchEvent(new Event("tick"));
  }

  async sync() {
    const begun = performance.now();
    const { word, data } = await this.server.get("clock");
    if (word === "done") {
      this.set(data.now, (begun + performance.now()) / 2);
      this.deadline = data.deadline;
      if (!data.open) this.dispatchEvent(new Event("closed"));
    }
    if (word === "foreign") this.dispatchEvent(new Event("foreign"));
    if (word !== "unreachable") this.dispatchEvent(new CustomEvent("signed", { detail: word === "done" }));
  }
}
