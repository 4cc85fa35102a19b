import type { Workbox } from 'workbox-window';
import { isShared, takeShare, whileNobodyHolds } from './hold-lock.ts';
import { trustedWorkerUrl } from './trusted-url.ts';

/** What in a tab must not be interrupted. */
export type HoldReason = 'journey' | 'draft' | 'form' | 'sending';

/**
 * `none`: nothing new. `ready`: may be applied now. `held`: something in this tab is open. `held-elsewhere`: in another tab.
 * `reload`: another tab has applied it; this one goes on with what it has loaded and should reload once it is free.
 */
export type UpdateOffer = 'none' | 'ready' | 'held' | 'held-elsewhere' | 'reload';

const CHECK_AT_MOST_EVERY_MS = 30 * 60_000;
const LOOK_AGAIN_MS = 3000;
/** Activating deletes the old build from the cache and takes a second or two on a slow tablet. */
const TAKES_OVER_WITHIN_MS = 15_000;

class AppUpdate {
	/** A newer build is downloaded whole and waits. */
	waiting = $state(false);
	/** Another build took over while this tab was held. */
	isReplaced = $state(false);
	isHeldHere = $state(false);
	isHeldElsewhere = $state(false);

	/** What to show. Pages show it on Home alone, and there only when it is not `none`. */
	get offer(): UpdateOffer {
		if (this.isReplaced) return this.isHeldHere ? 'held' : 'reload';
		if (!this.waiting) return 'none';
		if (this.isHeldHere) return 'held';
		return this.isHeldElsewhere ? 'held-elsewhere' : 'ready';
	}
}

/** The state of the one service worker of this page. */
export const update = new AppUpdate();

let holdCount = 0;
let workbox: Workbox | undefined;

/**
 * Keeps updates away while something is open: an update would reload the page and remove the build it came from.
 * @param _reason what is open: said at the call, for its reader
 * @returns ends the hold; calling it twice does no harm
 */
export function holdUpdates(_reason: HoldReason): () => void {
	let isCounted = false;
	const count = (change: 1 | -1) => {
		isCounted = change === 1;
		holdCount += change;
		update.isHeldHere = holdCount > 0;
	};
	const giveBack = takeShare(() => count(1));
	return () => {
		giveBack();
		if (isCounted) count(-1);
	};
}

let nextLook: ReturnType<typeof setTimeout> | undefined;

/** Looks whether another tab holds updates, and again until none does: a closed tab gives its share back without a word. */
async function lookForHolds(): Promise<void> {
	clearTimeout(nextLook);
	update.isHeldElsewhere = !update.isHeldHere && (await isShared());
	if (update.isHeldElsewhere) nextLook = setTimeout(() => void lookForHolds(), LOOK_AGAIN_MS);
}

const nextController = () =>
	new Promise<void>((resolve) => {
		navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
		setTimeout(resolve, TAKES_OVER_WITHIN_MS);
	});

/**
 * Applies the waiting build, at a person's wish, and only while no tab holds updates. Every free tab then reloads.
 * @returns `held` when this or another tab has something open; nothing happened then
 */
export async function applyUpdate(): Promise<'applied' | 'held'> {
	if (update.isHeldHere) return 'held';
	if (update.isReplaced) {
		location.reload();
		return 'applied';
	}
	const isApplied = await whileNobodyHolds(async () => {
		const takenOver = nextController();
		workbox?.messageSkipWaiting();
		await takenOver;
	});
	if (!isApplied) await lookForHolds();
	return isApplied ? 'applied' : 'held';
}

function reloadUnlessHeld(): void {
	if (update.isHeldHere) update.isReplaced = true;
	else location.reload();
}

/** workbox-window stops listening after the second update; a tab that stays open for weeks would miss the third. */
function watchForUpdates(registration: ServiceWorkerRegistration): void {
	const look = () => {
		update.waiting = registration.waiting !== null && navigator.serviceWorker.controller !== null;
		if (update.waiting) void lookForHolds();
	};
	registration.addEventListener('updatefound', () => {
		registration.installing?.addEventListener('statechange', look);
	});
	registration.waiting?.addEventListener('statechange', look);
	look();
}

function checkWhenSeen(registration: ServiceWorkerRegistration): void {
	let checkedAt = performance.now();
	addEventListener('focus', () => void lookForHolds());
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState !== 'visible') return;
		if (performance.now() - checkedAt < CHECK_AT_MOST_EVERY_MS) return;
		checkedAt = performance.now();
		registration.update().catch(() => undefined); // Without signal there is nothing to check.
	});
}

/**
 * Registers the service worker and starts watching for newer builds. Called once, by the root layout.
 * Does nothing where the browser has no service workers (private windows of some, or plain http), and while developing: Vite
 * serves single modules then, which no worker could hold.
 */
export async function startUpdates(): Promise<void> {
	if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
	// Imported here: its CommonJS build breaks rendering on the server while developing.
	const { Workbox } = await import('workbox-window');
	let hadController = navigator.serviceWorker.controller !== null;
	workbox = new Workbox(trustedWorkerUrl('/service-worker.js'), { scope: '/', type: 'module' });
	workbox.addEventListener('controlling', () => {
		// The very first worker takes charge of a page that already runs its build.
		if (hadController) reloadUnlessHeld();
		hadController = true;
	});
	const registration = await workbox.register();
	if (registration === undefined) return;
	watchForUpdates(registration);
	checkWhenSeen(registration);
}
