// A reload without network: a service worker for this one attempt shows an empty page, which finds its questions among
// the drafts. What it caches holds nothing of the test: the empty page, scripts and styles.

const cacheOf = (attempt) => `exam-${attempt}`;
const isFixed = (entry) => new URL(entry.name).origin === location.origin && /\.(js|css|woff2?)$/.test(new URL(entry.name).pathname);

export async function prepare({ attempt, here }) {
  if (!navigator.serviceWorker) return;
  try {
    const cache = await caches.open(cacheOf(attempt));
    const fixed = performance.getEntriesByType("resource").filter(isFixed).map((entry) => entry.name);
    await cache.addAll([...new Set(fixed), `${here}offline`]);
    await navigator.serviceWorker.register(`${here}worker.js`, { scope: here });
  } catch {
    // No shell then: the page warns before it is left, and drafts are sent when it is opened again.
  }
}

export async function dismiss({ attempt, here }) {
  const registration = await navigator.serviceWorker?.getRegistration(here);
  if (registration && new URL(registration.scope).pathname === here) await registration.unregister();
  await globalThis.caches?.delete(cacheOf(attempt));
}
