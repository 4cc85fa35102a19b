/** Words of the pages on what was said with a family. Own file: messages.ts holds the words of every page. */
import type { TalkKind } from './record/told.ts';

interface KindWords {
	readonly title: string;
	/** What it is, and what it is not. */
	readonly about: string;
	readonly add: string;
	/** The plain sentence that is ticked. It is kept as it stood then. */
	readonly statement: string;
}

/** The four things that one word is used for. @source reference/law.md: four meanings of consent; S12, S44 */
export const talkKinds: Readonly<Record<TalkKind, KindWords>> = {
	told: {
		title: 'Told',
		about: 'You explained what you share, with whom, and why. This asks for nothing.',
		add: 'Add: somebody was told',
		statement: 'I was told what is written here. I could ask questions.'
	},
	service: {
		title: 'Agrees to a service',
		about: 'They choose whether to accept help. It does not decide what may be shared to protect a child.',
		add: 'Add: an answer about a service',
		statement: 'I want this help. I know that I can change my mind.'
	},
	confidence: {
		title: 'Releases a confidence',
		about: 'They let you pass on what they told you in confidence.',
		add: 'Add: an answer about a confidence',
		statement:
			'You may pass on what I told you, within the limits written here. I know that I can take this back.'
	},
	'data-protection': {
		title: 'Data protection consent',
		about:
			'Seldom the legal basis in safeguarding. Only where they have a real choice, and nobody holds power over them.',
		add: 'Add: an answer about data protection consent',
		statement:
			'I consent to this use of my information. I had a real choice. I can take this back at any time.'
	}
};

export const talkWords = {
	four: 'Four different things, each with a line of its own. Write only what happened.',
	unsaid: 'Agreement, not said to what',
	oldRules:
		'This draft was begun on rules that ask for less here. Move it to the current rules to write everything.',
	isFinal: 'This record is final. If somebody takes their answer back now, add that to the record.',
	notStarted: 'Nothing is written here yet',
	incomplete: 'Still missing',
	whole: 'Nothing is missing in this statement.',
	who: 'By relation, for example “mother”. No full name is needed.',
	exactWords: 'As you said it, as near as you can.',
	theirWords: 'As they said it, or in their language with what it means.',
	unsafe:
		'That is a good reason to wait. Say why, and when you look at it again, so that it is not forgotten.',
	notInterpreter:
		'Family, friends and children are not interpreters. Use a professional one, and ask again where the answer matters.',
	interpreterNeeded: 'Name or number from the booking is enough.',
	competence:
		'Under 16 there is no fixed age. Do they know what goes to whom and why, what may come of it, and that they can say no? Can they weigh it, free of pressure, today?',
	capacity:
		'From 16 on it is presumed that they can decide. Say why, if you think that they could not understand, keep, weigh or tell it, with support.',
	parental: 'Who holds it, and how you know. Carers, grandparents and step-parents need proof.',
	tickAsked: 'Read the sentence to them, or let them read it. It is ticked by them, or by you when they ask.',
	witnessed: 'Witnessed by you, with your name and role from this record.',
	markOffer: 'They want to draw a mark',
	markNeeds: 'A mark is never needed: the tick and the name say the same.',
	markFull: 'There is no more room in the picture. What is drawn is kept.',
	withdraw: 'They took it back',
	withdrawnNext: [
		'Stop further sharing that rests on it.',
		'Tell those who received it.',
		'What was already shared stays shared.',
		'Another legal basis counts only if it was true from the start.'
	]
} as const;

/** What is wrong with a statement that is checked, part by part. */
export function talkProblem(label: string): string {
	return `${talkWords.incomplete}: ${label}`;
}
