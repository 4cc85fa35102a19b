/** Whether the browser promises not to clear this site's data by itself. `unknown`: it offers no such promise. */
export type Keeping = 'kept' | 'not-kept' | 'unknown';

const storage = (): StorageManager | undefined => (navigator as { storage?: StorageManager }).storage;

/** Says whether the promise was given, without asking for it. */
export async function keptState(): Promise<Keeping> {
	const isKept = await storage()?.persisted();
	if (isKept === undefined) return 'unknown';
	return isKept ? 'kept' : 'not-kept';
}

/**
 * Asks the browser to keep our data. Firefox asks the person; Chrome and Safari decide silently and may answer differently
 * later, so the question is repeated at every launch of the installed app.
 * @returns the state after the question
 */
export async function askToKeep(): Promise<Keeping> {
	const isGiven = await storage()?.persist();
	if (isGiven === undefined) return 'unknown';
	return isGiven ? 'kept' : 'not-kept';
}

/** Whether Doorstep was opened from its own icon, not in a tab of the browser. */
export function isInstalledApp(): boolean {
	return matchMedia('(display-mode: standalone), (display-mode: minimal-ui)').matches;
}

/** Whether this is Apple's engine, which clears what a tab kept after seven days without use. @source reference/ux.md 0.5 */
export function isAppleEngine(): boolean {
	return navigator.vendor.startsWith('Apple');
}

/**
 * Asks at launch when Doorstep runs as an installed app, and at the moment it gets installed.
 * @returns stops listening
 */
export function keepDataWhenInstalled(): () => void {
	const ask = () => void askToKeep();
	if (isInstalledApp()) ask();
	addEventListener('appinstalled', ask);
	return () => removeEventListener('appinstalled', ask);
}
