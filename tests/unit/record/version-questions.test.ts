import { describe, expect, it } from 'vitest';
import { answerPath, memberPath } from '#lib/record/entries.ts';
import type { DecisionRecord, OtherSide, ValuePath } from '#lib/record/types.ts';
import { keepBoth, keepSide, versionQuestions } from '#lib/record/version-questions.ts';
import { recordWith } from '../../support/drawer.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const side = (value: OtherSide['value'], by = 'rev-phone'): OtherSide => ({ value, by });
const SUMMARY = 'case/concernSummary';

function recordOf(
	values: DecisionRecord['values'],
	sides: Readonly<Record<ValuePath, readonly OtherSide[]>>
): DecisionRecord {
	return { ...recordWith(''), values, sides };
}

const only = (record: DecisionRecord) => {
	const [question, ...others] = versionQuestions(pack, record);
	if (question === undefined || others.length > 0) throw new TypeError('not one question');
	return question;
};
const labels = ['This device, 14:07', 'Your other device, 13:52', 'Your other device 2, 13:00'];

describe('narrative', () => {
	const record = recordOf(
		{ [SUMMARY]: 'mine' },
		{ [SUMMARY]: [side('theirs'), side('third', 'rev-laptop')] }
	);

	it('can be kept whole, in blocks under device and time', () => {
		const next = keepBoth(record, only(record), { labels, mark: '-x' });
		expect(next.values[SUMMARY]).toBe(
			'This device, 14:07:\nmine\n\nYour other device, 13:52:\ntheirs\n\nYour other device 2, 13:00:\nthird'
		);
		expect(next.sides).toBeUndefined();
	});

	it('or one of three versions of it', () => {
		expect(only(record).kind).toBe('text');
		expect(keepSide(record, only(record), 2).values[SUMMARY]).toBe('third');
		expect(keepSide(record, only(record), 0)).toMatchObject({ values: { [SUMMARY]: 'mine' } });
	});
});

describe('a row of a list', () => {
	const row = 'case/statements/1-abc';
	const record = recordOf(
		{ [`${row}/text`]: 'saw it', [`${row}/kind`]: 'fact', [`${row}/source`]: 'school' },
		{ [`${row}/text`]: [side('heard it')], [`${row}/kind`]: [side('reported')] }
	);

	it('is one question with all its parts, and both rows can stay', () => {
		const question = only(record);
		expect([question.kind, question.paths]).toEqual(['row', [`${row}/kind`, `${row}/text`]]);
		const { values, sides } = keepBoth(record, question, { labels, mark: '-me' });
		expect(values).toEqual({
			...record.values,
			'case/statements/2-me/text': 'heard it',
			'case/statements/2-me/kind': 'reported',
			'case/statements/2-me/source': 'school'
		});
		expect(sides).toBeUndefined();
	});

	it('is kept whole from one side', () => {
		expect(keepSide(record, only(record), 1).values).toEqual({
			[`${row}/text`]: 'heard it',
			[`${row}/kind`]: 'reported',
			[`${row}/source`]: 'school'
		});
	});
});

describe('a choice', () => {
	it('of several joins the ticks', () => {
		const record = recordOf({ 'case/purpose': ['a', 'b'] }, { 'case/purpose': [side(['b', 'c'])] });
		const next = keepBoth(record, only(record), { labels, mark: '' });
		expect(next.values['case/purpose']).toEqual(['a', 'b', 'c']);
	});

	it('of one, a moment and an answer stand alone', () => {
		const answer = { key: 'share/q', node: 'q', value: 'yes' };
		const record: DecisionRecord = {
			...recordWith(''),
			answers: [{ ...answer, value: 'no' }],
			values: { 'case/urgency': 'now' },
			sides: {
				'case/urgency': [side('today')],
				[answerPath('share/q')]: [side(answer)],
				[memberPath('decidedAt')]: [side('2026-11-20T10:00:00Z')]
			}
		};
		const questions = versionQuestions(pack, record);
		expect(questions.map(({ kind }) => kind)).toEqual(['answer', 'one', 'one']);
		const last = questions.reduce((next, question) => keepSide(next, question, 1), record);
		expect(last).toMatchObject({
			answers: [answer],
			decidedAt: '2026-11-20T10:00:00Z',
			values: { 'case/urgency': 'today' }
		});
		expect(last.sides).toBeUndefined();
	});
});
