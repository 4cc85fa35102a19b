/** Words about what is written in a record: warnings, notes beside a field, dates that cannot be, parts that wait. */
import type { BlockReason } from './record/blocked.ts';
import type { NudgeKind } from './record/nudges.ts';
import type { TimeTrouble } from './record/typed-time.ts';
import type { WarningCode } from './record/warning-types.ts';

/** What looks wrong and may be right; each stands beside its field. */
export const warningWords: Readonly<Record<WarningCode, string>> = {
	'in-future': 'This lies in the future. Check the date.',
	'sent-before-decided': 'This is before the time of the decision. Check both times.',
	'before-concern': 'This is before the first day of what is known. Check the dates.',
	'review-past': 'This day has passed. Choose one to come.',
	'receipt-before-sent': 'This is before it was sent. Check both times.',
	'due-before-sent': 'This is before it was sent. Check both times.',
	'clock-twice': 'The clocks went back that night, so this hour came twice. The first one is kept.',
	'duty-without-detriment':
		'You chose the duty to share. It does not hold where sharing would harm the child more: say what you thought.',
	'nothing-shared': 'The decision is to share, and nothing is listed as shared.',
	'condition-missing':
		'Your answers name sensitive information. Choose a condition for each kind, or “another condition”.',
	'identity-empty':
		'Your answers say that somebody must not be traced. Say who, and how to make contact safely.',
	'reason-short': 'This is very short. Somebody who reads it years later needs to see why.',
	'reason-is-concern': 'This says the same as the worry. Say why you decided as you did.',
	'opinion-only': 'Every point is an opinion. Is there something that was seen or said?',
	'basis-differs': 'Your choice is another one than the suggestion. Say why.',
	'set-aside': 'Some earlier answers are not on the path any more. They are kept, and do not count.'
};

/** What to write instead, where more was typed than a record needs. */
const NUDGES: Readonly<Record<NudgeKind, string>> = {
	'full-name': 'looks like a full name. Initials, or how they are related, are enough.',
	address: 'looks like an address. “At home”, or the area, is mostly enough.',
	'nhs-number': 'looks like an NHS number. Your case reference is enough.',
	'birth-date': 'looks like a date of birth. An age band is enough.',
	phone: 'looks like somebody’s phone number. Say where the number is kept instead.',
	email: 'looks like somebody’s e-mail address. Say where it is kept instead.'
};

const LONGEST_FOUND = 40;

/** @param found as typed */
export function nudgeWords(kind: NudgeKind, found: string): string {
	const short = found.length > LONGEST_FOUND ? `${found.slice(0, LONGEST_FOUND)}…` : found;
	return `“${short}” ${NUDGES[kind]}`;
}

export const noteWords = {
	leave: 'Leave it as it is',
	/** Beside text in which a character could not be kept as it was. */
	marks:
		'Some characters have no letter or sign. Each is marked in the text with ␀ or �; check the words around it.',
	/** @param count characters written */
	long: (count: number, most: number) =>
		`${count.toLocaleString('en-GB')} characters. Lists show the first ${most}.`,
	count: (count: number) =>
		`${count.toLocaleString('en-GB')} characters. It is all kept; a whole record holds about 4 million.`
} as const;

/** Why a date as typed is none. What was typed stays. */
export const timeTroubleWords: Readonly<Record<TimeTrouble, string>> = {
	unreadable: 'This is not a date that can be read. Write it like 20 November 2026',
	relative: 'Write the date itself, like 20 November 2026. A word like this means another day tomorrow',
	'no-year': 'The year is missing. Write it like 20 November 2026',
	'short-year': 'Write the year with four numbers, like 20 November 2026',
	'no-such-day': 'There is no such day. Check the day and the month',
	'month-first': 'There is no such month. Write the day first, then the month, then the year',
	'other-weekday': 'That date is another day of the week. Check both',
	'no-time': 'The time is missing. Write it like 20 November 2026 09:15',
	'no-such-time': 'There is no such time. Write it like 09:15, or 3.30pm',
	skipped: 'The clocks went forward then, so this hour did not exist. Check the time'
};

export const whenWords = {
	type: 'Type it instead',
	pick: 'Pick it instead',
	howMoment: 'Like 20 November 2026 09:15, or 20/11/2026 9.15am. It is kept as you type it.',
	howDay: 'Like 20 November 2026, or 20/11/2026. It is kept as you type it.'
} as const;

/** A plain line under a choice, by field, part and value. */
export const optionHints: Readonly<Record<string, string>> = {
	'statements.kind.fact': 'I saw or heard it myself, or it can be checked',
	'statements.kind.reported': 'Somebody told me: say who',
	'statements.kind.opinion': 'What I, or somebody else, make of it'
};

/** Why a part cannot be written yet. */
export const blockedWords: Readonly<Record<BlockReason, string>> = {
	'questions-open': 'Comes if the answers ask for it: the questions are not finished',
	'after-final': 'After the record is final'
};

export const emergencyWords = {
	state: 'Incomplete, emergency',
	first: 'First, the few things that must be on paper now. The rest can wait until people are safe.',
	doneFirst: 'The first save is complete. What is left can be written when people are safe.',
	isFinal:
		'It was made final with what an emergency needs. What is left can be added to it, or written in a new version.',
	start: 'Write the first things',
	rest: 'For afterwards'
} as const;

export const newerAppWords =
	'A newer Doorstep wrote this record. Here you can read it. Update Doorstep to edit this record.';
