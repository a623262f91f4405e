// The answers and their way to the server. For each item: the value on the page, the last number that the server
// acknowledged, one save in flight, the newest value waits. Only the acknowledgement of a value makes it saved.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 8000;
// What is typed goes once the typing stops for a moment, and in any case before it has waited this long.
const TYPING_PAUSE = 2000;
const TYPING_AT_MOST = 10_000;
// A browser takes 64 KiB in all along from a page that is being left.
const LAST_ROOM = 60_000;

const plain = (value, kind) => (kind === "multiple" ? [...value].sort() : value.map((part) => part.normalize("NFC").trim()));
// Ticks have no order, everything else has; spaces around a text are none of its own.
export const same = (one, other, kind) => JSON.stringify(plain(one, kind)) === JSON.stringify(plain(other, kind));

export class Answers extends EventTarget {
  // `now` is the server's time: an answer tells when it was given, for one that arrives late.
  constructor(server, drafts, items, now) {
    super();
    Object.assign(this, { server, drafts, now, states: new Map(), sentWhileBack: 0 });
    for (const item of items) this.add(item);
  }

  add(item) {
    const state = {
      id: item.id, kind: item.kind, value: item.answer, seq: item.seq, saved: "", flagged: item.flagged,
      dirty: false, inFlight: false, pause: FIRST_PAUSE, timer: 0, typing: 0, due: 0, sent: [], conflict: null, trouble: "", since: 0, at: 0,
    };
    this.states.set(item.id, state);
  }

  // The next question, where they follow one another: what is left is left for good.
  goOn(item) {
    this.states.clear();
    this.add(item);
  }

  // What a spoken answer needs of the server: to be sent, and to be heard again.
  recordings(id) {
    return {
      upload: (blob) => this.server.send(`items/${id}/record`, blob),
      heard: (reference) => `${this.server.here}items/${id}/recordings/${reference}`,
    };
  }

  get(id) { return this.states.get(id); }
  get all() { return [...this.states.values()]; }
  get unsent() { return this.all.filter((state) => state.dirty); }
  // What a try can still bring home; a conflict waits for a person, a bad answer for another choice.
  get waiting() { return this.unsent.filter((state) => !state.conflict && !["bad", "foreign"].includes(state.trouble)); }

  // What this device kept: unsent answers always, all others only where the server could not be asked.
  async restore(isOffline) {
    for (const state of this.all) {
      const kept = await this.drafts.load(state.id);
      if (kept && (isOffline || (kept.dirty && !same(kept.value, state.value, state.kind)))) {
        Object.assign(state, kept, { since: performance.now() });
      }
    }
  }

  // The shape in which a state is shown.
  shape(state) {
    if (state.dirty) return state.inFlight && !state.trouble ? "saving" : "unsaved";
    return state.value.some(Boolean) ? "saved" : "empty";
  }

  choose(id, value) {
    const state = this.put(id, value);
    if (!state) return;
    state.due = 0;
    this.send(state);
  }

  type(id, value) {
    const state = this.put(id, value);
    if (!state) return;
    const now = performance.now();
    state.typing ||= now;
    state.due = Math.min(now + TYPING_PAUSE, state.typing + TYPING_AT_MOST);
    this.send(state);
  }

  put(id, value) {
    const state = this.get(id);
    // A field that is left tells its value once more: nothing is drawn anew under the pointer for that.
    const isSame = same(value, state.value, state.kind);
    if (isSame && (!state.dirty || state.conflict)) return null;
    if (isSame && state.trouble !== "bad") return state;
    state.value = value;
    state.at = Math.round(this.now());
    if (!state.dirty) state.since = performance.now();
    state.dirty = true;
    if (state.trouble === "bad") state.trouble = "";
    this.changed(state);
    return state;
  }

  // Try everything that waits, now: the network or the person is back.
  retry() {
    for (const state of this.unsent) {
      state.pause = FIRST_PAUSE;
      this.send(state);
    }
  }

  // Wait for no more typing.
  flush() {
    for (const state of this.unsent) state.due = 0;
    this.retry();
  }

  async send(state) {
    if (state.inFlight || !state.dirty || state.conflict || state.trouble === "bad") return;
    clearTimeout(state.timer);
    const wait = state.due - performance.now();
    if (wait > 0) {
      state.timer = setTimeout(() => { this.send(state); }, wait);
      return;
    }
    Object.assign(state, { inFlight: true, typing: 0 });
    const { value } = state;
    state.sent.push(value);
    this.changed(state);
    const { word, data } = await this.server.post(...this.message(state));
    state.inFlight = false;
    this.heard(state, word, value, data);
    this.changed(state);
    if (state.dirty && !state.trouble) this.send(state);
  }

  message(state) { return [`items/${state.id}/save`, { seq: state.seq + 1, answer: state.value, typed: state.at }]; }

  // The page is being left: what still fits goes along. Its acknowledgement is never heard, so it stays a draft.
  part() {
    let room = LAST_ROOM;
    for (const state of this.waiting) {
      const [path, body] = this.message(state);
      room -= new Blob([JSON.stringify(body)]).size;
      if (room < 0) return;
      state.sent.push(state.value);
      this.keep(state);
      this.server.post(path, body, true);
    }
  }

  heard(state, word, value, data) {
    if (word === "done") return this.acknowledged(state, value, data);
    if (word === "refused" && data.error === "stale") return this.overtaken(state, data);
    if (word === "refused" && data.error === "order") return this.outOfTurn(state);
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
    state.dirty = !same(value, state.value, state.kind);
    this.dispatchEvent(new CustomEvent("saved", { detail: data.saved }));
  }

  // An answer of this very page whose acknowledgement was lost is no conflict: the next number goes on from it.
  overtaken(state, data) {
    state.seq = data.seq;
    state.trouble = "";
    if (same(data.answer, state.value, state.kind)) {
      Object.assign(state, { dirty: false, saved: data.saved, sent: [] });
    } else if (!state.sent.some((value) => same(value, data.answer, state.kind))) {
      state.conflict = { theirs: data.answer, saved: data.saved };
      this.dispatchEvent(new CustomEvent("conflict", { detail: state.id }));
    }
  }

  late(state) {
    state.dirty = false;
    state.trouble = "late";
    this.dispatchEvent(new CustomEvent("over"));
  }

  // Where questions follow one another, another window has gone on from this one.
  outOfTurn(state) {
    Object.assign(state, { dirty: false, trouble: "order" });
    this.dispatchEvent(new CustomEvent("moved"));
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
    this.keep(state);
    this.dispatchEvent(new CustomEvent("change", { detail: state.id }));
  }

  // Dirty is part of the draft; nothing but the acknowledgement of this very value clears it.
  keep({ id, value, seq, at, saved, flagged, dirty, sent }) {
    this.drafts.keep(id, { value, seq, at, saved, flagged, dirty, sent });
  }
}
