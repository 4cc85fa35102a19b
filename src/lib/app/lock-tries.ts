import { readReadiness, writeReadiness } from '../vault/device-db.ts';

/**
 * A growing wait after wrong passphrases: 1 s, doubled each time, 15 minutes at most. Only the screen keeps it; what
 * really slows a guesser is Argon2id. Nothing is ever wiped.
 */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** A secret was tried and was not the right one. */
const WRONG: ReadonlySet<string> = new Set(['wrong-passphrase', 'wrong-pin', 'other-prf']);
/** One row for each person. */
const keyOf = (profile: string) => `unlock-tries:${profile}`;

/** Wrong tries in a row, and when the last one was (ms since 1970). */
export interface WrongTries {
	readonly count: number;
	readonly lastAt: number;
}

const NONE: WrongTries = { count: 0, lastAt: 0 };

/** What this page knows, for a device that is too full to keep it. */
const keptHere = new Map<string, WrongTries>();

/** The whole wait after so many wrong tries, in ms. */
export function waitAfter(count: number): number {
	return count === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - 1), LONGEST_WAIT_MS);
}

/** What is left of the wait, in ms. A clock that was set back starts the wait again, not for years. */
export function waitLeft(tries: WrongTries, now: number): number {
	const since = now - tries.lastAt;
	return since < 0 ? waitAfter(tries.count) : Math.max(0, waitAfter(tries.count) - since);
}

/** The tries at one person's drawer so far; kept over a reload. */
export async function readTries(profile: string, now: number): Promise<WrongTries> {
	const stored = keptHere.get(profile) ?? (await readReadiness(keyOf(profile)));
	if (typeof stored !== 'object' || stored === null || !('count' in stored) || !('lastAt' in stored))
		return NONE;
	const { count, lastAt } = stored;
	if (typeof count !== 'number' || typeof lastAt !== 'number') return NONE;
	return { count, lastAt: Math.min(lastAt, now) };
}

/** Counts one more wrong try. */
export async function countWrongTry(profile: string, tries: WrongTries, now: number): Promise<WrongTries> {
	const next = { count: tries.count + 1, lastAt: now };
	await keep(profile, next);
	return next;
}

/** The right passphrase came. */
export async function forgetTries(profile: string): Promise<void> {
	await keep(profile, NONE);
}

/** Too soon after a wrong try; nothing was tried. */
export interface TooSoon {
	readonly ok: false;
	readonly reason: 'wait';
	readonly waitMs: number;
}

/** Tries a person's secret, unless it is too soon; counts it when it was wrong. */
export async function tryInTurn<Tried extends { readonly ok: boolean; readonly reason?: string }>(
	profile: string,
	attempt: () => Promise<Tried>
): Promise<Tried | TooSoon> {
	const tries = await readTries(profile, Date.now());
	const waitMs = waitLeft(tries, Date.now());
	if (waitMs > 0) return { ok: false, reason: 'wait', waitMs };
	const tried = await attempt();
	if (tried.ok) await forgetTries(profile);
	else if (WRONG.has(tried.reason ?? '')) await countWrongTry(profile, tries, Date.now());
	return tried;
}

/** A full device must neither stop the right passphrase nor excuse a wrong one. */
async function keep(profile: string, tries: WrongTries): Promise<void> {
	keptHere.set(profile, tries);
	await writeReadiness(keyOf(profile), tries).catch(() => undefined);
}
