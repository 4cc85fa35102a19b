import { randomBytes, type RandomBytes } from '../trust/bytes.ts';
import { countAttempts, type Attempts } from './attempts.ts';
import { openKeylogs, type Keylogs } from './keylogs.ts';
import type { Store } from './store.ts';

/** The running server: its store and everything that tests replace. */
export interface Office {
	readonly store: Store;
	readonly keylogs: Keylogs;
	readonly attempts: Attempts;
	/** Server time, ms. */
	readonly now: () => number;
	readonly random: RandomBytes;
	readonly backup: Backup;
}

/** How the last backup went; shown by `health`. */
export interface Backup {
	state: 'none' | 'pending' | 'verified' | 'failing';
	/** The moment that the newest checked copy holds, server time in ms; null while there is none. */
	at: number | null;
}

/**
 * @param store open, migrated
 * @param replaced by tests: clock and random
 */
export function makeOffice(
	store: Store,
	{ now = Date.now, random = randomBytes }: Partial<Pick<Office, 'now' | 'random'>> = {}
): Office {
	const backup: Backup = { state: 'none', at: null };
	return { store, keylogs: openKeylogs(), attempts: countAttempts(now), now, random, backup };
}
