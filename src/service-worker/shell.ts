import { build, files, prerendered, version } from '$service-worker';
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/** A pack's name is its version, and a published pack never changes. */
const IMMUTABLE_FILE = /^\/packs\//;

/**
 * Keeps the whole build and answers from it: a prerendered page by its own URL, any other page by the shell.
 * Nothing is cached at run time, so no answer of the API can land in Cache Storage.
 */
export function answerFromCache(): void {
	precacheAndRoute(
		[
			...build.map((url) => ({ url, revision: null })),
			...files.map((url) => ({ url, revision: IMMUTABLE_FILE.test(url) ? null : version })),
			...prerendered.map((url) => ({ url, revision: version }))
		],
		{ cleanURLs: false, directoryIndex: '' }
	);
	cleanupOutdatedCaches();
	clientsClaim();
	registerRoute(
		new NavigationRoute(createHandlerBoundToURL('/shell'), { denylist: [/^\/api\//, /^\/_app\//] })
	);
}
