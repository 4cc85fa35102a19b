/** What was refused for good: why, and the one thing that a person can do about it. Nothing of it is lost. */
import type { EntryReason } from '../sync/protocol.ts';

/**
 * `again`: put it back to be sent. `copy`: take the words out of the record. `export`: keep a locked copy. `tell`: tell
 * whoever runs Doorstep. `none`: it is done anew where it was done, and the words say where.
 */
export type ParkedAction = 'again' | 'copy' | 'export' | 'tell' | 'none';

interface Parked {
	readonly words: string;
	readonly action: ParkedAction;
}

const RUNS = 'Tell whoever runs Doorstep.';

const REASONS: Readonly<Record<EntryReason, Parked>> = {
	malformed: { words: `The office could not read it. ${RUNS}`, action: 'tell' },
	'too-large': { words: 'It is too large to send. Shorten the record, or copy its text.', action: 'copy' },
	'foreign-tenant': { words: `It belongs to another organisation than this office. ${RUNS}`, action: 'tell' },
	unsupported: {
		words: 'The office runs an older Doorstep. Try again once it was updated.',
		action: 'again'
	},
	'bad-signature': { words: 'Its signature did not arrive whole. Try again.', action: 'again' },
	'device-unknown': {
		words: 'The office does not know this device. Keep a locked copy, and join the organisation again.',
		action: 'export'
	},
	'device-revoked': {
		words:
			'This device was taken out of the organisation. Keep a locked copy, and speak to whoever runs Doorstep.',
		action: 'export'
	},
	'number-used': {
		words: `This device was set back to an earlier state, so the office has another item of the same number. Keep a locked copy. ${RUNS}`,
		action: 'export'
	},
	'not-yours': {
		words: 'The record belongs to somebody else. Copy what you wrote to its owner.',
		action: 'copy'
	},
	'no-grant': { words: 'The key for the office was missing. Try again.', action: 'again' },
	'unknown-recipient': {
		words: 'It was sealed to somebody whom the office did not know. Try again.',
		action: 'again'
	},
	'keylog-moved': {
		words: 'Somebody else changed who belongs to the office first. Do it once more there.',
		action: 'none'
	},
	'not-allowed': { words: 'Your role may not do this. Speak to whoever runs Doorstep.', action: 'tell' },
	'invite-unknown': { words: 'The office does not know the invite. Ask for a new one.', action: 'none' },
	'invite-used': { words: 'The invite was used already. Ask for a new one.', action: 'none' },
	'invite-expired': { words: 'The invite has expired. Ask for a new one.', action: 'none' }
};

const isReason = (reason: string): reason is EntryReason => Object.hasOwn(REASONS, reason);

/** Why something needs a person, and what to do. @param reason of the office; it may be one that this app does not know */
export function parkedFor(reason: string | undefined): Parked {
	if (reason !== undefined && isReason(reason)) return REASONS[reason];
	const code = reason === undefined ? '' : ` (${reason})`;
	const words = `The office refused it${code}. Copy the text to be safe, and tell whoever runs Doorstep.`;
	return { words, action: 'copy' };
}
