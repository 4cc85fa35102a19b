import { beforeAll, describe, expect, it } from 'vitest';
import { aboutWords, answerWords, knotsOf } from '#lib/app/answer-words.ts';
import {
	closingWords,
	isShelfFlow,
	openJourney,
	replayed,
	rulesBehind,
	tryAnswer
} from '#lib/app/journey-view.ts';
import type { OpenJourney } from '#lib/app/journey.svelte.ts';
import { NO_NUMBERS } from '#lib/app/numbers.ts';
import { setReceivers } from '#lib/flow/answers.ts';
import type { AnswerEntry, Step } from '#lib/flow/types.ts';
import type { Pack } from '#lib/pack/types.ts';
import { contentPack } from '../../support/pack.ts';

let pack: Pack;
beforeAll(async () => {
	pack = await contentPack();
});

const now = new Date('2026-11-16T15:00:00Z');

function walked(values: readonly AnswerEntry['value'][], at = now): OpenJourney {
	let open = openJourney(pack, { numbers: NO_NUMBERS, local: undefined }, { flow: 'share', now: at });
	open = { ...open, input: setReceivers(open.input, [{ id: 'police', label: 'The police' }]) };
	for (const value of values) open = { ...open, input: tryAnswer(open, last(open), { value }).input };
	return open;
}

function last(open: OpenJourney): Step {
	return replayed(open).steps.at(-1)!;
}

const TO_RULE = ['seen-or-told', 'no', 'yes', 'protect-child', 'none', ['police']];
const TO_DUTY = [
	...TO_RULE,
	['my-body-in-scope', 'receiver-in-scope', 'about-a-child', 'relevant-to-welfare', 'may-help-receiver'],
	'no'
];

describe('trying an answer', () => {
	it('says which later answers a change would set aside, and keeps nothing', () => {
		const open = walked(['seen-or-told', 'no', 'yes']);
		const first = replayed(open).steps[0]!;
		const change = tryAnswer(open, first, { value: 'asked-for-information' });
		expect(change.setsAside.map(({ node }) => node)).toEqual(['immediate-danger', 'identifiable']);
		expect(replayed(open).setAside).toEqual([]);
	});

	it('sets nothing aside when the path stays', () => {
		const open = walked(['seen-or-told', 'no', 'yes']);
		const second = replayed(open).steps[1]!;
		expect(tryAnswer(open, second, { value: 'no-but-today' }).setsAside).toEqual([]);
	});

	it('does not name again what an earlier change set aside', () => {
		const open = walked(['seen-or-told', 'no', 'yes']);
		const changed = tryAnswer(open, replayed(open).steps[0]!, { value: 'asked-for-information' });
		const later = { ...open, input: changed.input };
		expect(tryAnswer(later, last(later), { value: 'police' }).setsAside).toEqual([]);
	});
});

describe('answers in words', () => {
	it('names question, answer and whom it is about', () => {
		const open = walked(TO_DUTY.slice(0, 7));
		const knots = knotsOf(pack, open.input, replayed(open).steps);
		expect(knots[0]).toMatchObject({
			number: 1,
			ask: 'What has brought you here?',
			said: 'I saw something or was told something',
			about: ''
		});
		expect(knots[5]).toMatchObject({ said: 'The police' });
		expect(knots[6]).toMatchObject({ about: 'The police' });
		expect(knots[6]!.said.split('; ')).toHaveLength(5);
	});

	it('has words for every answer of every question', () => {
		const { input } = openJourney(pack, { numbers: NO_NUMBERS, local: undefined }, { flow: 'share', now });
		for (const node of Object.values(pack.flows).flatMap(({ nodes }) => nodes))
			for (const value of [
				...(node.answers ?? []).map(({ id }) => id),
				...(node.notSure ? ['not-sure'] : [])
			]) {
				const { said } = answerWords(pack, input, { key: 'k', node: node.id, value });
				expect(said, `${node.id} ${value}`).not.toBe(value);
			}
	});

	it('says so when nothing was ticked', () => {
		const { input } = walked([]);
		expect(answerWords(pack, input, { key: 'k', node: 'caution-signs', value: [] }).said).toBe(
			'None of them'
		);
		expect(aboutWords(input, { receiver: 'police', person: 'aunt' })).toBe('The police, aunt');
	});
});

describe('the dated rules behind a page', () => {
	it('names the duty to share where it is asked about, and its date', () => {
		const open = walked(TO_RULE);
		const [duty, ...others] = rulesBehind(open, last(open), replayed(open));
		expect(duty).toMatchObject({ id: 'dutyActive', isOn: true });
		expect(others).toEqual([]);
	});

	it('says that it does not count for a decision before its date', () => {
		const open = walked(TO_RULE, new Date('2026-09-29T12:00:00Z'));
		const [duty] = rulesBehind(open, last(open), replayed(open));
		expect(duty).toMatchObject({ id: 'dutyActive', isOn: false });
	});

	it('names it on the outcome that stands on it', () => {
		const open = walked(TO_DUTY);
		expect(last(open)).toMatchObject({ kind: 'outcome', outcome: { id: 'O-DUTY' } });
		expect(rulesBehind(open, last(open), replayed(open)).map(({ id }) => id)).toEqual(['dutyActive']);
	});
});

it('has words for every closing step of every outcome', () => {
	for (const { then } of Object.values(pack.outcomes))
		for (const id of then) expect(closingWords(pack, id), id).not.toBe(id);
});

it('offers the five flows of the open shelf and nothing else', () => {
	expect(['share', 'rules', 'consent', 'secure', 'record'].every(isShelfFlow)).toBe(true);
	expect(['shell', '__proto__', ''].some(isShelfFlow)).toBe(false);
});
