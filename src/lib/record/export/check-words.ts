/** What each check of an exported record says, in words: the same on the page and in the terminal. */
import type { BundleProblem } from './bundle.ts';
import type { BundleStamp } from './bundle-types.ts';

export type CheckId =
	'shape' | 'keylog' | 'signature' | 'name' | 'content' | 'stamp' | 'additions' | 'replay' | 'words';

export interface BundleCheck {
	readonly id: CheckId;
	/** `unknown`: it could not be made here. */
	readonly state: 'holds' | 'fails' | 'unknown';
	readonly reason?: string;
	/** Where in the file. */
	readonly at?: string;
}

/** Who signed, as far as the file says: the fingerprint is to be compared with the organisation's. */
export interface SignedBy {
	readonly fingerprint: string;
	readonly person: string;
	readonly device: string;
	/** ISO 8601, by the device's clock: a claim. */
	readonly claimedAt: string;
}

export interface BundleReport {
	readonly checks: readonly BundleCheck[];
	readonly stamp: BundleStamp;
	readonly signed: SignedBy | null;
}

export type BundleVerdict = 'holds' | 'fails' | 'unsigned' | 'not-all';

/** What all checks come to together. */
export function verdictOf({ checks }: Pick<BundleReport, 'checks'>): BundleVerdict {
	if (checks.some(({ state }) => state === 'fails')) return 'fails';
	if (checks.some(({ reason }) => reason === 'unsigned')) return 'unsigned';
	return checks.some(({ state }) => state === 'unknown') ? 'not-all' : 'holds';
}

export const VERDICT_WORDS: Readonly<Record<BundleVerdict, string>> = {
	holds:
		'Every check holds. Compare the fingerprint with your organisation’s: that is the one thing a file cannot prove.',
	fails: 'This file is not what was signed. Do not rely on it.',
	unsigned: 'This is a draft. Nobody signed it, so nothing in it can be proven.',
	'not-all': 'What could be checked holds, but not everything could be checked here.'
};

const GOOD: Readonly<Record<CheckId, string>> = {
	shape: 'The file is whole and in the form that Doorstep writes.',
	keylog: 'The list of devices follows, step by step, from the organisation’s root key.',
	signature: 'The record was signed by a device that belonged to the organisation at that time.',
	name: 'The record number belongs to the person who signed.',
	content: 'Every value is exactly what was signed.',
	stamp: 'Version, guidance, time of locking and check number agree with the record.',
	additions:
		'What was added later is signed, in order and unchanged. A file cannot show whether more was added since.',
	replay: 'The answers lead to the same path and outcome again.',
	words: 'The readable part says what the record itself says.'
};

/** Why a file was not read at all. */
export const UNREADABLE_WORDS: Readonly<Record<BundleProblem, string>> = {
	empty: 'The file is empty',
	'too-large': 'The file is too large to be an exported record',
	'not-text': 'This is not a text file. A locked copy (.age) has to be opened with its passphrase first',
	'not-json': 'This is not a JSON file, or it was damaged by hand',
	'cut-off': 'The file is cut off: its end is missing',
	'too-deep': 'The file is nested deeper than any record',
	'member-twice': 'The same member stands twice, so it has no one meaning',
	'not-plain': 'It holds half a letter or a number without end',
	'not-a-bundle': 'This is not an exported record: it does not say that it is one',
	'newer-bundle': 'This file was made by a newer version of Doorstep. Update to check it',
	'newer-record': 'This record was written by a newer version of Doorstep. Update to check it',
	'bad-shape': 'Something in it is missing or of another kind than Doorstep writes'
};

const BAD: Readonly<Record<string, string>> = {
	unsigned: 'Nobody signed it: it is a draft',
	'header-changed': 'The signed header was changed: its check number is another one',
	'bad-header': 'The signed header cannot be read: it was changed',
	'wrong-kind': 'The signed entry is of another kind',
	'bad-signature': 'The signature does not belong to it',
	'foreign-tenant': 'It was signed for another organisation',
	'device-unknown': 'The device that signed is not in the list of the organisation’s devices',
	'device-not-standing': 'The device that signed did not belong to the organisation at that time',
	'wrong-author': 'The device that signed belongs to another person',
	'bad-record-id': 'The record number does not belong to the person who signed',
	'digests-changed': 'The list of check numbers is not the one that was signed',
	'leaves-reordered': 'The list of check numbers is out of order',
	'value-changed': 'A value, or its salt, was changed after signing',
	'value-added': 'A value was put in after signing',
	'value-removed': 'A value was taken out after signing',
	'stamp-differs': 'The stamp says something else than was signed',
	'bad-fingerprint': 'The fingerprint is not one',
	'other-root': 'The root key does not belong to the fingerprint',
	'no-root': 'The list of devices does not begin with the root key',
	'keylog-moved': 'A step in the list of devices is missing or out of order',
	'bad-body': 'A step in the list of devices was changed',
	'bad-encoding': 'A step in the list of devices cannot be read',
	'other-record': 'An addition belongs to another record',
	'added-twice': 'An addition stands there twice',
	'chain-gap': 'An addition before this one is missing or out of order',
	'no-pack': 'The guidance that the record was made with is not here',
	'other-outcome': 'The answers lead to another path or outcome than the file says',
	'other-than-signed': 'The answers lead elsewhere today than when it was signed',
	'no-replay': 'The answers cannot be followed: the record is not in its form',
	'other-layout':
		'The readable part was made by another version of Doorstep, so its words cannot be compared',
	'words-differ': 'The readable part was changed: it does not say what the record says'
};

/** One sentence for one check, with the place where it went wrong. @param place words for the place, if there are any */
export function checkWords({ id, state, reason, at }: BundleCheck, place = at): string {
	if (state === 'holds') return GOOD[id];
	const why = reason === undefined ? undefined : BAD[reason];
	const words = why ?? `${STEP_WORDS[id] ?? 'This does not hold'} (${reason ?? ''})`;
	return place === undefined ? `${words}.` : `${words}: ${place}.`;
}

const STEP_WORDS: Readonly<Partial<Record<CheckId, string>>> = {
	keylog: 'A step in the list of devices does not hold',
	shape: 'The file is not in its form'
};
