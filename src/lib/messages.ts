/**
 * The only place with words for people about errors, codes and states. What happened, what is safe, what to do.
 * Never blame, never "Oops", never a promise that the app cannot keep.
 */

/** Steady words, used by key. */
export const words = {
	noSignal: 'No signal. Everything here still works.',
	notKept: 'Not kept until you record it. A reload starts again.',
	startedAgain:
		'The page was opened anew, so earlier answers are gone: nothing was kept. You start at the first question.',
	noRecordingYet:
		'Recording is not on this device yet. Your answers stay on this screen until you leave or reload.'
} as const;

/** Words beside a field and in the error summary: the same in both places. */
export const fieldProblems = {
	chooseOne: 'Choose one answer to go on',
	chooseAny: 'Choose at least one to go on',
	chooseReceivers: 'Choose who would receive it, or add someone',
	choosePersons: 'Choose who you would speak with, or add someone',
	shortLabel: 'Type a short label of 1 to 40 characters, for example "Aunt"',
	sameLabel: 'That one is on the list already: use another label',
	phoneNumber: 'Type a telephone number with 3 to 15 digits, or leave the field empty'
} as const;

/** One fault in words: what happened, what is safe, what to do. */
export interface FaultWords {
	readonly title: string;
	readonly safe: string;
	readonly todo: string;
}

const FAULTS: Readonly<Record<string, FaultWords>> = {
	'pack-missing': {
		title: 'The questions could not be loaded',
		safe: 'Nothing of yours is lost: no answers were open.',
		todo: 'If someone is in danger, call 999. Open Doorstep once with signal, then try again.'
	},
	'pack-refused': {
		title: 'The newest questions are damaged, so they are not used',
		safe: 'Nothing of yours is lost.',
		todo: 'If someone is in danger, call 999. Open Doorstep once with signal, or tell whoever runs it what stands below.'
	},
	'pack-kept': {
		title: 'You are using the questions of an earlier day',
		safe: 'The newest ones arrived damaged. Those on this device were checked before and still work.',
		todo: 'Carry on. Tell whoever runs Doorstep what stands below.'
	},
	'not-stored': {
		title: 'This device could not keep that',
		safe: 'What you typed is still on this page.',
		todo: 'Try again. If it fails again, free some space on the device.'
	},
	'not-found': {
		title: 'This page is not here',
		safe: 'Nothing is lost.',
		todo: 'Go to Home, or use the menu.'
	}
};

const UNKNOWN: FaultWords = {
	title: 'Something on this page did not work',
	safe: 'What was saved before is still saved.',
	todo: 'Go to Home and try again. If someone is in danger, call 999.'
};

/** Words for a fault code; general words where we have none of its own. */
export function faultWords(code: string): FaultWords {
	return FAULTS[code] ?? UNKNOWN;
}
