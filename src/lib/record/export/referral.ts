/**
 * Text for a receiver's referral form, in the order in which forms ask. It goes out: only what stands under "What was
 * shared" for this receiver, who refers and whom it goes to. What the app does not hold is named as a blank, never guessed.
 */
import type { Journey } from '../../flow/types.ts';
import type { Pack } from '../../pack/types.ts';
import { isFilled } from '../paths.ts';
import { summarise, type SummarySection } from '../summary.ts';
import type { DecisionRecord, Json } from '../types.ts';
import { visible } from './safe-text.ts';
import type { ExportDocument, ExportRow, ExportSection } from './types.ts';

export interface ReferralInput {
	readonly id: string;
	readonly record: DecisionRecord;
	readonly result: Journey;
	/** Receiver id; '' for the implied one. */
	readonly receiver: string;
	/** When this text is made, in words. */
	readonly madeWords: string;
}

export const TO_ADD = '[To add on the form]';
const SAFE_CONTACT =
	'Somebody in this case must not be traced. Before you contact anyone in this family, or pass this on, speak to the person who sent it.';

/** Lines of one field for this receiver, as the record says them. */
type Said = (scope: 'case' | 'receiver', field: string) => readonly string[];

/** One heading of a form: `field`: what the record holds for it; without one, a blank to fill in. */
interface Asked {
	readonly label: string;
	readonly scope?: 'case' | 'receiver';
	readonly field?: string;
}

const blank = (label: string): Asked => ({ label });
const own = (label: string, field: string): Asked => ({ label, scope: 'case', field });
const sent = (label: string, field: string): Asked => ({ label, scope: 'receiver', field });

/** @source reference/law.md section 5, "Referral content commonly asked" (S58); forms differ by council */
const FORM: readonly { readonly id: string; readonly title: string; readonly asks: readonly Asked[] }[] = [
	{ id: 'to', title: 'To', asks: [sent('Receiver', 'recipients')] },
	{
		id: 'referrer',
		title: 'Who is referring',
		asks: [
			own('Name', 'practitionerName'),
			own('Role', 'practitionerRole'),
			own('Kind of organisation', 'organisationKind'),
			blank('How to reach the referrer')
		]
	},
	{
		id: 'child',
		title: 'The child or unborn child',
		asks: [
			'Names',
			'Birth or due date',
			'Gender',
			'Ethnicity',
			'Language and communication needs',
			'Disability',
			'Address',
			'School or nursery',
			'GP'
		].map(blank)
	},
	{
		id: 'household',
		title: 'Household and other key adults',
		asks: ['Names and relationships', 'Who has parental responsibility'].map(blank)
	},
	{ id: 'agencies', title: 'Agencies involved', asks: [blank('Agencies and contacts')] },
	{
		id: 'reason',
		title: 'Reason and evidence',
		asks: [
			sent('What is shared', 'informationShared'),
			...[
				'Dates of what was seen or said, where not given above',
				'The child’s words and daily life, where not given above',
				'Parents’ view, where not given above',
				'Strengths and what protects the child',
				'Help already tried',
				'Level of concern',
				'Immediate safety'
			].map(blank)
		]
	},
	{
		id: 'told',
		title: 'Told and agreed',
		asks: ['Who was told and when, or why not', 'Who agreed, or why it goes without'].map(blank)
	},
	{ id: 'attachments', title: 'Attachments', asks: [blank('What is attached')] },
	{ id: 'visits', title: 'Risks to visiting workers', asks: [blank('What a visitor has to know')] },
	{
		id: 'limits',
		title: 'Limits on use',
		asks: [sent('What may not be passed on or said', 'handlingLimits')]
	},
	{ id: 'signature', title: 'Signature', asks: ['Signature', 'Date and time'].map(blank) }
];

/** The text for one receiver. Nothing that was kept back, and nothing of another receiver's, can come into it. */
export function referralDocument(pack: Pack, input: ReferralInput): ExportDocument {
	const summary = summarise(pack, input);
	const said = reader(summary, input.receiver);
	const sections = FORM.map(({ id, title, asks }) =>
		section(
			id,
			title,
			asks.map((ask) => rowOf(ask, said))
		)
	);
	const safe = isAnyProtected(input.record)
		? [section('safe', 'Safe contact', [{ label: 'Before anything else', lines: [SAFE_CONTACT] }])]
		: [];
	return {
		title: 'Referral',
		isDraft: false,
		notices: ['This is a copy, not the live record.'],
		sections: [...safe, ...sections],
		stamp: [
			row('Record number', input.id),
			row('Guidance version', input.record.pack.version),
			row('Check number of the guidance', input.record.pack.hash),
			row('This text was made', input.madeWords)
		]
	};
}

const row = (label: string, line: string): ExportRow => ({ label, lines: [line] });

function section(id: string, title: string, rows: readonly ExportRow[]): ExportSection {
	return { id, title, groups: [{ about: '', rows }] };
}

function rowOf({ label, scope, field }: Asked, said: Said): ExportRow {
	const lines = scope === undefined || field === undefined ? [] : said(scope, field).map(visible);
	return { label, lines: lines.length === 0 ? [TO_ADD] : lines };
}

function reader(summary: readonly SummarySection[], receiver: string): Said {
	return (scope, field) => {
		const id = scope === 'case' ? 'case' : `r:${receiver}`;
		const rows = summary.find((part) => part.id === id)?.rows ?? [];
		return rows.find((one) => one.field === field)?.lines ?? [];
	};
}

/** Whoever it is that must not be traced, every receiver has to know that somebody is. */
function isAnyProtected({ values }: DecisionRecord): boolean {
	return Object.entries(values).some(
		([path, value]) => path.split('/')[1] === 'identityProtection' && isFilled(value)
	);
}

/** Shorter words would be found by chance. */
const LEAST_LETTERS = 8;

/**
 * Items under "What was shared" that hold words of what was kept back or of who must not be traced: to be looked at
 * before anything is sent.
 */
export function doubtfulItems(
	{ values }: Pick<DecisionRecord, 'values'>,
	receiver: string
): readonly string[] {
	const kept = textsUnder(values, ([, field]) =>
		['informationWithheld', 'identityProtection'].includes(field ?? '')
	);
	const shared = textsUnder(
		values,
		([scope, field]) => scope === `r:${receiver}` && field === 'informationShared'
	);
	return shared.filter((item) => kept.some((secret) => folded(item).includes(folded(secret))));
}

function textsUnder(
	values: Readonly<Record<string, Json>>,
	isWanted: (steps: readonly string[]) => boolean
): readonly string[] {
	return Object.entries(values)
		.filter(([path]) => isWanted(path.split('/')))
		.flatMap(([, value]) =>
			typeof value === 'string' && value.trim().length >= LEAST_LETTERS ? [value.trim()] : []
		);
}

const folded = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

/** Whether anything stands under "What was shared" for a receiver. */
export function hasShared({ values }: Pick<DecisionRecord, 'values'>, receiver: string): boolean {
	return Object.entries(values).some(
		([path, value]) => path.startsWith(`r:${receiver}/informationShared/`) && isFilled(value)
	);
}
