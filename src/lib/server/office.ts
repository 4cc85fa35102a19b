import { randomBytes, type RandomBytes } from '../trust/bytes.ts';
import { countAttempts, type Attempts } from './attempts.ts';
import { makeGate, type Gate } from './gate.ts';
import { keepQuotas, LIMITS_OF_CALLERS, type Limits, type Quotas } from './limits.ts';
import { openKeylogs, type Keylogs } from './keylogs.ts';
import type { Store } from './store.ts';
import { NO_WATCH, type Watch } from './watch.ts';

/** The running server: its store and everything that tests replace. */
export interface Office {
	readonly store: Store;
	readonly keylogs: Keylogs;
	readonly attempts: Attempts;
	readonly limits: Limits;
	readonly quotas: Quotas;
	/** Who may work at once, and who waits. */
	readonly gate: Gate;
	/** Where requests are noted. */
	readonly watch: Watch;
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

/** What tests and tools replace. */
interface OfficeChoice {
	readonly now: () => number;
	readonly random: RandomBytes;
	readonly limits: Partial<Limits>;
	readonly gate: Gate;
	readonly watch: Watch;
}

/**
 * @param store open, migrated
 * @param choice what is not as usual
 */
export function makeOffice(store: Store, choice: Partial<OfficeChoice> = {}): Office {
	const { now = Date.now, random = randomBytes, gate = makeGate(), watch = NO_WATCH } = choice;
	const backup: Backup = { state: 'none', at: null };
	const attempts = countAttempts(now);
	const limits = { ...LIMITS_OF_CALLERS, ...choice.limits };
	const quotas = keepQuotas(attempts, limits, now);
	return { store, keylogs: openKeylogs(), attempts, limits, quotas, gate, watch, now, random, backup };
}
