/**
 * The lock by which every tab tells the others that it must not be changed under its person. A Web Lock and not a message: it
 * dies with its tab, and a tab that the browser put to sleep still holds it.
 */
const LOCK = 'doorstep-hold';

/** Missing where the page came by plain http; there is no service worker then, so nothing to keep away either. */
const locks = (): LockManager | undefined => (navigator as { locks?: LockManager }).locks;

/**
 * Takes a share of the lock. The share waits while another tab applies an update: this tab is then about to be reloaded.
 * @param onheld called once the share is ours; not called when given back before
 * @returns gives the share back
 */
export function takeShare(onheld: () => void): () => void {
	const giveUp = new AbortController();
	let giveBack: () => void = () => undefined;
	const givenBack = new Promise<void>((resolve) => (giveBack = resolve));
	const keep = () => {
		onheld();
		return givenBack;
	};
	const kept = locks()?.request(LOCK, { mode: 'shared', signal: giveUp.signal }, keep) ?? keep();
	kept.catch(() => undefined); // Only our own giving up can end the wait.
	return () => {
		giveUp.abort();
		giveBack();
	};
}

/** Whether any tab, this one included, holds a share. */
export async function isShared(): Promise<boolean> {
	const held = (await locks()?.query())?.held ?? [];
	return held.some((lock) => lock.name === LOCK && lock.mode === 'shared');
}

/**
 * Does something while no tab holds a share; whoever asks for one meanwhile waits.
 * @returns false, without doing it, when a share is held
 */
export async function whileNobodyHolds(act: () => Promise<void>): Promise<boolean> {
	return navigator.locks.request(LOCK, { mode: 'exclusive', ifAvailable: true }, async (lock) => {
		if (lock === null) return false;
		await act();
		return true;
	});
}
