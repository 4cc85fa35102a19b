import { describe, expect, it } from 'vitest';
import { breachClock, mustTellPeople } from '../../../src/lib/record/breach-clock.ts';
import { withDues } from '../../../src/lib/record/dues.ts';
import { makeRecord } from '../../../src/lib/record/make.ts';
import { withValue } from '../../../src/lib/record/paths.ts';
import type { DecisionRecord, Json } from '../../../src/lib/record/types.ts';
import { startJourney } from '../../../src/lib/flow/answers.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const settings = { followUpHours: 24 };
const empty = makeRecord({
	pack,
	input: startJourney('share'),
	now: '2026-11-16T15:00:00Z',
	settings: pack.localSettings,
	timeZone: 'Europe/London'
});

const put = (record: DecisionRecord, path: string, value: Json) =>
	withDues(record, withValue(record, path, value), settings);
const called = put(put(empty, 'r:care/channel', 'phone'), 'r:care/sentAt', '2026-11-16T15:00:00.000Z');
const DUE = 'r:care/writtenFollowUpDue';

describe('a written follow-up', () => {
	it('is due the local hours after the call, and moves with it while nobody wrote a time', () => {
		expect(called.values[DUE]).toBe('2026-11-17T15:00:00.000Z');
		expect(put(called, 'r:care/sentAt', '2026-11-16T16:30:00.000Z').values[DUE]).toBe(
			'2026-11-17T16:30:00.000Z'
		);
	});

	it('never writes over a time that a person wrote, nor fills one that they cleared', () => {
		const typed = put(called, DUE, '2026-11-20T09:00:00.000Z');
		expect(put(typed, 'r:care/sentAt', '2026-11-16T16:30:00.000Z').values[DUE]).toBe(
			'2026-11-20T09:00:00.000Z'
		);
		const cleared = put(called, DUE, '');
		expect(put(cleared, 'r:care/sentAt', '2026-11-16T16:30:00.000Z').values[DUE]).toBe('');
	});

	it('is not due for what was written in the first place, and comes back with a spoken way', () => {
		const mailed = put(called, 'r:care/channel', 'email');
		expect(mailed.values[DUE]).toBe('');
		expect(put(mailed, 'r:care/channel', 'phone').values[DUE]).toBe('2026-11-17T15:00:00.000Z');
	});

	it.each([
		['starts', '2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z'],
		['ends', '2026-10-24T12:00:00.000Z', '2026-10-25T12:00:00.000Z']
	])('counts hours as they pass when summer time %s', (_what, sentAt, due) => {
		expect(put(called, 'r:care/sentAt', sentAt).values[DUE]).toBe(due);
	});

	it('counts nothing from text that is no time', () => {
		expect(put(called, 'r:care/sentAt', 'yesterday').values[DUE]).toBe('');
		expect(put(called, 'r:care/sentAt', '').values[DUE]).toBe('');
	});

	it('is one for each receiver', () => {
		const two = put(put(called, 'r:police/channel', 'phone'), 'r:police/sentAt', '2026-11-18T08:00:00.000Z');
		expect(two.values['r:police/writtenFollowUpDue']).toBe('2026-11-19T08:00:00.000Z');
		expect(two.values[DUE]).toBe('2026-11-17T15:00:00.000Z');
	});
});

describe("the regulator's clock", () => {
	const NOTICED = 'case/breach/noticedAt';
	const noticed = put(empty, NOTICED, '2026-11-16T16:25:00.000Z');

	it('is 72 hours from becoming aware, and says what is left', () => {
		expect(noticed.values['case/breach/regulatorDueAt']).toBe('2026-11-19T16:25:00.000Z');
		expect(breachClock(empty, '2026-11-16T16:25:00Z')).toEqual({ kind: 'not-started' });
		expect(breachClock(noticed, '2026-11-16T17:25:00Z')).toEqual({
			kind: 'running',
			dueAt: '2026-11-19T16:25:00.000Z',
			leftMs: 71 * 3_600_000
		});
	});

	it('is overdue after the last minute, not at it', () => {
		expect(breachClock(noticed, '2026-11-19T16:25:00Z').kind).toBe('running');
		expect(breachClock(noticed, '2026-11-19T16:26:00Z')).toMatchObject({ kind: 'overdue', lateMs: 60_000 });
	});

	it.each([
		['starts', '2026-03-27T12:00:00.000Z', '2026-03-30T12:00:00.000Z'],
		['ends', '2026-10-23T12:00:00.000Z', '2026-10-26T12:00:00.000Z']
	])('passes over the night on which summer time %s by hours', (_what, at, due) => {
		expect(put(empty, NOTICED, at).values['case/breach/regulatorDueAt']).toBe(due);
	});

	it('runs on while the place of the time says something that is no time', () => {
		for (const words of ['not before 3', '12/13/2026 10:00', 'yes'])
			expect(
				breachClock(put(noticed, 'case/breach/regulatorToldAt', words), '2026-11-17T00:00:00Z').kind
			).toBe('running');
	});

	it('does not wait for a later date that somebody wrote', () => {
		const later = put(noticed, 'case/breach/regulatorDueAt', '2026-12-24T00:00:00.000Z');
		expect(breachClock(later, '2026-11-20T00:00:00Z')).toMatchObject({
			kind: 'overdue',
			dueAt: '2026-11-19T16:25:00.000Z'
		});
	});

	it('ends when the regulator is told, and says whether that was in time', () => {
		const told = put(noticed, 'case/breach/regulatorToldAt', '2026-11-18T09:00:00.000Z');
		expect(breachClock(told, '2027-01-01T00:00:00Z')).toMatchObject({ kind: 'told', isLate: false });
		const late = put(noticed, 'case/breach/regulatorToldAt', '2026-11-20T09:00:00.000Z');
		expect(breachClock(late, '2027-01-01T00:00:00Z')).toMatchObject({ kind: 'told', isLate: true });
	});

	it('is not needed when a risk is unlikely, with why; "not sure" runs on', () => {
		const unlikely = put(
			put(noticed, 'case/breach/risk', 'unlikely'),
			'case/breach/regulatorNote',
			' Empty page '
		);
		expect(breachClock(unlikely, '2026-11-17T00:00:00Z')).toEqual({ kind: 'not-needed', why: 'Empty page' });
		expect(breachClock(put(noticed, 'case/breach/risk', 'not-sure'), '2026-11-17T00:00:00Z').kind).toBe(
			'running'
		);
	});

	it('asks for the people affected when the risk is high, until somebody told them', () => {
		const high = put(noticed, 'case/breach/risk', 'high');
		expect(mustTellPeople(high)).toBe(true);
		expect(mustTellPeople(put(high, 'case/breach/peopleTold', 'The mother, at once'))).toBe(false);
		expect(mustTellPeople(put(noticed, 'case/breach/risk', 'likely'))).toBe(false);
	});
});
