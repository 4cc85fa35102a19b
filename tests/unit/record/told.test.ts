import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMark, LONGEST_MARK, markLines, markPath, markText, PAD } from '#lib/record/drawn-mark.ts';
import { openDates } from '#lib/record/due.ts';
import { badTimes } from '#lib/record/field-at.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { missingParts } from '#lib/record/missing.ts';
import { summarise } from '#lib/record/summary.ts';
import {
	isTalkDetail,
	newTalk,
	soughtBy,
	talkGaps,
	talkRows,
	talksOf,
	withdrawnTalks
} from '#lib/record/told.ts';
import type { DecisionRecord, Json } from '#lib/record/types.ts';
import { withEdit } from '#lib/app/record-edit.ts';
import { talkLine, talkOfPlace, talkPlace, talkViews } from '#lib/app/talk-view.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const NOW = '2026-11-16T15:00:00Z';
const MARK = '-abcdef';

function refusedRequest(values: Readonly<Record<string, Json>> = {}): DecisionRecord {
	const { input } = scenario(pack, 'share')
		.answer('what-brings-you', 'asked-for-information')
		.answer('who-asks', 'parent-or-relative')
		.answer('sure-who', 'yes')
		.answer('request-clear', 'yes')
		.answer('risky-asker', 'yes');
	const made = makeRecord({ pack, input, now: NOW, settings: pack.localSettings, timeZone: 'Europe/London' });
	return { ...made, values: { ...made.values, ...values } };
}

const isMissing = (record: DecisionRecord, field: string) =>
	missingParts(pack, { record, result: journeyOf(pack, record, pack.localSettings) }).some(
		(part) => part.field.id === field
	);

/** Adds one statement and writes its parts, as the page does. */
function say(
	record: DecisionRecord,
	kind: Parameters<typeof newTalk>[1]['kind'],
	parts: Readonly<Record<string, Json>>
): DecisionRecord {
	const { path, edits } = newTalk(record, { kind, receiver: '' }, MARK);
	const written = Object.entries(parts).map(([part, value]) => [`${path}/${part}`, value] as const);
	return { ...record, values: { ...record.values, ...Object.fromEntries([...edits, ...written]) } };
}

const TOLD = { who: 'mother', when: NOW, how: 'in-person', what: 'What I share, and why.' };
const AGREED = {
	from: 'mother',
	answer: 'given',
	sought: true,
	date: NOW,
	how: 'phone',
	askedWords: 'May I?'
};

describe('statements', () => {
	it('puts the first where the field stands, and each further one in a row of its own', () => {
		const one = say(refusedRequest(), 'told', TOLD);
		expect(one.values['case/told/who']).toBe('mother');
		const two = say(one, 'told', { ...TOLD, who: 'father' });
		expect(talkRows(two, 'case/told')).toEqual(['1-abcdef']);
		expect(two.values['case/told/1-abcdef/who']).toBe('father');
		expect(two.values['case/told/who']).toBe('mother');
	});

	it('keeps the four meanings apart, one statement each', () => {
		let record = say(refusedRequest(), 'told', TOLD);
		for (const kind of ['service', 'confidence', 'data-protection'] as const)
			record = say(record, kind, AGREED);
		const talks = talksOf(record, []);
		expect(talks.map(({ kind }) => kind)).toEqual(['told', 'service', 'confidence', 'data-protection']);
		expect(new Set(talks.map(({ path }) => path)).size).toBe(4);
	});

	it('leaves a place that the answers gave to another kind', () => {
		const record = refusedRequest({ 'r:/agreement/kind': 'service' });
		expect(newTalk(record, { kind: 'service', receiver: '' }, MARK).path).toBe('r:/agreement');
		expect(newTalk(record, { kind: 'confidence', receiver: '' }, MARK).path).toBe('r:/agreement/1-abcdef');
	});

	it('satisfies the matrix with what is written in any row, and asks for all that was begun', () => {
		const empty = refusedRequest();
		expect(isMissing(empty, 'told')).toBe(true);
		expect(isMissing(empty, 'agreement')).toBe(true);
		const whole = say(say(empty, 'told', TOLD), 'service', AGREED);
		expect(isMissing(whole, 'told')).toBe(false);
		expect(isMissing(whole, 'agreement')).toBe(false);
		expect(isMissing(say(whole, 'told', { who: 'father' }), 'told')).toBe(true);
		expect(isMissing(say(whole, 'confidence', { from: 'aunt' }), 'agreement')).toBe(true);
		// A kind alone is nobody's statement yet.
		expect(isMissing(say(whole, 'confidence', {}), 'agreement')).toBe(false);
	});

	it('asks why and when again where it was not safe', () => {
		const unsafe = { from: 'father', answer: 'not-safe', sought: false };
		expect(isMissing(say(refusedRequest(), 'confidence', unsafe), 'agreement')).toBe(true);
		const said = { ...unsafe, notAskedReason: 'He listens in.', reviewPoint: NOW };
		expect(isMissing(say(refusedRequest(), 'confidence', said), 'agreement')).toBe(false);
		expect(soughtBy('not-safe')).toBe(false);
		expect(soughtBy('refused')).toBe(true);
	});

	it('names what one statement still needs', () => {
		const record = say(refusedRequest(), 'confidence', { answer: 'withdrawn', from: 'mother' });
		const [talk] = talksOf(record, []);
		expect(talk && talkGaps(record, talk)).toEqual(
			expect.arrayContaining(['withdrawnAt', 'withdrawalEffect', 'receiversTold'])
		);
		expect(withdrawnTalks(record, [])).toHaveLength(1);
		const untold = say(refusedRequest(), 'told', { who: 'father', notToldReason: 'It was not safe.' });
		const [none] = talksOf(untold, []);
		expect(none && talkGaps(untold, none)).toEqual(['reviewPoint']);
	});

	it('is looked at again on the day that was set, in every row, until it is said', () => {
		const later = '2026-12-01T09:00:00Z';
		let record = say(refusedRequest(), 'told', TOLD);
		record = say(record, 'told', { who: 'father', notToldReason: 'Not safe.', reviewPoint: later });
		record = say(record, 'service', { from: 'aunt', answer: 'not-safe', reviewPoint: NOW });
		record = say(record, 'confidence', { ...AGREED, reviewPoint: NOW });
		const dates = openDates(pack, { record, result: journeyOf(pack, record, pack.localSettings) });
		expect(dates.filter(({ kind }) => kind === 'review').map(({ path }) => path)).toEqual([
			'r:/agreement/reviewPoint',
			'case/told/1-abcdef/reviewPoint'
		]);
	});

	it('reads typed times in every row, and names one that is none', () => {
		const record = say(say(refusedRequest(), 'told', TOLD), 'told', { ...TOLD, when: 'yesterday-ish' });
		expect(badTimes(pack, record).map(({ at }) => at)).toEqual(['case/told/1-abcdef/when']);
		const settings = pack.localSettings;
		const typed = withEdit({ pack, record, settings }, 'case/told/1-abcdef/when', '20 November 2026 09:15');
		expect(typed.values['case/told/1-abcdef/when']).toBe('2026-11-20T09:15:00.000Z');
	});

	it('says every statement in the summary, and no drawing as words', () => {
		const drawn = markText([
			[
				{ x: 1, y: 2 },
				{ x: 30, y: 40 }
			]
		]);
		let record = say(refusedRequest(), 'told', { ...TOLD, mark: drawn ?? '' });
		record = say(record, 'told', { ...TOLD, who: 'father' });
		const sections = summarise(pack, {
			id: 'x',
			record,
			result: journeyOf(pack, record, pack.localSettings)
		});
		const lines = sections[0]?.rows.find(({ field }) => field === 'told')?.lines.join('\n') ?? '';
		expect(lines).toContain('mother');
		expect(lines).toContain('father');
		expect(lines).toContain('Drawn mark: a picture');
		expect(lines).not.toContain('drawn-1');
	});

	it('reads an older record as its first statement', () => {
		const record = refusedRequest({ 'case/told/who': 'mother', 'case/told/what': 'All of it' });
		expect(talksOf(record, []).map(({ path }) => path)).toEqual(['case/told']);
		expect(isMissing(record, 'told')).toBe(false);
	});

	it('finds a statement by an address without words', () => {
		const record = say(say(refusedRequest(), 'service', AGREED), 'confidence', AGREED);
		for (const talk of talksOf(record, [])) {
			const place = talkPlace(talk, []);
			expect(place).toMatch(/^(t|a\d+-)\d[a-z0-9-]*$/);
			expect(talkOfPlace(place, [])?.path).toBe(talk.path);
		}
		for (const odd of ['', 't', 'a1', 'a9-0', 'tx', '1', 't0/who', 'a1-kind'])
			expect(talkOfPlace(odd, []), odd).toBeUndefined();
		expect(talkOfPlace('a2-0', ['police', 'school'])?.path).toBe('r:school/agreement');
	});

	it('shows only what the record’s own pack asks for', () => {
		const record = say(refusedRequest(), 'told', TOLD);
		const talk = { path: 'case/told', field: 'told' as const };
		const views = talkViews({ pack, record, talk, gaps: ['how'] }, ['who', 'how', 'unknown']);
		expect(views.map(({ kind }) => kind)).toEqual(['line', 'one']);
		expect(views[1]?.problem).toContain('How you spoke');
		expect(talkLine({ pack, record, talk: { ...talk } })).toMatch(/^mother, 16 November 2026/);
		expect(isTalkDetail('told', 'how')).toBe(true);
		expect(isTalkDetail('told', 'who')).toBe(false);
		expect(isTalkDetail('receipt', 'how')).toBe(false);
	});
});

describe('a drawn mark', () => {
	const point = fc.record({ x: fc.double(), y: fc.double() });

	it('is whole points on the pad, and comes back as it was', () => {
		fc.assert(
			fc.property(fc.array(fc.array(point, { maxLength: 20 }), { maxLength: 8 }), (lines) => {
				const text = markText(lines) ?? '';
				const read = markLines(text);
				expect(markText(read)).toBe(text);
				expect(text === '' || isMark(text)).toBe(true);
				for (const { x, y } of read.flat())
					expect(x >= 0 && x <= PAD.width && y >= 0 && y <= PAD.height).toBe(true);
			})
		);
	});

	it('is refused when it grows too long, and anything else is none', () => {
		const long = Array.from({ length: 3000 }, (_one, at) => ({ x: at % 300, y: at % 100 }));
		expect(markText([long])).toBeUndefined();
		expect(isMark(`drawn-1:${'1,1 '.repeat(LONGEST_MARK)}1,1`)).toBe(false);
		for (const odd of ['', 'drawn-1:', 'drawn-1:1,2;', '<svg>', 'drawn-1:1,2"/><script>', 7, null])
			expect(markLines(odd)).toEqual([]);
		expect(markPath([[{ x: 1, y: 2 }]])).toBe('M1 2 L1 2');
	});
});
