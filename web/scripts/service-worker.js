// The app opens without the server: every built file is kept by the browser, and the page itself comes from there first.
// `write-service-worker.mjs` puts the list of files and the version in front of this; nothing of the API is ever kept.
/* global self, caches, fetch, URL, crypto, VERSION, PAGE_HASH, FILES */

const cacheName = `tendril-${VERSION}`;
const notOurs = /^\/(api|openapi|swagger|healthz|metrics)(\/|$)/;

/** The page must be the one that names these files: while a server is being updated it may already be the next one. */
async function putPage(cache) {
    const response = await fetch('/', { cache: 'no-cache' });
    const bytes = await response.clone().arrayBuffer();
    const hash = await crypto.subtle.digest('SHA-256', bytes);
    const text = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (!response.ok || text !== PAGE_HASH) throw new Error('The page belongs to another version of the app');
    await cache.put('/', response);
}

self.addEventListener('install', (event) =>
    event.waitUntil(
        (async () => {
            const cache = await caches.open(cacheName);
            await putPage(cache);
            await cache.addAll(FILES);
        })(),
    ),
);

// The version before is kept: pages that are still open load their parts from it.
self.addEventListener('activate', (event) =>
    event.waitUntil(
        (async () => {
            const others = (await caches.keys()).filter(
                (name) => name.startsWith('tendril-') && name !== cacheName,
            );
            await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
            await self.clients.claim();
        })(),
    ),
);

// Only a person's wish replaces an app that is open: what they are typing must not go.
self.addEventListener('message', (event) => {
    if (event.data === 'update') void self.skipWaiting();
});

async function answer(request, isPage) {
    const own = await caches.open(cacheName);
    const kept =
        (await own.match(isPage ? '/' : request)) ?? (isPage ? undefined : await caches.match(request));
    return kept ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== self.location.origin || notOurs.test(url.pathname)) return;
    const isPage = request.mode === 'navigate' && !/\.[^/]+$/.test(url.pathname);
    if (isPage || FILES.includes(url.pathname)) event.respondWith(answer(request, isPage));
    else if (url.pathname.startsWith('/assets/')) event.respondWith(answer(request, false));
});
