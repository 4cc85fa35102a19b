import { describe, expect, it } from 'vitest';
import { dueOf, isDate, isOverdue, openDates } from '#lib/record/due.ts';
import { withEvent } from '#lib/record/events.ts';
import { headerOf } from '#lib/record/header.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import type { DecisionRecord, Json } from '#lib/record/types.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const NOW = '2026-11-30T15:00:00Z';

const emergency = makeRecord({
	pack,
	input: scenario(pack, 'share')
		.answer('what-brings-you', 'may-be-danger')
		.answer('immediate-danger', 'yes')
		.answer('emergency-card', 'seen').input,
	now: NOW,
	settings: pack.localSettings,
	timeZone: 'Europe/London'
});

const withValues = (values: Readonly<Record<string, Json>>): DecisionRecord => ({
	...emergency,
	values: { ...emergency.values, ...values }
});
const resultOf = (record: DecisionRecord) => journeyOf(pack, record, pack.localSettings);
const open = (record: DecisionRecord) => openDates(pack, { record, result: resultOf(record) });
const due = (values: Readonly<Record<string, Json>>) => {
	const record = withValues(values);
	return dueOf(pack, { record, result: resultOf(record) });
};

describe('openDates', () => {
	it('is open from the promise until it was done', () => {
		const promised = {
			'r:/review/date': '2026-12-03',
			'r:/writtenFollowUpDue': '2026-12-01T15:00:00Z',
			'r:/receipt/status': 'waiting',
			'r:/receipt/chaseAt': '2026-12-01T09:00:00Z',
			'case/breach/regulatorDueAt': '2026-12-02T09:00:00Z'
		};
		expect(due(promised)).toEqual({
			review: '2026-12-03',
			followUp: '2026-12-01T15:00:00Z',
			chase: '2026-12-01T09:00:00Z',
			regulator: '2026-12-02T09:00:00Z'
		});
		const done = {
			...promised,
			'r:/writtenFollowUpSentAt': NOW,
			'r:/receipt/status': 'confirmed',
			'case/breach/regulatorToldAt': NOW
		};
		expect(due(done)).toEqual({ review: '2026-12-03' });
	});

	it('takes the earliest of several reviews, and of each receiver', () => {
		const found = open(
			withValues({
				'r:/review/date': '2026-12-09',
				'case/told/notToldReason': 'It would put her at risk',
				'case/told/reviewPoint': '2026-12-05T09:00:00Z',
				'case/reply/reconsiderOn': '2026-12-07'
			})
		);
		// The answer to an asker is not part of an emergency that nobody asked about; its date is not shown, and not waited for.
		expect(found.map(({ path, at }) => [path, at])).toEqual([
			['case/told/reviewPoint', '2026-12-05T09:00:00Z'],
			['r:/review/date', '2026-12-09']
		]);
		expect(due({ 'case/told/reviewPoint': '2026-12-05T09:00:00Z', 'case/told/who': 'His mother' })).toBe(
			undefined
		);
	});

	it('reads every statement about telling and asking, not the first alone', () => {
		const found = open(
			withValues({
				'case/told/who': 'His mother',
				'case/told/2-a/notToldReason': 'He would find out where she is',
				'case/told/2-a/reviewPoint': '2026-12-06T09:00:00Z',
				'r:/agreement/reviewPoint': '2026-12-07T09:00:00Z',
				'r:/agreement/answer': 'not-safe',
				'r:/agreement/2-a/reviewPoint': '2026-12-08T09:00:00Z',
				'r:/agreement/2-a/answer': 'given'
			})
		);
		expect(found.map(({ path }) => path)).toEqual(['case/told/2-a/reviewPoint', 'r:/agreement/reviewPoint']);
	});

	it('closes a date that was met, and opens it again when another one is promised', () => {
		const promised = withValues({ 'r:/review/date': '2026-12-03' });
		const facts = { due: 'review', path: 'r:/review/date', was: '2026-12-03' };
		const met = withEvent(promised, { kind: 'date-met', at: NOW, facts }, '-a');
		expect(open(met)).toEqual([]);
		expect(open({ ...met, values: { ...met.values, 'r:/review/date': '2026-12-20' } })).toMatchObject([
			{ kind: 'review', at: '2026-12-20' }
		]);
	});

	it('reads what happened after a final from the events that are given', () => {
		const record = withValues({ 'r:/review/date': '2026-12-03' });
		const facts = { due: 'review', path: 'r:/review/date', was: '2026-12-03' };
		const late = [{ kind: 'date-met', at: NOW, facts } as const];
		const own = { id: 'abc', life: 'final', savedAt: NOW } as const;
		const result = resultOf(record);
		expect(headerOf({ pack, result }, record, own).due).toEqual({ review: '2026-12-03' });
		expect(headerOf({ pack, result, late }, record, own)).not.toHaveProperty('due');
	});

	it('goes on chasing a final by what its events say', () => {
		const record = withValues({
			'r:/receipt/status': 'waiting',
			'r:/receipt/chaseAt': '2026-12-01T09:00:00Z'
		});
		const chased = (facts: Readonly<Record<string, Json>>) =>
			dueOf(pack, { record, result: resultOf(record) }, [
				{ kind: 'chased', at: NOW, facts: { receiver: '', result: 'nothing', next: '2026-12-02T09:00:00Z' } },
				{ kind: 'chased', at: NOW, facts: { receiver: '', ...facts } }
			]);
		expect(chased({ result: 'nothing', next: '2026-12-04T09:00:00Z' })).toEqual({
			chase: '2026-12-04T09:00:00Z'
		});
		expect(chased({ result: 'nothing' })).toBe(undefined);
		expect(chased({ result: 'confirmed' })).toBe(undefined);
		expect(chased({ receiver: 'b', result: 'confirmed' })).toEqual({ chase: '2026-12-02T09:00:00Z' });
	});

	it.each([
		'',
		' ',
		'next week',
		'31/12/2026',
		'2026-02-31',
		'2026-12-03T14:00',
		'x'.repeat(100_000),
		'٢٠٢٦-١٢-٠٣'
	])('waits for no date that cannot be read, case %#', (date) => {
		expect(isDate(date)).toBe(false);
		expect(due({ 'r:/review/date': date })).toBe(undefined);
	});

	it.each([7, true, ['2026-12-03'], { date: '2026-12-03' }, null])(
		'takes no other kind of value: %j',
		(value) => {
			expect(due({ 'r:/review/date': value })).toBe(undefined);
		}
	);
});

describe('headerOf', () => {
	const header = (values: Readonly<Record<string, Json>>) => {
		const record = withValues(values);
		return headerOf({ pack, result: resultOf(record) }, record, { id: 'abc', life: 'draft', savedAt: NOW });
	};

	it('says that an emergency is not finished, and which version it is', () => {
		expect(header({})).toMatchObject({ kind: 'emergency', isEmergencyOpen: true, version: 1 });
	});

	it('keeps a case reference on one short line, whatever was pasted', () => {
		expect(header({ 'case/subjectRef': ' C-104\r\n\tnorth ' }).reference).toBe('C-104 north');
		expect(header({ 'case/subjectRef': ' C-104' }).title).toMatch(/^C-104: /);
		expect(header({ 'case/subjectRef': '\u202eC-104\u2066' }).reference).toBe('C-104');
		expect(header({ 'case/subjectRef': '\u0000 \u200f' })).not.toHaveProperty('reference');
		const long = header({ 'case/subjectRef': '👩‍👧'.repeat(40_000) });
		expect(Array.from(long.reference ?? '')).toHaveLength(81);
		expect(long.title.isWellFormed()).toBe(true);
		expect(JSON.stringify(long).length).toBeLessThan(1000);
	});
});

describe('isOverdue', () => {
	const today = { ms: Date.parse('2026-12-03T14:00:00Z'), day: '2026-12-03' };

	it('lets a day end first, and an hour not', () => {
		expect(isOverdue('2026-12-03', today)).toBe(false);
		expect(isOverdue('2026-12-02', today)).toBe(true);
		expect(isOverdue('2026-12-03T13:59:59Z', today)).toBe(true);
		expect(isOverdue('2026-12-03T15:00:00+01:00', today)).toBe(false);
	});
});
