import { expect } from 'vitest';
import { giveAnswer, setPersons, setReceivers, startJourney } from '../../src/lib/flow/answers.ts';
import { journey } from '../../src/lib/flow/journey.ts';
import type { Journey, JourneyContext, JourneyInput, QuestionStep, Step } from '../../src/lib/flow/types.ts';
import type { FlowId, Pack } from '../../src/lib/pack/types.ts';
import { contextFor } from './pack.ts';

/** Speaks of a journey as a person walks it: `scenario(pack, 'share').answer('immediate-danger', 'no')`. */
export class Scenario {
	readonly pack: Pack;
	readonly context: JourneyContext;
	input: JourneyInput;

	constructor(pack: Pack, flow: FlowId, at: { entry?: string; context?: Partial<JourneyContext> } = {}) {
		this.pack = pack;
		this.context = contextFor(pack, at.context);
		this.input = startJourney(flow, at.entry);
	}

	get result(): Journey {
		return journey(this.pack, this.input, this.context);
	}

	get waiting(): Step | undefined {
		return this.result.current;
	}

	receivers(...ids: string[]): this {
		this.input = setReceivers(
			this.input,
			ids.map((id) => ({ id, label: id }))
		);
		return this;
	}

	persons(...ids: string[]): this {
		this.input = setPersons(
			this.input,
			ids.map((id) => ({ id, label: id }))
		);
		return this;
	}

	/** Answers the waiting question, which must be `node`. */
	answer(node: string, value: string | readonly string[]): this {
		const step = this.waiting;
		expect(step?.kind === 'outcome' ? step.outcome.id : step?.node).toBe(node);
		this.input = giveAnswer(this.input, step as Step, { value });
		return this;
	}

	/** Changes the answer of a node that was answered before. */
	change(node: string, value: string | readonly string[]): this {
		const step = this.stepOf(node);
		this.input = giveAnswer(this.input, step, { value });
		return this;
	}

	stepOf(node: string): QuestionStep {
		const step = this.result.steps.findLast((one) => one.kind !== 'outcome' && one.node === node);
		expect(step, `step ${node}`).toBeDefined();
		return step as QuestionStep;
	}

	shouldWaitAt(node: string): this {
		const step = this.waiting;
		expect(step?.kind === 'outcome' ? step.outcome.id : step?.node).toBe(node);
		return this;
	}
}

export function scenario(
	pack: Pack,
	flow: FlowId,
	at: { entry?: string; context?: Partial<JourneyContext> } = {}
): Scenario {
	return new Scenario(pack, flow, at);
}
