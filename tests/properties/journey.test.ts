import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveAnswer, setPersons, setReceivers, startJourney } from '../../src/lib/flow/answers.ts';
import { journey } from '../../src/lib/flow/journey.ts';
import type { JourneyInput, Step } from '../../src/lib/flow/types.ts';
import type { FlowId } from '../../src/lib/pack/types.ts';
import { contentPack, contextFor } from '../support/pack.ts';

const pack = await contentPack();
const context = contextFor(pack);
const runs = { numRuns: process.env.SLOW === '1' ? 500 : 60 };
const PARTIES = [
	{ id: 'one', label: 'One' },
	{ id: 'two', label: 'Two' }
];

/** Any possible answer of a step, picked by a number. "Not sure" into advice and back is taken at most twice. */
function anyAnswer(step: Step, pick: number, advice: number): string | readonly string[] {
	if (step.kind === 'outcome' || step.kind === 'card' || step.kind === 'form') return 'seen';
	if (step.kind === 'loop') return PARTIES.slice(0, 1 + (pick % 2)).map((party) => party.id);
	const ids = step.options.map((option) => option.id);
	if (step.kind === 'multi') {
		const ticks = ids.filter((id, at) => id !== 'not-sure' && ((pick >> at) & 1) === 1);
		return ticks.length + step.carried.length >= step.min
			? ticks
			: ids.filter((id) => id !== 'not-sure').slice(0, 1);
	}
	const usable = advice >= 2 ? step.options.filter((option) => option.next !== '@advice') : step.options;
	return usable[pick % usable.length]!.id;
}

function walkToEnd(flow: FlowId, picks: readonly number[]): { input: JourneyInput; steps: number } {
	let input = setPersons(setReceivers(startJourney(flow), PARTIES), PARTIES);
	for (let steps = 0; ; steps += 1) {
		const { current, visited } = journey(pack, input, context);
		if (current === undefined || steps > 400) return { input, steps };
		const advice = visited.includes('get-advice') ? 2 : 0;
		input = giveAnswer(input, current, { value: anyAnswer(current, picks[steps % picks.length]!, advice) });
	}
}

const flows = fc.constantFrom<FlowId>('share', 'rules', 'consent', 'record', 'secure');
const picks = fc.array(fc.nat(1023), { minLength: 5, maxLength: 60 });

describe('any journey', () => {
	it('ends, whatever is answered', () => {
		fc.assert(
			fc.property(flows, picks, (flow, chosen) => {
				const { input, steps } = walkToEnd(flow, chosen);
				expect(steps).toBeLessThan(400);
				expect(journey(pack, input, context).isFinished).toBe(true);
			}),
			runs
		);
	});

	it('does not depend on the order in which its answers are kept', () => {
		fc.assert(
			fc.property(flows, picks, (flow, chosen) => {
				const { input } = walkToEnd(flow, chosen);
				const turned = { ...input, answers: input.answers.toReversed() };
				expect(journey(pack, turned, context)).toEqual({ ...journey(pack, input, context) });
			}),
			runs
		);
	});

	it('loses nothing by a change and its undoing', () => {
		fc.assert(
			fc.property(flows, picks, fc.nat(), (flow, chosen, at) => {
				const { input } = walkToEnd(flow, chosen);
				const before = journey(pack, input, context);
				const step = before.steps[at % before.steps.length]!;
				const changed = giveAnswer(input, step, { value: 'not-sure' });
				const after = journey(pack, changed, context);
				const kept = after.steps.filter((one) => one.answer !== undefined).length + after.setAside.length;
				expect(kept).toBe(changed.answers.length);
				expect(journey(pack, giveAnswer(changed, step, step.answer!), context)).toEqual(before);
			}),
			runs
		);
	});

	it('numbers its steps without a gap', () => {
		fc.assert(
			fc.property(flows, picks, (flow, chosen) => {
				const { steps } = journey(pack, walkToEnd(flow, chosen).input, context);
				expect(steps.map((step) => step.number)).toEqual(steps.map((_, at) => at + 1));
				expect(new Set(steps.map((step) => step.key)).size).toBe(steps.length);
			}),
			runs
		);
	});
});
