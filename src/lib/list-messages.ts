/** Words on the list of records, on the dates promised, and about the files made from them. */
import type { ListCopy, ListDue, ListSort, ListState } from './record/list-filter.ts';
import type { DueKind } from './record/types.ts';

export const listWords = {
	filter: 'Filter and order',
	needsYou: 'Only what needs you',
	emergency: 'Incomplete, emergency',
	/** Nothing to show although there are records. */
	noMatch: 'Nothing here matches.',
	noMatchHelp: 'Nothing was removed. Take away a word or a tick, or show all records.',
	noneDue:
		'No date is promised. It works: a date you write as a review, a follow-up or a chase appears here.',
	unlikely: 'Dates to check',
	unlikelyHelp: 'These are so far away that they look like a slip. Open the record and put the date right.',
	/** Of every file that is made from the list. */
	notSealed: 'The file is not sealed. It stays where you put it, on this device, until you delete it.',
	notTaken: 'The file was not taken. Nothing has left the app.'
} as const;

export const stateWords: Readonly<Record<ListState, string>> = {
	draft: 'Draft',
	emergency: listWords.emergency,
	final: 'Final',
	'handed-over': 'Handed over',
	replaced: 'Version 2 or later'
};

export const dueTickWords: Readonly<Record<ListDue, string>> = {
	overdue: 'Overdue',
	regulator: 'Deadline for the regulator',
	chase: 'Chase due',
	followUp: 'Written follow-up due',
	review: 'Review due'
};

export const copyTickWords: Readonly<Record<ListCopy, string>> = {
	unsent: 'Not on the server yet',
	parked: 'Not sent: needs you'
};

export const sortWords: Readonly<Record<ListSort, string>> = {
	newest: 'Newest first',
	oldest: 'Oldest first',
	due: 'Due first'
};

/** What a list is in, for the middle of a sentence. */
export const orderWords: Readonly<Record<ListSort | 'best', string>> = {
	newest: 'newest first',
	oldest: 'oldest first',
	due: 'due first',
	best: 'best match first'
};

/** What a person says once it was done. */
export const doneWords: Readonly<Record<DueKind, string>> = {
	review: 'I have looked again',
	followUp: 'It has gone in writing',
	chase: 'I have chased it',
	regulator: 'This is done'
};

/** How many records are shown. @param asked whether words are looked for */
export function shownWords(shown: number, all: number, asked: boolean): string {
	if (asked) return foundWords(shown);
	if (shown < all) return shown === 0 ? 'No record matches' : `${shown} of ${all} records`;
	return all === 1 ? '1 record' : `${all} records`;
}

function foundWords(count: number): string {
	if (count === 0) return 'No record found';
	return count === 1 ? '1 record found' : `${count} records found`;
}

/** What is past its date, for Home. */
export function overdueWords(kind: DueKind, count: number): string {
	const one = count === 1;
	const words: Readonly<Record<DueKind, string>> = {
		regulator: one
			? '1 deadline for the regulator has passed'
			: `${count} deadlines for the regulator have passed`,
		chase: one ? '1 chase was due' : `${count} chases were due`,
		followUp: one ? '1 written follow-up was due' : `${count} written follow-ups were due`,
		review: one ? '1 review was due' : `${count} reviews were due`
	};
	return words[kind];
}

/** Where a file went. */
export function takenWords(way: 'saved' | 'shared' | 'not-taken', name: string): string {
	if (way === 'not-taken') return listWords.notTaken;
	return `${way === 'saved' ? 'Saved' : 'Shared'} as ${name}. ${listWords.notSealed}`;
}
