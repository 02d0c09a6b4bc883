// SPDX-License-Identifier: Apache-2.0
// The page without a network: all its files are kept when it is first opened, and a new version replaces the old as a whole.
const KEPT = `bonemodel-${__VERSION__}`;

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(__FILES__)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
    event.waitUntil((async () => {
        for (const name of await caches.keys()) if (name.startsWith('bonemodel-') && name !== KEPT) await caches.delete(name);
        await self.clients.claim();
    })());
});

// What is kept comes from there; a page that is opened is asked for first, so that a new version is seen at once.
self.addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
    event.respondWith((async () => {
        const cache = await caches.open(KEPT);
        if (request.mode === 'navigate') {
            try {
                return await fetch(request);
            } catch {
                return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? (await cache.match('./', { ignoreVary: true })) ?? Response.error();
            }
        }
        // The files are the same for whoever asks, whatever a server says of headers.
        return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
    })());
});
