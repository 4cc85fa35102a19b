/**
 * What the rule about quick unlock needs, kept in the clear on the device: times and a count. Whoever can change the
 * disk can change them; what protects the drawer then is the passkey and the PIN themselves.
 */
import { readReadiness, writeReadiness } from './device-db.ts';
import { openOutbox } from './outbox.ts';
import {
	NO_FACTS,
	quickRefusal,
	withTime,
	type Contact,
	type QuickFacts,
	type QuickRefusal
} from './quick-rule.ts';

const keyOf = (profile: string) => `quick-unlock:${profile}`;
/** Row of the drawer in which `deliverNoted` (src/lib/sync/noted.ts) says when an exchange last got through. */
const ATTEMPT = 'attempt';

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** The facts of a person's drawer; what does not read counts as nothing known. */
export async function readQuickFacts(profile: string): Promise<QuickFacts> {
	const stored = (await readReadiness(keyOf(profile))) as
		Partial<Record<keyof QuickFacts, unknown>> | undefined;
	const { passphraseAt, seenAt, failures } = stored ?? {};
	return isTime(passphraseAt) && isTime(seenAt) && isTime(failures)
		? { passphraseAt, seenAt, failures }
		: NO_FACTS;
}

/** Keeps the facts. @throws what the database throws: who counts a try must know that it was counted */
export async function writeQuickFacts(profile: string, facts: QuickFacts): Promise<void> {
	await writeReadiness(keyOf(profile), facts);
}

/** Forgets them, with the drawer or its passkey slot. */
export async function forgetQuickFacts(profile: string): Promise<void> {
	await writeReadiness(keyOf(profile), undefined);
}

/** The last successful exchange of a drawer. */
async function contactOf(profile: string): Promise<Contact> {
	const outbox = await openOutbox(profile);
	if (outbox === undefined) return null;
	try {
		const isJoined = (await outbox.readSync('cursor')) !== undefined;
		if (!isJoined) return null;
		const note = (await outbox.readSync(ATTEMPT)) as { readonly doneAt?: unknown } | undefined;
		return isTime(note?.doneAt) ? note.doneAt : undefined;
	} finally {
		outbox.close();
	}
}

/**
 * Whether the passkey is enough now; notes the time, so that a clock turned back later is noticed.
 * @returns the reason why the passphrase is asked, or undefined
 */
export async function quickRefusalNow(profile: string, now: number): Promise<QuickRefusal | undefined> {
	const facts = await readQuickFacts(profile);
	const refusal = quickRefusal(facts, await contactOf(profile), now);
	// A device that is too full to note it asks for the passphrase sooner or later all the same.
	if (facts.passphraseAt > 0) await writeQuickFacts(profile, withTime(facts, now)).catch(() => undefined);
	return refusal;
}
