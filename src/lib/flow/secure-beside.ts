/** Flow `secure` for one receiver of a record: where the journey came to it, those very pages; else asked beside it. */
import type { Pack } from '../pack/types.ts';
import { replay, resultOf } from './journey.ts';
import { isSecureBegun, SECURE_PATH, type Frame, type Run } from './run.ts';
import type { Journey, JourneyContext, JourneyInput, Party, Step } from './types.ts';
import { finish, walk } from './walk.ts';

/** The journey, and the receiver whose sending is asked about; without one the implied receiver. */
export interface Sending {
	readonly context: JourneyContext;
	readonly receiver?: Party;
}

/**
 * The pages of flow `secure` for one receiver, numbered from 1. Their keys are those of the journey where it came to them,
 * so an answer given here is given there, and the other way round.
 */
export function secureJourney(pack: Pack, input: JourneyInput, at: Sending): Journey {
	const { run } = replay(pack, input, at.context);
	const own = stepsIn(run.steps, at.receiver?.id);
	const steps = own.length > 0 || input.flow === 'secure' ? own : walkBeside(run, at.receiver);
	const last = steps.at(-1);
	return {
		...resultOf({ run, isFinished: last?.answer !== undefined }),
		steps: steps.map((step, index) => ({ ...step, number: index + 1 })),
		ownCount: steps.length,
		current: last?.answer === undefined ? last : undefined,
		setAside: input.answers.filter(
			({ key }) => key.startsWith(`${SECURE_PATH}${at.receiver?.id ?? ''}|`) && !run.used.has(key)
		)
	};
}

/**
 * Walks what was begun beside the journey and the journey has not come to, for its record: flags, outcomes and first values
 * of a sending count as soon as it is answered.
 * @param receivers ids of the journey's receivers
 */
export function walkBegun(run: Run, receivers: readonly string[]): void {
	for (const id of ['', ...receivers]) {
		const receiver = run.input.receivers.find((party) => party.id === id);
		const isReached = stepsIn(run.steps, receiver?.id).length > 0;
		if (isSecureBegun(run.input, id) && !isReached) walkBeside(run, receiver);
	}
}

/** The pages of `secure` that a journey came to for a receiver, with the outcome that ended them. */
function stepsIn(steps: readonly Step[], receiver: string | undefined): readonly Step[] {
	const isHere = (step: Step) => step.receiver?.id === receiver;
	const isSending = (step: Step) =>
		isHere(step) && step.kind !== 'outcome' && (step.closing === 'secure' || step.flow === 'secure');
	const first = steps.findIndex(isSending);
	if (first === -1) return [];
	const after = steps.slice(first);
	const end = after.findIndex((step) => !isSending(step) && !(step.kind === 'outcome' && isHere(step)));
	return end === -1 ? after : after.slice(0, end);
}

/** @returns the pages that the walk added */
function walkBeside(run: Run, receiver: Party | undefined): readonly Step[] {
	const before = run.steps.length;
	const outer: Frame = {
		flow: 'share',
		path: SECURE_PATH,
		...(receiver === undefined ? {} : { receiver })
	};
	const inner: Frame = { ...outer, flow: 'secure', closing: 'secure' };
	// A journey that an emergency ended goes no further; its sending still has to be asked about.
	const wasOver = run.isOver;
	run.isOver = false;
	finish(run, outer, walk(run, inner, run.pack.flows.secure.start));
	run.isOver ||= wasOver;
	return run.steps.slice(before);
}
