// Answers on this device until the server has them: sealed in IndexedDB, one database an attempt. The key comes with
// the page, stays with the tab for a reload, and is never stored beside what it seals. It keeps the next person at this
// browser out, not one who reads this tab's memory.

const STORE = "drafts";
const PAPER = "paper";

const nameOf = (attempt) => `exam-${attempt}`;
const keyName = (attempt) => `exam-key-${attempt}`;
const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => { resolve(request.result); };
  request.onerror = () => { reject(request.error); };
  request.onblocked = () => { reject(new Error("blocked")); };
});

export class Drafts {
  // Without a secure context, a store or the key there is no keeping: then answers live in the open page alone.
  static async open({ attempt, draftKey }) {
    const drafts = new Drafts(attempt);
    try {
      if (draftKey) sessionStorage.setItem(keyName(attempt), draftKey);
      const raw = Uint8Array.from(atob(draftKey ?? sessionStorage.getItem(keyName(attempt))), (letter) => letter.charCodeAt(0));
      drafts.key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
      await drafts.connect();
    } catch {
      drafts.key = null;
    }
    return drafts;
  }

  constructor(attempt) {
    Object.assign(this, { attempt, key: null, base: null, waiting: new Map(), writing: null });
  }

  get isKept() { return Boolean(this.key); }

  async connect() {
    const request = indexedDB.open(nameOf(this.attempt));
    request.onupgradeneeded = () => { request.result.createObjectStore(STORE); };
    this.base = await asked(request);
    this.base.onversionchange = () => { this.close(); };
    // Somebody signed out, or cleared this site's data: nothing more is put where the next person sits.
    this.base.onclose = () => { this.lose(); };
  }

  async store(mode) {
    if (!this.base) await this.connect();
    return this.base.transaction(STORE, mode).objectStore(STORE);
  }

  paper() { return this.load(PAPER); }
  keepPaper(paper) { this.keep(PAPER, paper); }

  // What was kept under a name; nothing for what does not open with this key and under this name.
  async load(name) {
    if (!this.key) return undefined;
    try {
      return await this.unseal(name, await asked((await this.store("readonly")).get(name)));
    } catch {
      return undefined;
    }
  }

  // The newest of a name wins; what is being written is never overtaken by what is older.
  keep(name, record) {
    if (!this.key) return;
    this.waiting.set(name, record);
    this.writing ??= this.write();
  }

  async write() {
    while (this.waiting.size && this.key) {
      const [name, record] = this.waiting.entries().next().value;
      this.waiting.delete(name);
      try {
        const sealed = await this.seal(name, record);
        await asked((await this.store("readwrite")).put(sealed, name));
      } catch {
        this.base = null;
      }
    }
    this.writing = null;
  }

  bound(name) { return new TextEncoder().encode(`${this.attempt}/${name}`); }

  async seal(name, record) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(record));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: this.bound(name) }, this.key, plain) };
  }

  async unseal(name, sealed) {
    if (!sealed) return undefined;
    const additionalData = this.bound(name);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData }, this.key, sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  close() {
    this.base?.close();
    this.base = null;
  }

  lose() {
    sessionStorage.removeItem(keyName(this.attempt));
    this.key = null;
    this.waiting.clear();
  }

  // The key goes first: what a crash leaves behind cannot be read.
  async forget() {
    this.lose();
    await this.writing;
    this.close();
    if (globalThis.indexedDB) await asked(indexedDB.deleteDatabase(nameOf(this.attempt))).catch(() => {});
  }
}
