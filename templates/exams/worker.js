// Network first. Only without it: the empty page of this attempt, and what that page is made of.
const HERE = "{{ here|escapejs }}";
const FIXED = "{{ fixed|escapejs }}";
const SHELL = `${HERE}offline`;
const PATIENCE = 8000;

addEventListener("install", () => { skipWaiting(); });
addEventListener("activate", (event) => { event.waitUntil(clients.claim()); });
addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === HERE) event.respondWith(answer(event.request, SHELL));
  else if (pathname.startsWith(FIXED)) event.respondWith(answer(event.request, event.request.url));
});

async function answer(request, instead) {
  try {
    const patience = request.mode === "navigate" ? { signal: AbortSignal.timeout(PATIENCE) } : {};
    return await fetch(request, patience);
  } catch {
    return await caches.match(instead, { ignoreVary: true }) ?? Response.error();
  }
}
