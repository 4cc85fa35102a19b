/// <reference lib="webworker" />
import { deliverInBackground } from './deliver.ts';
import { answerFromCache } from './shell.ts';

// Kit types this file for a page; here the global is the worker.
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

answerFromCache();
deliverInBackground(worker);

worker.addEventListener('message', (event) => {
	// Never by itself: a person chose to update, and no page holds a journey (src/lib/app/update.svelte.ts).
	if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
