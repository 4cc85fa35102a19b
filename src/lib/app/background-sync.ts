import { CARRY_ON, SYNC_TAG } from '../vault/outbox-signals.ts';

/** Chromium's part of a registration; not in TypeScript's library. */
interface WithSync {
	readonly sync?: { register(tag: string): Promise<void>; getTags(): Promise<readonly string[]> };
}

const workers = (): ServiceWorkerContainer | undefined =>
	(navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;

async function register(): Promise<void> {
	const registration = (await workers()?.getRegistration()) as WithSync | undefined;
	try {
		// Asked again while it waits, the browser would begin its few tries anew, and at once.
		if ((await registration?.sync?.getTags())?.includes(SYNC_TAG) === false)
			await registration?.sync?.register(SYNC_TAG);
	} catch {
		// The person or the browser does not allow it: pages deliver, as they do everywhere else.
	}
}

/** Asks the browser to wake the service worker when it thinks that there is signal. Does nothing where it cannot. */
export function askBackgroundSync(): void {
	void register();
}

/** Lets the service worker go on for a page that is about to go. */
export function letWorkerCarryOn(): void {
	workers()?.controller?.postMessage({ type: CARRY_ON });
	askBackgroundSync();
}
