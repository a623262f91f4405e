// Calls to the server. Every failure comes back as a word; nothing is thrown and nothing is lost.

const PATIENCE = 15_000;
const MEANINGS = { 400: "bad", 401: "signed-out", 404: "foreign", 409: "refused" };

// Saves show the page's own ticket: they need no session, and no CSRF token that a sign-in elsewhere would change.
export class Server {
  constructor({ here, ticket }) {
    this.here = here;
    this.ticket = ticket;
  }

  get(path) { return this.call(path, {}); }

  post(path, body) {
    return this.call(path, { method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Exam-Ticket": this.ticket } });
  }

  async call(path, options) {
    try {
      const response = await fetch(this.here + path, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
      const data = isJson ? await response.json() : {};
      return { word: response.ok && isJson ? "done" : MEANINGS[response.status] ?? "unreachable", data };
    } catch {
      return { word: "unreachable", data: {} };
    }
  }
}
