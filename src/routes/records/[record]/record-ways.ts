import type { RecordDesk } from '#lib/app/record-desk.svelte.ts';
import { neededFields } from '#lib/record/needs.ts';

/** One thing that can be done with a record, on a page of its own under the record's address. */
interface RecordWay {
	readonly page: string;
	readonly words: string;
	/** One short line. */
	readonly about: string;
	readonly isOffered: (desk: RecordDesk) => boolean;
}

interface WayGroup {
	readonly title: string;
	readonly ways: readonly RecordWay[];
}

/** Whether the outcome sends something, or the checks before sending said wait. */
function sendsAnything({ pack, result }: RecordDesk): boolean {
	const sends = neededFields(pack, result).some(
		({ field, need }) => field.id === 'channel' && need !== 'not-shown'
	);
	return sends || result.outcomes.some(({ id }) => id === 'E-WAIT');
}

/** In the order in which a visit goes: share, talk, take out, look back. A new page has its line here. */
export const RECORD_WAYS: readonly WayGroup[] = [
	{
		title: 'Share safely',
		ways: [
			{
				page: 'share',
				words: 'Share plan',
				about: 'Who gets what, how, whether it arrived, and what follows in writing',
				isOffered: sendsAnything
			},
			{
				page: 'breach',
				words: 'Something went wrong',
				about: 'It went to the wrong person, or too much went: safety first, then a record of it',
				isOffered: () => true
			}
		]
	},
	{
		title: 'With the family',
		ways: [
			{
				page: 'told',
				words: 'Told and agreed',
				about: 'Who was told, and who agreed to what: four statements, kept apart',
				isOffered: () => true
			},
			{
				page: 'show',
				words: 'Show parts of it to them',
				about: 'Only what you tick, in large plain words, with your records locked',
				isOffered: () => true
			}
		]
	},
	{
		title: 'Take it out',
		ways: [
			{
				page: 'export',
				words: 'Take a copy out',
				about: 'Copy for the case system, print, referral text, files',
				isOffered: () => true
			}
		]
	},
	{
		title: 'After it is final',
		ways: [
			{
				page: 'handover',
				words: 'Hand over',
				about: 'Say that the copy is in the system of record, and who looked at it',
				isOffered: ({ life }) => life !== 'draft'
			},
			{
				page: 'add',
				words: 'Add to this record',
				about: 'Words with a date and a signature of their own',
				isOffered: ({ life }) => life !== 'draft'
			},
			{
				page: 'version',
				words: 'Versions',
				about: 'What was signed, what changed, and a new version',
				isOffered: ({ versions }) => versions.length > 0
			},
			{
				page: 'clear',
				words: 'Clear from this device',
				about: 'After the copy is in your case system',
				isOffered: ({ life }) => life !== 'draft'
			}
		]
	},
	{
		title: 'Look back',
		ways: [
			{
				page: 'dates',
				words: 'Dates it promises',
				about: 'Reviews, follow-ups and chases: say they are done, or put them into a calendar',
				isOffered: () => true
			},
			{
				page: 'questions/path',
				words: 'The path of the answers',
				about: 'How the answers led here, and the roads not taken',
				isOffered: () => true
			},
			{
				page: 'timeline',
				words: 'Timeline',
				about: 'Everything that happened to this record, and when',
				isOffered: () => true
			}
		]
	}
];
