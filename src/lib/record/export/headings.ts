/**
 * The headings of every export, fixed in words and in order, so that it pastes into a case system the same way each time.
 * They are the export's own and not the pack's: a new guidance version must not move what an office has learnt to find.
 */

export interface Heading {
	readonly id: string;
	readonly title: string;
	/** Shown also where nothing is written under it. */
	readonly isAlways: boolean;
}

const always = (id: string, title: string): Heading => ({ id, title, isAlways: true });
const ifAny = (id: string, title: string): Heading => ({ id, title, isAlways: false });

/** In order. "Who must not be traced" stands first wherever it says anything. */
export const HEADINGS: readonly Heading[] = [
	ifAny('untraced', 'Who must not be traced'),
	always('decision', 'The decision and the reason'),
	always('who', 'Who decided'),
	always('about', 'Who it is about'),
	always('known', 'What is known'),
	ifAny('breach', 'What went wrong'),
	always('law', 'Law and weighing'),
	always('family', 'What the family knows and thinks'),
	always('advice', 'Advice taken'),
	always('shared', 'What was shared and with whom'),
	always('sending', 'How it was sent'),
	ifAny('reply', 'Answer to the asker'),
	always('safety', 'Safety meanwhile'),
	always('after', 'What happened next'),
	always('handover', 'Handing over'),
	ifAny('other', 'Other'),
	always('path', 'How the answers led here'),
	always('later', 'Later additions')
];

/** Fields whose heading is not that of their part. */
const OF_FIELD: Readonly<Record<string, string>> = {
	identityProtection: 'untraced',
	decidedAt: 'decision',
	urgency: 'decision',
	amendments: 'later'
};

/** By part of the record's form; fields that come later than this list follow their part. */
const OF_PART: Readonly<Record<string, string>> = {
	you: 'who',
	case: 'about',
	known: 'known',
	breach: 'breach',
	aim: 'decision',
	law: 'law',
	family: 'family',
	agreement: 'family',
	advice: 'advice',
	shared: 'shared',
	sending: 'sending',
	reply: 'reply',
	reason: 'decision',
	safety: 'safety',
	after: 'after',
	handover: 'handover'
};

/** The heading that a field stands under. @param part id of the form's part that has the field, if any has */
export function headingOf(field: string, part: string | undefined): string {
	return OF_FIELD[field] ?? (part === undefined ? undefined : OF_PART[part]) ?? 'other';
}
