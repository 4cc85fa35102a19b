import type { RecordDesk } from '#lib/app/record-desk.svelte.ts';

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

/** In the order in which a visit goes: share, talk, take out, look back. A new page has its line here. */
export const RECORD_WAYS: readonly WayGroup[] = [
	{ title: 'Share safely', ways: [] },
	{ title: 'With the family', ways: [] },
	{ title: 'Take it out', ways: [] },
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
