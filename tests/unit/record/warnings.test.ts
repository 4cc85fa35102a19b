import { describe, expect, it } from 'vitest';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { withValue } from '#lib/record/paths.ts';
import { warningsOf } from '#lib/record/warnings.ts';
import type { DecisionRecord, Json } from '#lib/record/types.ts';
import type { Journey } from '#lib/flow/types.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const settings = pack.localSettings;
const NOW = '2026-11-20T12:00:00Z';
const DECIDED = '2026-11-20T09:00:00Z';

/** A decision to tell social care, with everything written so that nothing looks wrong. */
const SOUND: Readonly<Record<string, Json>> = {
	'case/concernSummary': 'Bruises on both arms, seen at the visit.',
	'case/statements/1/text': 'Bruises on both arms',
	'case/statements/1/kind': 'fact',
	'case/statements/1/date': '2026-11-19',
	'case/told/who': 'Mother',
	'case/told/when': '2026-11-20T09:30:00Z',
	'r:/dutyConsidered': ['s16la'],
	'r:/detrimentJudgement': 'No: she lives apart from him',
	'r:/art9or10Condition': ['art9-2g-sch1-18', 'art10-sch1-18'],
	'r:/informationShared/1': 'The bruises',
	'r:/identityProtection': 'The neighbour; ring the school',
	'r:/reason': 'The harm may come again before the next visit',
	'r:/sentAt': '2026-11-20T09:15:00Z',
	'r:/receipt/status': 'confirmed',
	'r:/receipt/at': '2026-11-20T09:40:00Z',
	'r:/writtenFollowUpDue': '2026-11-21T09:15:00Z',
	'r:/review/date': '2026-12-01'
};

const FLAGS = ['special-data', 'criminal-data', 'identity-protection'];

function judge(changes: Readonly<Record<string, Json>> = {}, told: Partial<Journey> = {}) {
	const { input } = scenario(pack, 'share').answer('what-brings-you', 'seen-or-told');
	let record: DecisionRecord = makeRecord({ pack, input, now: DECIDED, settings, timeZone: 'Europe/London' });
	for (const [path, value] of Object.entries({ ...SOUND, ...changes }))
		record = withValue(record, path, value);
	const result: Journey = {
		...journeyOf(pack, record, settings),
		recordKinds: { '': 'shared' },
		caseFlags: FLAGS,
		...told
	};
	return warningsOf({ pack, record, result, now: NOW });
}

const codes = (...args: Parameters<typeof judge>) => judge(...args).map(({ code }) => code);

describe('warningsOf', () => {
	it('says nothing about a sound record', () => {
		expect(judge()).toEqual([]);
	});

	it.each<[string, Record<string, Json>]>([
		['in-future', { 'r:/sentAt': '2026-11-20T12:30:00Z', 'r:/receipt/at': '' }],
		['in-future', { 'case/statements/1/date': '2026-11-21' }],
		['in-future', { 'case/told/when': '2026-11-21T08:00:00Z' }],
		['sent-before-decided', { 'r:/sentAt': '2026-11-20T08:59:00Z' }],
		['before-concern', { 'case/told/when': '2026-11-18T10:00:00Z' }],
		['before-concern', { 'case/statements/1/date': '2026-11-20', 'r:/sentAt': '2026-11-19T23:30:00Z' }],
		['review-past', { 'r:/review/date': '2026-11-19' }],
		['receipt-before-sent', { 'r:/receipt/at': '2026-11-20T09:10:00Z' }],
		['due-before-sent', { 'r:/writtenFollowUpDue': '2026-11-20T09:00:00Z' }],
		['clock-twice', { 'case/told/when': '2026-10-25T00:30:00Z', 'case/statements/1/date': '2026-10-25' }],
		['duty-without-detriment', { 'r:/detrimentJudgement': ' ' }],
		['nothing-shared', { 'r:/informationShared/1': '' }],
		['condition-missing', { 'r:/art9or10Condition': [] }],
		['condition-missing', { 'r:/art9or10Condition': ['art9-2g-sch1-18'] }],
		['identity-empty', { 'r:/identityProtection': '' }],
		['reason-short', { 'r:/reason': 'Risk.' }],
		['reason-is-concern', { 'r:/reason': 'bruises on both arms – seen at the visit' }],
		['opinion-only', { 'case/statements/1/kind': 'opinion' }],
		['basis-differs', { 'r:/art6Basis/suggested': 'e', 'r:/art6Basis/chosenByUser': 'd' }]
	])('warns: %s %j', (code, changes) => {
		expect(codes(changes)).toContain(code);
	});

	it('stands beside the field, and beside the value in it', () => {
		expect(
			judge({ 'case/statements/1/date': '2026-11-21', 'case/told/when': '2026-11-22T10:00:00Z' })
		).toEqual(
			expect.arrayContaining([
				{ code: 'in-future', path: 'case/statements', at: 'case/statements/1/date' },
				{ code: 'in-future', path: 'case/told', at: 'case/told/when' }
			])
		);
		expect(judge({ 'r:/reason': 'Risk.' })).toEqual([
			{ code: 'reason-short', path: 'r:/reason', at: undefined }
		]);
	});

	it('says nothing of what the outcome does not show, of an empty reason, and of an explained choice', () => {
		expect(
			codes(
				{ 'r:/informationShared/1': '', 'r:/sentAt': '2030-01-01T00:00:00Z' },
				{ recordKinds: { '': 'notShared' } }
			)
		).toEqual([]);
		expect(codes({ 'r:/reason': '' })).toEqual([]);
		const chosen = { 'r:/art6Basis/suggested': 'e', 'r:/art6Basis/chosenByUser': 'd' };
		expect(codes({ ...chosen, 'r:/art6Basis/whyDifferent': 'She could not be asked' })).toEqual([]);
		expect(codes({ ...chosen, 'r:/art6Basis/suggested': 'd' })).toEqual([]);
	});

	it('takes a reason in a writing without spaces', () => {
		expect(codes({ 'r:/reason': '孩子今晚不安全所以必须告诉社工' })).toEqual([]);
	});

	it('lets a clock be some minutes off, and a text that is no date alone', () => {
		expect(codes({ 'r:/receipt/at': '2026-11-20T12:04:00Z' })).toEqual([]);
		expect(codes({ 'r:/sentAt': 'yesterday', 'r:/review/date': 'soon' })).toEqual([]);
	});

	it('names answers that are set aside', () => {
		const journeyBefore = scenario(pack, 'share')
			.answer('what-brings-you', 'seen-or-told')
			.answer('immediate-danger', 'no');
		journeyBefore.change('what-brings-you', 'asked-for-information');
		const { input } = journeyBefore;
		const record = makeRecord({ pack, input, now: DECIDED, settings, timeZone: 'Europe/London' });
		const found = warningsOf({ pack, record, result: journeyOf(pack, record, settings), now: NOW });
		expect(found).toContainEqual({ code: 'set-aside', path: undefined, at: undefined });
	});
});
