// The answers and their way to the server. For each item: the value on the page, the last number that the server
// acknowledged, one save in flight, the newest value waits. Only the acknowledgement of a value makes it saved.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 8000;

// Places and steps have an order; the options of a multiple choice have none.
const inOrder = (state, value) => (state.isSet ? [...value].sort() : value);
export const same = (state, one, other) => JSON.stringify(inOrder(state, one)) === JSON.stringify(inOrder(state, other));

export class Answers extends EventTarget {
  constructor(server, items) {
    super();
    this.server = server;
    this.states = new Map(items.map((item) => [item.id, {
      id: item.id, isSet: item.kind === "multiple", value: item.answer, seq: item.seq, saved: "", flagged: item.flagged,
      dirty: false, inFlight: false, pause: FIRST_PAUSE, timer: 0, sent: [], conflict: null, trouble: "", since: 0,
    }]));
    this.sentWhileBack = 0;
  }

  get(id) { return this.states.get(id); }
  get all() { return [...this.states.values()]; }
  get unsent() { return this.all.filter((state) => state.dirty); }
  // What a try can still bring home; a conflict waits for a person, a bad answer for another choice.
  get waiting() { return this.unsent.filter((state) => !state.conflict && !["bad", "foreign"].includes(state.trouble)); }

  // The shape in which a state is shown.
  shape(state) {
    if (state.dirty) return state.inFlight && !state.trouble ? "saving" : "unsaved";
    return state.value.length ? "saved" : "empty";
  }

  choose(id, value) {
    const state = this.get(id);
    if (same(state, value, state.value) && !state.dirty) return;
    state.value = value;
    if (!state.dirty) state.since = performance.now();
    state.dirty = true;
    if (state.trouble === "bad") state.trouble = "";
    this.changed(state);
    this.send(state);
  }

  // Try everything that waits, now: the network or the person is back.
  retry() {
    for (const state of this.unsent) {
      clearTimeout(state.timer);
      state.pause = FIRST_PAUSE;
      this.send(state);
    }
  }

  async send(state) {
    if (state.inFlight || !state.dirty || state.conflict || state.trouble === "bad") return;
    clearTimeout(state.timer);
    state.inFlight = true;
    const value = state.value;
    const seq = state.seq + 1;
    state.sent.push(value);
    const { word, data } = await this.server.post(`items/${state.id}/save`, { seq, answer: value });
    state.inFlight = false;
    this.heard(state, word, value, data);
    this.changed(state);
    if (state.dirty && !state.trouble) this.send(state);
  }

  heard(state, word, value, data) {
    if (word === "done") return this.acknowledged(state, value, data);
    if (word === "refused" && data.error === "stale") return this.overtaken(state, data);
    if (word === "refused") return this.late(state);
    state.trouble = word;
    if (word === "unreachable") {
      state.timer = setTimeout(() => { this.send(state); }, state.pause * (0.75 + Math.random() / 2));
      state.pause = Math.min(state.pause * 2, LONGEST_PAUSE);
    }
    this.dispatchEvent(new CustomEvent("trouble", { detail: word }));
  }

  acknowledged(state, value, data) {
    if (state.trouble) this.sentWhileBack += 1;
    state.seq = data.seq;
    state.saved = data.saved;
    state.sent = [];
    state.trouble = "";
    state.pause = FIRST_PAUSE;
    state.dirty = !same(state, value, state.value);
    this.dispatchEvent(new CustomEvent("saved", { detail: data.saved }));
  }

  // An answer of this very page whose acknowledgement was lost is no conflict: the next number goes on from it.
  overtaken(state, data) {
    state.seq = data.seq;
    state.trouble = "";
    if (same(state, data.answer, state.value)) {
      Object.assign(state, { dirty: false, saved: data.saved, sent: [] });
    } else if (!state.sent.some((value) => same(state, value, data.answer))) {
      state.conflict = { theirs: data.answer, saved: data.saved };
      this.dispatchEvent(new CustomEvent("conflict", { detail: state.id }));
    }
  }

  late(state) {
    state.dirty = false;
    state.trouble = "late";
    this.dispatchEvent(new CustomEvent("over"));
  }

  settle(id, keepMine) {
    const state = this.get(id);
    const { theirs, saved } = state.conflict;
    state.conflict = null;
    state.sent = [];
    if (!keepMine) Object.assign(state, { value: theirs, saved, dirty: false });
    this.changed(state);
    this.send(state);
  }

  async flag(id) {
    const state = this.get(id);
    state.flagged = !state.flagged;
    this.changed(state);
    await this.server.post(`items/${id}/flag`, { raised: state.flagged });
  }

  changed(state) {
    this.dispatchEvent(new CustomEvent("change", { detail: state.id }));
  }
}
