import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { rulesCardView } from '../../../src/lib/app/rules-card-view.ts';
import { giveAnswer, startJourney } from '../../../src/lib/flow/answers.ts';
import { journey } from '../../../src/lib/flow/journey.ts';
import { rulesFound } from '../../../src/lib/flow/rules-card.ts';
import type { JourneyInput } from '../../../src/lib/flow/types.ts';
import { makeRecord } from '../../../src/lib/record/make.ts';
import type { Vignette } from '../../../tools/vignette.ts';
import { contentPack, contextFor } from '../../support/pack.ts';

const pack = await contentPack();
const file = new URL('../../flows/vignettes/V02.yaml', import.meta.url);
const { rules } = parse(readFileSync(file, 'utf8')) as Vignette;
const context = contextFor(pack);

function answered(): JourneyInput {
	let input = startJourney('rules');
	for (const { answer } of rules!.answers)
		input = giveAnswer(input, journey(pack, input, context).current!, { value: answer });
	return input;
}

const start = {
	pack,
	input: answered(),
	now: context.decidedAt,
	settings: pack.localSettings,
	timeZone: 'Europe/London'
};

describe('a record of "Which rules apply?"', () => {
	it('keeps what was suggested, and no choice before there is one', () => {
		const { values } = makeRecord(start);
		expect(values['r:/art6Basis/suggested']).toBe('e');
		expect(values).not.toHaveProperty(['r:/art6Basis/chosenByUser']);
		expect(values).not.toHaveProperty(['r:/art9or10Condition']);
	});

	it('keeps a choice beside the suggestion', () => {
		const { values } = makeRecord({ ...start, choice: { art6: 'c', art9or10: ['art9-2h-sch1-2'] } });
		expect(values['r:/art6Basis/suggested']).toBe('e');
		expect(values['r:/art6Basis/chosenByUser']).toBe('c');
		expect(values['r:/art9or10Condition']).toEqual(['art9-2h-sch1-2']);
	});
});

describe('the card', () => {
	const found = rulesFound(pack, start.input, { context });
	const card = rulesCardView({ pack, found, rules: journey(pack, start.input, context).rules })!;

	it('has every part, each with its sources', () => {
		const parts = card.sections.map(({ id }) => id);
		expect(parts).toEqual(['why', 'basis', 'data', 'confidence', 'article8', 'telling', 'hold']);
		expect(card.sections.filter(({ sources, lines }) => sources.length * lines.length === 0)).toEqual([]);
	});

	it('loses no concept of the tables', () => {
		expect(card.sections.flatMap(({ concepts }) => concepts).sort()).toEqual([...found.cards].sort());
	});

	it('lets any basis of the record be chosen, those suggested first', () => {
		const offered = [...card.bases.near, ...card.bases.far].map(({ id }) => id);
		expect(offered[0]).toBe('e');
		const { values } = pack.record.fields.find(({ id }) => id === 'art6Basis')!;
		expect([...offered].sort()).toEqual([...values!].sort());
	});
});
