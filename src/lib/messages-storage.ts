/** Words about what this device keeps: what was lost, what cannot be used, why a database does not open. */
import type { FaultWords } from './messages.ts';

/** What was lost, as `vault/canary.ts` finds it, with what was last known of it in words. */
export interface LossFacts {
	readonly kind: string;
	readonly records?: number | undefined;
	/** Parts that were not with the office when they were last counted. */
	readonly unsent?: number | undefined;
	/** Day and time of the last contact in words; undefined when there was none. */
	readonly sentAt?: string | undefined;
}

const things = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What the office holds, as far as it is known here. */
function heldByOffice({ records = 0, unsent = 0, sentAt }: LossFacts): string {
	const count = `At the last count there ${records === 1 ? 'was' : 'were'} ${things(records, 'record')}.`;
	if (sentAt === undefined)
		return `${count} The office was never reached from this device, so what was on it is gone unless you saved a locked copy.`;
	const rest =
		unsent === 0
			? 'Nothing was known to be waiting then.'
			: `${things(unsent, 'part')} had not been sent then and may be gone.`;
	return `${count} Your office was last reached on ${sentAt}: what was sent by then is with it. ${rest}`;
}

const ASK_OFFICE =
	'Your device keys are gone too: if this device belonged to an organisation, ask your office for a new invite. If you saved a locked copy, it can still be opened.';

const LOSSES: Readonly<Record<string, (facts: LossFacts) => FaultWords>> = {
	all: () => ({
		title: 'The browser removed everything that Doorstep kept on this device',
		safe: 'That means records, keys and settings. What was sent is with your office; what was not sent is gone.',
		todo: ASK_OFFICE
	}),
	drawer: (facts) => ({
		title: 'The browser removed records from this device',
		safe: heldByOffice(facts),
		todo: `The drawer still opens, and it is empty. Remove it under “People on this device” and make a new one. ${ASK_OFFICE}`
	}),
	'drawer-and-slot': (facts) => ({
		title: 'The browser removed a drawer with its records',
		safe: heldByOffice(facts),
		todo: ASK_OFFICE
	}),
	slot: (facts) => ({
		title: 'The browser removed what opens a drawer',
		safe: `The sealed records are still here, and nothing on this device opens them now. ${heldByOffice(facts)}`,
		todo: 'Do not clear anything. Tell your office before you go on: it may be able to help.'
	}),
	device: () => ({
		title: "The browser removed this device's settings",
		safe: 'Records in a drawer are not touched by that. Gone are telephone numbers, local settings, and quick checks that waited for you to unlock.',
		todo: 'Write the numbers and settings again under Settings.'
	}),
	offline: () => ({
		title: 'The browser removed the copy for use without signal',
		safe: 'Your records are not touched by that.',
		todo: 'Open Doorstep once with signal and wait a minute, before the next visit.'
	})
};

/** What was lost, what is safe elsewhere, and what to do. */
export function lossWords(facts: LossFacts): FaultWords {
	const words = LOSSES[facts.kind];
	return words
		? words(facts)
		: { title: 'The browser removed something that Doorstep kept', safe: '', todo: ASK_OFFICE };
}

const TROUBLES: Readonly<Record<string, FaultWords>> = {
	newer: {
		title: 'A newer Doorstep wrote what is kept here',
		safe: 'This older one leaves it alone, so nothing is lost. Guidance and the questions work.',
		todo: 'Open Doorstep with signal and choose “Update now” on Home.'
	},
	blocked: {
		title: 'Another tab holds an older Doorstep open',
		safe: 'Nothing is lost. Guidance and the questions work.',
		todo: 'Close the other tabs of Doorstep, then open this one again.'
	}
};

const TROUBLE_ELSE: FaultWords = {
	title: 'This device does not open its storage',
	safe: 'Guidance and the questions work. What was saved before is not touched.',
	todo: 'Close other tabs and private windows, then open Doorstep again.'
};

/** Why this device's database does not open. */
export function troubleWords(problem: string): FaultWords {
	return TROUBLES[problem] ?? TROUBLE_ELSE;
}

/** The reserve was given up for somebody's words, or never found room. */
export const reserveWords = {
	title: 'This device is nearly full',
	todo: 'Delete photos, films or apps that you do not need. Doorstep then keeps its reserve of 10 MB again by itself.'
} as const;

const KINDS: Readonly<Record<string, string>> = {
	record: 'A record',
	page: 'A page of the list of records',
	entry: 'Something that came from the office, or was to go there',
	statement: 'A statement about who belongs to the office',
	membership: 'What joining the office left here',
	'device-keys': "This device's own keys",
	slot: 'A way to unlock',
	capture: 'A quick check made while locked'
};

/** What a kept item is. */
export function keptKind(kind: string): string {
	return KINDS[kind] ?? 'Something';
}

const NEWER = 'A newer Doorstep wrote it';
const CHANGED = 'It was changed or damaged after it was sealed';

const REASONS: Readonly<Record<string, string>> = {
	'put-back': 'An older copy stands in its place',
	'no-such-record': 'Its text is missing',
	'no-key': 'Its key is missing',
	'other-key': 'It belongs to another key',
	'newer-schema': NEWER,
	'newer-format': NEWER,
	'unknown-suite': NEWER,
	'wrong-key-or-tampered': CHANGED,
	damaged: CHANGED,
	truncated: 'A part of it is missing',
	'not-drl1': 'It is not in a form that Doorstep knows',
	'bad-body': 'Its content does not fit its signature',
	'not-canonical': 'It is not written as it must be',
	'bad-encoding': 'It is not written as it must be',
	'not-itself': CHANGED,
	'membership-damaged': CHANGED,
	'other-page': 'It stands in the place of another',
	foreign: 'It belongs to nobody who has a drawer here',
	'foreign-tenant': 'It belongs to another organisation',
	'not-age': 'It is not in a form that Doorstep knows',
	'device-unknown': 'It was signed by a device that the office does not list',
	'entry-twice': 'It stood in the log before',
	'history-changed': "The office's history changed",
	'bad-signature': 'Its signature does not hold',
	'wrong-author': 'It says it is from another person than its device belongs to',
	'device-not-standing': 'It was signed by a device that had been taken out'
};

/** Why a kept item cannot be used; the code itself where we have no words, so that it can be told. */
export function keptReason(reason: string): string {
	return REASONS[reason] ?? `It does not hold (${reason})`;
}

/** What to do about a kept item. */
export function keptTodo(reason: string): string {
	if (REASONS[reason] === NEWER) return 'Update Doorstep.';
	return 'Save the file below and tell whoever runs Doorstep.';
}
