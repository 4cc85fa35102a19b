/**
 * Carries a screen from the record to the show view, in this page's memory alone: no address, no store, no history. It is
 * taken once, and gone after a reload.
 */
import type { ShowScreen } from '../record/show-parts.ts';

/** What is handed over. */
export interface Showing {
	readonly screen: ShowScreen;
	/** The record to come back to after unlocking. */
	readonly returnTo: string;
}

let held: Showing | undefined;

/** Holds a screen for the show view. */
export function holdShowing(showing: Showing): void {
	held = showing;
}

/** The screen, once. */
export function takeShowing(): Showing | undefined {
	const taken = held;
	held = undefined;
	return taken;
}

/** So long without a touch, and the view ends. A person is asked before. */
export const SHOWN_IDLE_MS = 10 * 60_000;

/** Keeps the device from going dark while somebody reads slowly. @returns lets it go dark again */
export function keepAwake(): () => void {
	let isOver = false;
	let lock: WakeLockSentinel | undefined;
	// Refused with a low battery, and unknown to older browsers: then the device does as it is set.
	void requestLock().then((given) => {
		lock = given;
		if (isOver) void given?.release();
	});
	return () => {
		isOver = true;
		void lock?.release();
	};
}

async function requestLock(): Promise<WakeLockSentinel | undefined> {
	if (!('wakeLock' in navigator)) return undefined;
	return navigator.wakeLock.request('screen').catch(() => undefined);
}
