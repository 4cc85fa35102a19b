/**
 * What a made-up practitioner writes into each field of a record that may be required. A label chooses that option or
 * tick, `NOW` presses the field's own button for now or today, `+7` is a day so many days on.
 */
export type Words = string | readonly string[];

/** Words by part of the field; '' for a field without parts, or a row of one. */
export type FieldWords = Readonly<Record<string, Words>>;

export const NOW = 'NOW';

const plain = (words: Words): FieldWords => ({ '': words });

const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
	decidedAt: plain(NOW),
	practitionerName: plain('P. Example'),
	practitionerRole: plain('Family support worker'),
	organisationKind: plain('A charity or company under council or NHS contract'),
	profession: plain('None of these'),
	subjectRef: plain('REF-4711'),
	subjects: { relation: 'Younger child', ageBand: '5 to 12' },
	trigger: plain('I saw it'),
	requester: { body: 'The body that asked', verifiedHow: 'Called back through the switchboard' },
	concernSummary: plain('Shouting behind the door, and a child who was afraid'),
	statements: { text: 'The door was held shut from inside', kind: 'Fact', source: 'Seen by me' },
	purpose: plain(['An enquiry about harm to a child']),
	urgency: plain('Today'),
	dutyConsidered: plain(['The duty to share (Children Act 2004, section 16LA)']),
	detrimentJudgement: plain('No: waiting would leave the child where the harm is'),
	art6Basis: { chosenByUser: 'A public task' },
	art9or10Condition: plain(['Safeguarding children and people at risk (Schedule 1, paragraph 18)']),
	confidentiality: { confidential: 'Yes', releasedBy: 'A stronger public interest' },
	agreement: { sought: 'Yes', answer: 'They said no', ownWords: 'Please do not tell anybody' },
	told: { who: 'The grandmother', when: NOW, what: 'That I have to pass this on today' },
	viewsChild: plain('I want it to stop'),
	viewsParent: plain('Not asked, because asking was not safe'),
	weighing: {
		harmIfNotShared: 'Likely, and it could be serious',
		goodOfSharing: 'Somebody looks in today',
		harmIfShared: 'The family may close the door',
		lessIntrusiveOption: 'None that is quick enough'
	},
	advice: { adviser: 'The safeguarding lead', reached: 'Yes', gist: 'Share the least that helps' },
	informationShared: plain('What was heard at the door'),
	informationWithheld: plain('None'),
	recipients: { body: 'The duty desk', contactUsed: 'The published number' },
	channel: plain('By phone'),
	safeguards: plain('Number taken from the published list'),
	sentAt: plain(NOW),
	receipt: { status: 'Confirmed' },
	identityProtection: plain('The aunt must not be traced: use the safe number alone'),
	reason: plain('The child cannot wait for a second visit'),
	riskAccepted: plain('He may hurt himself before we meet again'),
	safetySteps: plain('A friend stays the night, and he has the helpline'),
	reply: { text: 'Part of it, and why the rest stays here', at: NOW },
	review: { date: '+7', trigger: 'A new injury, or a plan' },
	writtenFollowUpDue: plain(NOW),
	linkedRecord: plain('REF-4700'),
	statutoryReport: { body: 'Police', at: NOW, reference: 'R-1' },
	breach: {
		noticedAt: NOW,
		contained: 'Asked the reader to delete it, unread, and to say so',
		risk: 'High',
		peopleTold: 'The mother, by the safe number'
	}
};

/**
 * The words for a required field.
 * @throws TypeError for a field that the table does not know: a new one has to get words here
 */
export function wordsFor(field: string): FieldWords {
	const words = FIELD_WORDS[field];
	if (words === undefined) throw new TypeError(`The walks have no words for the required field "${field}"`);
	return words;
}
