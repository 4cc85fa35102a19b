import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { giveAnswer, startJourney } from '../../../src/lib/flow/answers.ts';
import { journey } from '../../../src/lib/flow/journey.ts';
import { layoutPath } from '../../../src/lib/flow/map-path-layout.ts';
import { pathMap } from '../../../src/lib/flow/map-path.ts';
import type { JourneyContext, JourneyInput } from '../../../src/lib/flow/types.ts';
import { playVignette, type Vignette } from '../../../tools/vignette.ts';
import { boxesInTheWay, differentFacts } from '../../support/map-facts.ts';
import { contentPack, contextFor } from '../../support/pack.ts';

const pack = await contentPack();
const folder = join(import.meta.dirname, '../../flows/vignettes');
const vignettes = readdirSync(folder).map(
	(name) => parse(readFileSync(join(folder, name), 'utf8')) as Vignette
);
const nodes = new Map(
	Object.values(pack.flows).flatMap(({ nodes: all }) => all.map((node) => [node.id, node]))
);

function walked(context: JourneyContext, answers: readonly (string | readonly string[])[]): JourneyInput {
	return answers.reduce<JourneyInput>((input, value) => {
		const { current } = journey(pack, input, context);
		return giveAnswer(input, current!, { value });
	}, startJourney('share'));
}

describe.each(vignettes.map((one) => [one.id, one] as const))('the path of case %s', (_id, vignette) => {
	const { input, at, result } = playVignette(pack, vignette);
	const map = pathMap(pack, input, at);
	const picture = layoutPath(map);
	const steps = map.rows.filter(({ kind }) => kind === 'question' || kind === 'outcome');

	it('draws every step in order, with the answer given as the road taken', () => {
		const titles = result.steps.map((step) => (step.kind === 'outcome' ? step.outcome.title : step.ask));
		expect(steps.map(({ title }) => title)).toEqual(titles);
		result.steps.forEach((step, index) => {
			if (step.kind === 'outcome' || step.answer === undefined) return;
			const ids = typeof step.answer.value === 'string' ? [step.answer.value] : step.answer.value;
			const taken = steps[index]!.ways.filter((way) => way.isTaken === true);
			expect(taken).toHaveLength(1);
			for (const option of step.options.filter(({ id }) => ids.includes(id)))
				expect(taken[0]!.words).toContain(option.label);
		});
	});

	it('draws every answer not given as a stub, with why not', () => {
		result.steps.forEach((step, index) => {
			if (step.kind === 'outcome') return;
			const value = step.answer?.value;
			const ids = [...step.carried, ...(typeof value === 'string' ? [value] : (value ?? []))];
			const why = steps[index]!.ways.filter((way) => way.isTaken === false).map(({ whyNot }) => whyNot ?? '');
			expect(why.every((words) => words !== '')).toBe(true);
			const left = [...step.options, ...(nodes.get(step.node)?.answers ?? [])].filter(
				({ id }) => !ids.includes(id)
			);
			for (const { label } of left) expect(why.join('\n')).toContain(`“${label}”`);
		});
	});

	it('says the same in the picture and in the list, and lets no box lie over another', () => {
		expect(differentFacts(map, picture)).toEqual([]);
		expect(boxesInTheWay(picture)).toEqual([]);
	});

	it('highlights in the picture exactly the roads taken', () => {
		const taken = map.rows.flatMap(({ ways }) => ways.filter((way) => way.isTaken === true));
		const knots = picture.strips.flatMap((strip) => strip.knots.filter(({ look }) => look === 'smallTaken'));
		expect(knots).toHaveLength(taken.length);
	});

	it('is the same picture each time', () => {
		expect(layoutPath(pathMap(structuredClone(pack), input, at))).toEqual(picture);
	});
});

describe('a road not taken', () => {
	it('tells the rule that was off on the date', () => {
		const context = contextFor(pack, { decidedAt: '2026-09-01T10:00:00Z' });
		const { rows } = pathMap(pack, throughTheFork(), { context });
		const said = rows.flatMap(({ ways }) => ways.map(({ whyNot }) => whyNot ?? '')).join('\n');
		expect(said).toContain(
			'“Duty to share, Children Act 2004 s.16LA” (check this) did not count on 1 September 2026.'
		);
	});

	it('tells the rule that counted where it was taken', () => {
		const { rows } = pathMap(pack, throughTheFork(), { context: contextFor(pack) });
		const taken = rows.flatMap(({ ways }) => ways.filter(({ isTaken }) => isTaken)).map(({ words }) => words);
		expect(taken.join('\n')).toContain(
			'“Duty to share, Children Act 2004 s.16LA” (check this) counts on 16 November 2026'
		);
	});

	it('is only possible while the question waits', () => {
		const { rows } = pathMap(pack, startJourney('share'), { context: contextFor(pack) });
		expect(rows.map(({ isHere }) => isHere)).toEqual([true]);
		expect(rows[0]!.ways.every(({ isTaken }) => isTaken === false)).toBe(true);
	});

	/** A journey that reaches the fork at the start of a receiver. */
	function throughTheFork(): JourneyInput {
		const found = vignettes.find((one) => playVignette(pack, one).result.visited.includes('scope-check'));
		return playVignette(pack, found!).input;
	}
});

it('tells of the danger answer as it was given', () => {
	const context = contextFor(pack);
	const { rows } = pathMap(pack, walked(context, ['danger-now']), { context });
	expect(rows[0]!.ways.find(({ isTaken }) => isTaken)!.words).toBe('Someone is in danger now');
});
