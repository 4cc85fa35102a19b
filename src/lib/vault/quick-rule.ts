/**
 * When the passkey and its PIN are not enough and the passphrase is asked. Pure: what is known comes in, a reason comes
 * out. Nothing here ever stands in the way of the passphrase.
 */

const HOUR_MS = 60 * 60_000;

/** How long quick unlock works without a successful exchange with the office. @source issue 4, item 3 */
export const CONTACT_MS = 72 * HOUR_MS;
/** How long it works after the last unlock by passphrase: once in a working day. @source security.md T4 */
export const PASSPHRASE_MS = 12 * HOUR_MS;
/** Wrong tries in a row. @source security.md T4 */
export const MOST_FAILURES = 5;
/** Clocks are corrected by themselves; a step back beyond this is not that. */
const CORRECTION_MS = 10 * 60_000;

/** What this device remembers of one person's drawer; times in ms since 1970, of its own clock. */
export interface QuickFacts {
	/** Last unlock by passphrase. */
	readonly passphraseAt: number;
	/** The highest time ever seen, since then. */
	readonly seenAt: number;
	/** Wrong or broken-off quick tries in a row. */
	readonly failures: number;
}

/** For a drawer of which nothing is remembered: the passphrase comes first. */
export const NO_FACTS: QuickFacts = { passphraseAt: 0, seenAt: 0, failures: 0 };

/** Last successful exchange; undefined when there was none; null for a device that belongs to no organisation. */
export type Contact = number | null | undefined;

/** Why the passphrase is asked. */
export type QuickRefusal = 'quick-failures' | 'quick-clock' | 'quick-no-contact' | 'quick-due';

/**
 * Whether quick unlock may be used now.
 * @param contactAt a time ahead of the clock was noted while the clock was wrong, and counts as none
 * @returns the reason why not, or undefined
 */
export function quickRefusal(facts: QuickFacts, contactAt: Contact, now: number): QuickRefusal | undefined {
	if (facts.failures >= MOST_FAILURES) return 'quick-failures';
	// Turned back: how long it has been cannot be told any more.
	if (now < facts.seenAt - CORRECTION_MS) return 'quick-clock';
	const latest = Math.max(now, facts.seenAt);
	const isLongAgo = (at: number | undefined, most: number) =>
		at === undefined || at > latest || latest - at >= most;
	const lastKnown = contactAt === null ? facts.passphraseAt : contactAt;
	if (isLongAgo(lastKnown, CONTACT_MS)) return contactAt === null ? 'quick-due' : 'quick-no-contact';
	return isLongAgo(facts.passphraseAt, PASSPHRASE_MS) ? 'quick-due' : undefined;
}

/** Time goes only forward. */
export function withTime(facts: QuickFacts, now: number): QuickFacts {
	return { ...facts, seenAt: Math.max(facts.seenAt, now) };
}

/** One more try that did not open the drawer. */
export function withFailure(facts: QuickFacts, now: number): QuickFacts {
	return { ...withTime(facts, now), failures: facts.failures + 1 };
}

/** The drawer was opened by passkey. */
export function afterPasskey(facts: QuickFacts, now: number): QuickFacts {
	return { ...withTime(facts, now), failures: 0 };
}

/** The drawer was opened by passphrase: all begins anew, also after a clock that had jumped far ahead. */
export function afterPassphrase(now: number): QuickFacts {
	return { passphraseAt: now, seenAt: now, failures: 0 };
}
