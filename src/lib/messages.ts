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
	'pack-newer': {
		title: 'Doorstep needs an update before it can use these questions',
		safe: 'Nothing of yours is lost.',
		todo: 'If someone is in danger, call 999. Open Doorstep once with signal and choose “Update now” on Home.'
	},
	'pack-newer-kept': {
		title: 'Doorstep needs an update to use the newest questions',
		safe: 'They are made for a newer version of the app. Those on this device were checked before and still work.',
		todo: 'Carry on. When you have signal, choose “Update now” on Home.'
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

/** Why the words on a screen are not on the disk yet. They are still on the screen, and saving is tried again. */
export function saveProblem(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		full: 'This device is full. Your words are safe on this screen, and saving is tried again. Send now, or save a locked copy; or copy the text.',
		'too-large': 'This record has grown too large to save. Shorten it, or copy the text to another place.',
		'changed-elsewhere':
			'This record was changed in another tab. Copy what you wrote here, then take the record over.',
		final: 'This record was made final meanwhile, so it no longer changes. Copy what you wrote here.',
		locked: 'The drawer is locked. Unlock it to go on.'
	};
	return (
		problems[reason] ??
		'The device did not take it. Your words are safe on this screen, and saving is tried again.'
	);
}

/** Why the drawer did not open. Nothing is ever removed by a wrong try. */
export function unlockProblem(problem: { readonly reason: string; readonly waitMs?: number }): string {
	const seconds = Math.ceil((problem.waitMs ?? 0) / 1000);
	const problems: Readonly<Record<string, string>> = {
		wait: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} more, then try again. Nothing is lost.`,
		'wrong-passphrase': 'That passphrase did not open the drawer. Nothing is lost: check it and try again',
		'no-memory': 'This device has too little memory free. Close other apps and try again',
		'no-drawer': 'There is no drawer on this device',
		weak: 'The lock on this device was weakened, so it is not used. Tell whoever runs Doorstep',
		damaged: 'The lock on this device is damaged. Your records are still here: tell whoever runs Doorstep',
		full: 'This device is full. Free some space and try again',
		newer:
			'A newer Doorstep wrote what is kept here, so this one leaves it alone. Nothing is lost: update Doorstep',
		blocked: 'Another tab holds an older Doorstep open. Nothing is lost: close the other tabs and try again',
		fault: 'Something went wrong while unlocking. Your records are still here: try again'
	};
	return problems[problem.reason] ?? 'The device did not open its storage. Close other tabs and try again';
}

/** What is wrong with an own passphrase. */
export const passphraseProblems = {
	short: 'Use at least 14 characters',
	repeats: 'It repeats itself: use more different words or characters',
	sequence: 'It follows the alphabet or the keyboard: use words that do not belong together',
	guessable: 'It begins with what anyone would try first: use words that do not belong together',
	common: 'It is close to a password that many people use: use words that do not belong together',
	names: 'Names are guessed first: add words that have nothing to do with them',
	dates: 'Years and dates are guessed first: add words that have nothing to do with them',
	weak: 'It would be guessed too soon: add another word that does not belong to the others',
	unjudged: 'Doorstep could not load its check of passphrases. Try again with signal, or use the five words',
	same: 'That is the passphrase you have now: choose another one',
	different: 'The two do not match: type the passphrase again',
	full: 'This device could not keep the drawer. Free some space, then try again',
	'no-memory': 'This device has too little memory free. Close other apps, then try again',
	storage: 'This device did not open its storage. Close other tabs, then try again',
	newer: 'A newer Doorstep wrote what is kept on this device. Update Doorstep, then try again',
	blocked: 'Another tab holds an older Doorstep open. Close the other tabs, then try again',
	fault: 'The drawer could not be made. Nothing was kept; try again'
} as const;

/** Where a record is in its life. */
export const lifeWords = { draft: 'Draft', final: 'Final', 'handed-over': 'Handed over' } as const;

/** Where the copy of a record is; keys-and-states section 7. Never more than is true. */
export const copyWords = {
	'device-only': 'On this device only',
	waiting: 'On this device only',
	server: 'On the server',
	safe: "Safe: in your office's backup",
	parked: 'Not sent: needs you'
} as const;

/** Why a kept row cannot be opened. */
export function damageWords(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		'put-back': 'an older copy stands in its place',
		'no-such-record': 'its text is missing',
		'no-key': 'its key is missing',
		'newer-schema': 'a newer version of Doorstep wrote it; update Doorstep'
	};
	return problems[reason] ?? 'its text was damaged';
}

/** Words on the pages of a record. */
export const recordWords = {
	required: 'required',
	optional: 'optional',
	fromAnswers: 'Taken from your answers. Change it if it is not right.',
	keptAs: 'Kept as it was written:',
	/** Why a date was not kept. What was kept before still is. */
	when: {
		unfinished: 'This date is not finished, or there is no such day. It is not kept until it is whole.',
		'no-such-day': 'There is no such day. It is not kept.',
		skipped: 'The clocks went forward then, so this hour did not exist. It is not kept.',
		unreadable: 'Write the date and the time in full. It is not kept yet.'
	},
	states: {
		'not-started': 'Not started',
		started: 'Started',
		done: 'Nothing missing',
		optional: 'Only if you have something to add'
	},
	readOnly: 'This record is open in another tab or window of this browser. Here you can read it.',
	takeOver: 'The other one saves first, then it can only read.',
	draftCopy: 'On paper this is a copy of a draft – not the live record.',
	packMissing:
		'It was made with another set of questions, and this device cannot use those now. Open Doorstep once with signal, then try again.',
	nothingYet: 'Nothing is written here yet.',
	partComplete: 'Nothing is missing on this page.',
	stillMissing: 'Still missing',
	notYet: 'not yet',
	finalise:
		'To make a record final, this device has to join your organisation. Until then the record stays a draft, sealed on this device only.',
	isFinal: 'This record is final: signed, and locked for everybody. What it says can be read, not changed.'
} as const;

/** A required field that says too little, as the error summary names it. */
export function missingWords(label: string): string {
	return `Still missing: ${label}`;
}
