/** Whether a person's drawer may be opened by passkey now. Loaded only where there is a passkey slot; needs no key. */
import { parsePasskeySlot, type MadePasskey } from '../vault/passkey-slot.ts';
import { quickRefusalNow, readQuickFacts, writeQuickFacts } from '../vault/quick-facts.ts';
import { withFailure, type QuickRefusal } from '../vault/quick-rule.ts';
import { readSlotAs } from '../vault/slot-store.ts';
import { countWrongTry, readTries } from './lock-tries.ts';
import { whyNoPasskey, type NoPasskey } from './passkey.ts';

/** `shut`: the passphrase is asked, for this reason. */
export type QuickWay =
	| { readonly state: 'ready'; readonly made: MadePasskey }
	| { readonly state: 'shut'; readonly reason: QuickRefusal | NoPasskey | 'damaged' };

/** Looks at the passkey slot of a profile. */
export async function lookAtPasskey(profile: string): Promise<QuickWay | undefined> {
	const slot = await readSlotAs(profile, 'passkey', parsePasskeySlot);
	if (slot === undefined) return undefined;
	if (slot === 'damaged') return { state: 'shut', reason: 'damaged' };
	const reason = (await whyNoPasskey()) ?? (await quickRefusalNow(profile, Date.now()));
	if (reason !== undefined) return { state: 'shut', reason };
	const { credential, prfSalt } = slot;
	return { state: 'ready', made: { credential, prfSalt } };
}

/** The passkey gave nothing: counted like a wrong PIN. */
export async function countBrokenOff(profile: string): Promise<void> {
	const now = Date.now();
	await countWrongTry(profile, await readTries(profile, now), now);
	await writeQuickFacts(profile, withFailure(await readQuickFacts(profile), now)).catch(() => undefined);
}
