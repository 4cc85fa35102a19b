import { describe, expect, it } from 'vitest';
import { headerOf } from '#lib/record/header.ts';
import { journeyOf, makeRecord, withAnswers } from '#lib/record/make.ts';
import { missingParts } from '#lib/record/missing.ts';
import { fieldPath, newRowId, recordLeaves, rowIds, withValue } from '#lib/record/paths.ts';
import { momentWords, summarise } from '#lib/record/summary.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario, type Scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const NOW = '2026-11-16T15:00:00Z';

function recordOf(journey: Scenario): DecisionRecord {
	const { input } = journey;
	return makeRecord({ pack, input, now: NOW, settings: pack.localSettings, timeZone: 'Europe/London' });
}

const emergency = () =>
	scenario(pack, 'share').answer('what-brings-you', 'may-be-danger').answer('immediate-danger', 'yes');

const refusedRequest = () =>
	scenario(pack, 'share')
		.answer('what-brings-you', 'asked-for-information')
		.answer('who-asks', 'parent-or-relative')
		.answer('sure-who', 'yes')
		.answer('request-clear', 'yes')
		.answer('risky-asker', 'yes');

const resultOf = (record: DecisionRecord) => journeyOf(pack, record, pack.localSettings);

describe('makeRecord', () => {
	it('prefills what the answers say, and never own words', () => {
		const { values } = recordOf(refusedRequest());
		expect(values['case/trigger']).toBe('request');
		expect(values['case/requester/body']).toBe('A parent or relative');
		expect(values).not.toHaveProperty(['r:/reason']);
		expect(values).not.toHaveProperty(['case/concernSummary']);
	});

	it('knows that an emergency was spoken by phone, now', () => {
		const journey = emergency().answer('emergency-card', 'seen');
		expect(recordOf(journey).values).toMatchObject({ 'case/urgency': 'now', 'r:/channel': 'phone' });
	});

	it('keeps what a person wrote when later answers would fill the same place', () => {
		const journey = emergency();
		const written = withValue(recordOf(journey), 'case/urgency', 'today');
		journey.answer('emergency-card', 'seen');
		const after = withAnswers(written, journey.input, { pack, settings: pack.localSettings });
		expect(after.values['case/urgency']).toBe('today');
		expect(after.values['r:/channel']).toBe('phone');
	});

	it('keeps members that a newer app wrote', () => {
		const record = { ...recordOf(emergency()), fromTheFuture: { kept: true } } as DecisionRecord;
		expect(withValue(record, 'case/urgency', 'soon')).toMatchObject({ fromTheFuture: { kept: true } });
	});
});

describe('missingParts', () => {
	const missing = (record: DecisionRecord, stage?: 'handover') =>
		missingParts(pack, { record, result: resultOf(record) }, stage).map((part) => part.path);

	it('asks an emergency only for what a first save needs', () => {
		const paths = missing(recordOf(emergency().answer('emergency-card', 'seen')));
		expect(paths).toContain('r:/reason');
		expect(paths).toContain('case/told');
		expect(paths).not.toContain('r:/art6Basis');
		expect(paths).not.toContain('case/exported');
	});

	it('waits with the hand-over until it is asked for', () => {
		const record = recordOf(emergency().answer('emergency-card', 'seen'));
		expect(missing(record, 'handover')).toContain('case/exported');
	});

	it('takes either who was told, or why not and when to look again', () => {
		let record = recordOf(emergency().answer('emergency-card', 'seen'));
		record = withValue(record, 'case/told/notToldReason', 'Not safe');
		expect(missing(record)).toContain('case/told');
		record = withValue(record, 'case/told/reviewPoint', '2026-11-17T09:00:00Z');
		expect(missing(record)).not.toContain('case/told');
	});

	it('does not take spaces for words', () => {
		const record = withValue(recordOf(refusedRequest()), 'r:/reason', '  \n ');
		expect(missing(record)).toContain('r:/reason');
	});
});

describe('rows of a list', () => {
	it('are kept in order, and a number is never used again', () => {
		let record = recordOf(emergency());
		const path = fieldPath({ id: 'statements', scope: 'case' });
		record = withValue(record, `${path}/1a/text`, 'First');
		record = withValue(record, `${path}/2a/text`, 'Second');
		record = withValue(record, `${path}/2a/text`, '');
		expect(rowIds(record, path)).toEqual(['1a']);
		expect(newRowId(record, path, 'a')).toBe('3a');
	});
});

describe('summarise', () => {
	it('shows words, not codes, with the record number and missing parts', () => {
		const record = recordOf(refusedRequest());
		const sections = summarise(pack, { id: 'abc', record, result: resultOf(record) });
		const row = (id: string) => sections.flatMap((section) => section.rows).find((one) => one.field === id);
		expect(row('id')?.lines).toEqual(['abc']);
		expect(row('trigger')?.lines).toEqual([pack.record.words['trigger.request']]);
		expect(row('reason')).toMatchObject({ lines: [], isMissing: true });
		expect(row('recipients')).toBeUndefined();
	});

	it('shows the words beside the values of a field that has room for both', () => {
		let record = withValue(recordOf(refusedRequest()), 'r:/dutyConsidered', ['none']);
		record = withValue(record, 'r:/dutyConsidered/text', 'No duty fits a question from a relative');
		const rows = summarise(pack, { id: 'abc', record, result: resultOf(record) }).flatMap(({ rows }) => rows);
		expect(rows.find(({ field }) => field === 'dutyConsidered')?.lines).toEqual([
			'None',
			'No duty fits a question from a relative'
		]);
	});

	it('shows a part that shares the values of its field in their words', () => {
		const record = withValue(recordOf(emergency()), 'r:/art6Basis/chosenByUser', 'd');
		const rows = summarise(pack, { id: 'abc', record, result: resultOf(record) }).flatMap(({ rows }) => rows);
		expect(rows.find(({ field }) => field === 'art6Basis')?.lines).toEqual(['What you chose: Saving a life']);
	});

	it('says times in London words', () => {
		expect(momentWords('2026-07-01T12:00:00Z')).toBe('1 July 2026 at 13:00');
		expect(momentWords('2026-07-01')).toBe('1 July 2026');
		expect(momentWords('next week')).toBe('next week');
	});
});

describe('headerOf', () => {
	it('shows the outcome and the case reference', () => {
		const record = withValue(recordOf(refusedRequest()), 'case/subjectRef', 'C-104');
		const header = headerOf({ pack, result: resultOf(record) }, record, {
			id: 'abc',
			life: 'draft',
			savedAt: NOW
		});
		expect(header).toMatchObject({
			kind: 'deferred',
			life: 'draft',
			title: expect.stringMatching(/^C-104: /) as string
		});
		expect(header.missing).toBeGreaterThan(5);
	});
});

describe('recordLeaves', () => {
	it('covers every member once, sorted by path', () => {
		const record = recordOf(refusedRequest());
		const paths = recordLeaves(record).map(([path]) => path);
		expect(paths).toEqual([...new Set(paths)].sort());
		expect(paths).toContain('record/answers');
		expect(paths).toContain('case/trigger');
	});
});
