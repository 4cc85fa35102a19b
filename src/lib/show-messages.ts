/**
 * Words of the show screen. What a parent or child reads stands in `shownWords`: short words, at most 15 of them a sentence
 * (a test counts). `showWords` is for the practitioner, before.
 */
import type { ShowAudience, ShowReason } from './record/show-parts.ts';

/** One page of fixed words: one idea. */
export interface FixedPage {
	readonly title: string;
	readonly lines: readonly string[];
}

const FIRST: Readonly<Record<ShowAudience, FixedPage>> = {
	child: {
		title: 'This is about you',
		lines: [
			'A worker wrote some things down about you.',
			'They want you to read some of it.',
			'You can stop at any time.',
			'You can ask what a word means.'
		]
	},
	parent: {
		title: 'What was written',
		lines: [
			'A worker wrote a record about your family.',
			'These are some parts of it, not all.',
			'You can stop at any time.',
			'You can ask what a word means.'
		]
	},
	adult: {
		title: 'What was written',
		lines: [
			'A worker wrote a record that has to do with you.',
			'These are some parts of it, not all.',
			'You can stop at any time.',
			'You can ask what a word means.'
		]
	}
};

const LAST: readonly FixedPage[] = [
	{
		title: 'Is something wrong?',
		lines: ['Tell the worker what is wrong or missing.', 'They can write down what you say.']
	},
	{
		title: 'If you want a copy',
		lines: [
			'You can ask for a copy of what is kept about you.',
			'Ask the worker, or their office.',
			'Some parts may be left out, so that nobody gets hurt.'
		]
	},
	{
		title: 'If you are not happy',
		lines: [
			'You can complain to the office of the worker.',
			"Then you can go to the Information Commissioner's Office.",
			'Ask the worker for the address.',
			'Check this: the name of that office may change.'
		]
	},
	{
		title: 'How your information is used',
		lines: [
			'The office has a page about this.',
			'It is called a privacy notice.',
			'Ask the worker to show it to you.'
		]
	}
];

/** What is read on the show view. */
export const shownWords = {
	first: FIRST,
	last: LAST,
	back: 'Back',
	next: 'Next',
	stop: 'Stop and give it back',
	isFirst: 'This is the first page.',
	isLast: 'This is the last page.',
	foot: 'The last pages say how to get a copy, and how to complain.',
	still: 'Are you still reading? This page closes soon.',
	stay: 'Go on reading',
	moment: 'One moment'
} as const;

/** Every fixed sentence of the show view, for the test that counts words. */
export function everyShownLine(): readonly string[] {
	const pages = [...Object.values(FIRST), ...LAST].flatMap(({ title, lines }) => [title, ...lines]);
	return [...pages, ...Object.values(shownWords).filter((one) => typeof one === 'string')];
}

const REASON_WORDS: Readonly<Record<ShowReason, string>> = {
	person: 'It may name another person, or say what they told you.',
	source: 'It may show who told you.',
	advice: 'It says what others advised.',
	withheld: 'It says what you keep back, or from whom.',
	risk: 'It is about risk and safety. Somebody could use it.',
	protected: 'It uses words from “Who must not be traced”.',
	other: 'It was written for colleagues.'
};

/** Why a part wants a second look. */
export const whyCareful = (reason: ShowReason): string => REASON_WORDS[reason];

export const audienceWords: Readonly<Record<ShowAudience, string>> = {
	child: 'A child or young person',
	parent: 'A parent or carer',
	adult: 'Another adult'
};

/** For the practitioner, before anything is shown. */
export const showWords = {
	title: 'Show parts of it to them',
	off: 'Everything starts off. Only what you tick is copied to a screen of its own.',
	protect:
		'Sharing must also protect people who could be harmed if they were known. “Who must not be traced” is never shown.',
	language:
		'English only. Doorstep has no checked translation yet, and translates nothing by machine. For another language, work with a professional interpreter.',
	inLanguage: 'English',
	audience: 'Who will read it?',
	parts: 'What will they read?',
	confirm: 'I read it as they would. It puts nobody at risk.',
	plain: 'What they will read',
	plainHint: 'You can make it plainer here. The record keeps its own words, and these are not kept.',
	long: (count: number): string =>
		count === 1 ? 'One sentence is longer than 15 words.' : `${count} sentences are longer than 15 words.`,
	none: 'There is nothing in this record yet that could be shown.',
	chooseAudience: 'Choose who will read it',
	chooseParts: 'Tick at least one part that has words',
	confirmPart: (label: string): string => `Look at it once more and say so, or untick it: ${label}`,
	risk: 'Could showing this put someone at risk?',
	riskHint: 'Think of the child, the other parent, whoever told you, and of yourself. Who else is at home?',
	chooseRisk: 'Choose one answer to go on',
	stopTitle: 'Then do not show it now',
	stop: 'That is a good reason to wait. Nothing was shown, and nothing was noted.',
	stopAsk: 'Ask first:',
	stopTold: 'You can write down why they were not told, and when you look again.',
	turnTitle: 'Turn the tablet',
	turn: [
		'Your records lock first. What you wrote is saved.',
		'Only the parts below are on the screen. Nothing can be swiped in.',
		'Cover, leaving the page, or ten minutes without a touch ends it.',
		'To come back you unlock as always.'
	],
	notNoted:
		'Doorstep could not write on the record that it was shown, so nothing is shown. Save or take over the record, then try again.',
	notHere: 'The screen could not be opened, so nothing was shown and nothing was noted. Try again.'
} as const;
