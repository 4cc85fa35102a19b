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
	{ title: 'Take it out', ways: [] },
	{ title: 'After it is final', ways: [] },
	{
		title: 'Look back',
		ways: [
			{
				page: 'questions/path',
				words: 'The path of the answers',
				about: 'How the answers led here, and the roads not taken',
				isOffered: () => true
			}
		]
	}
];
