import { build, files, prerendered, version } from '$service-worker';
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/**
 * Keeps the whole build and answers from it: a prerendered page by its own URL, any other page by the shell.
 * Nothing is cached at run time, so no answer of the API can land in Cache Storage.
 */
export function answerFromCache(): void {
	precacheAndRoute(
		[
			...build.map((url) => ({ url, revision: null })), // Their names carry a hash.
			...[...files, ...prerendered].map((url) => ({ url, revision: version }))
		],
		{ cleanURLs: false, directoryIndex: '' }
	);
	cleanupOutdatedCaches();
	clientsClaim();
	registerRoute(
		new NavigationRoute(createHandlerBoundToURL('/shell'), { denylist: [/^\/api\//, /^\/_app\//] })
	);
}
