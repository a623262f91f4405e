// Calls to the server. Every failure comes back as a word; nothing is thrown and nothing is lost.

const PATIENCE = 15_000;
const LONG_PATIENCE = 120_000;
const MEANINGS = { 400: "bad", 401: "signed-out", 404: "foreign", 409: "refused" };

// Saves show the page's own ticket: they need no session, and no CSRF token that a sign-in elsewhere would change.
export class Server {
  constructor({ here, ticket }) {
    this.here = here;
    this.ticket = ticket;
  }

  get(path) { return this.call(path, {}); }

  // With `keepalive` the call outlives the page; all such calls together have room for 64 KiB.
  post(path, body, keepalive = false) {
    return this.call(path, { method: "POST", body: JSON.stringify(body), keepalive,
      headers: { "Content-Type": "application/json", "X-Exam-Ticket": this.ticket } });
  }

  // A file as it is; it may take its time.
  send(path, blob) {
    return this.call(path, { method: "POST", body: blob, signal: AbortSignal.timeout(LONG_PATIENCE),
      headers: { "Content-Type": blob.type || "application/octet-stream", "X-Exam-Ticket": this.ticket } });
  }

  call(path, options) { return ask(this.here + path, options); }
}

// For a page that lives by its session. The cookie is read at each call: a sign-in in another tab has changed it,
// and one more try has the new token.
export async function post(address, body) {
  const send = () => ask(address, { method: "POST", body: JSON.stringify(body),
    headers: { "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() } });
  const first = await send();
  return first.status === 403 ? send() : first;
}

const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function ask(address, options) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...options, cache: "no-store" });
    const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    const data = isJson ? await response.json() : {};
    const word = response.ok && isJson ? "done" : MEANINGS[response.status] ?? "unreachable";
    return { status: response.status, word, data };
  } catch {
    return { status: 0, word: "unreachable", data: {} };
  }
}
