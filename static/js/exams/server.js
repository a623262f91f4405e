// Calls to the server. Every failure comes back as a word; nothing is thrown and nothing is lost.

const PATIENCE = 15000;

const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function once(address, body) {
  const options = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE), cache: "no-store" };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.headers["X-CSRFToken"] = csrfToken();
    options.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(address, options);
    const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    return { status: response.status, data: isJson ? await response.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
}

// The cookie is read at each call: a sign-in in another tab has changed it, and one more try has the new one.
export async function call(address, body) {
  const first = await once(address, body);
  return first.status === 403 ? once(address, body) : first;
}

// What a status means to a page that holds an answer.
export function meaning(status) {
  if (status >= 200 && status < 300) return "done";
  if (status === 401) return "signed-out";
  if (status === 404) return "foreign";
  if (status === 409) return "refused";
  if (status === 400) return "bad";
  return "unreachable";
}
