import type { Pack, RecordKind } from '../pack/types.ts';
import { receiversOf, recordKindOf, RULES_PATH, SECURE_PATH, startRun, type Frame, type Run } from './run.ts';
import type { Journey, JourneyContext, JourneyInput } from './types.ts';
import { finish, walk } from './walk.ts';

/**
 * Replays answers over a pack: the steps taken, the step that waits, outcomes, flags and concepts shown.
 * Pure: the same pack, answers and decision date give the same journey, years later too. The position is never
 * stored; an answer that the path does not use any more is kept and returned as set aside.
 * @throws AppError 'unknown-node' or 'unknown-outcome' only for a pack that `provePack` would have refused
 */
export function journey(pack: Pack, input: JourneyInput, context: JourneyContext): Journey {
	return resultOf(replay(pack, input, context));
}

/** What a replay found, as plain data. */
export function resultOf({ run, isFinished }: Replayed): Journey {
	const last = run.steps.at(-1);
	const receivers = receiversOf(run);
	return {
		steps: run.steps,
		current: last?.answer === undefined ? last : undefined,
		isFinished,
		outcomes: run.outcomes,
		caseFlags: [...run.caseFlags].sort(),
		receiverFlags: Object.fromEntries([...run.receiverFlags].map(([id, flags]) => [id, [...flags].sort()])),
		receivers,
		recordKinds: kindsOf(run, receivers),
		visited: [...run.visited],
		shown: [...run.shown],
		setAside: run.input.answers.filter(({ key }) => !run.used.has(key) && !isBeside(key)),
		ownCount: run.steps.length,
		rules: run.rules
	};
}

/** Given beside the journey: not on its path is no loss. */
function isBeside(key: string): boolean {
	return key.startsWith(RULES_PATH) || key.startsWith(SECURE_PATH);
}

export interface Replayed {
	readonly run: Run;
	readonly isFinished: boolean;
}

/** The replay itself, for those who read its facts afterwards (flow B's card). */
export function replay(pack: Pack, input: JourneyInput, context: JourneyContext): Replayed {
	const run = startRun(pack, input, context);
	const flow = pack.flows[input.flow];
	const start = (input.entry === undefined ? undefined : flow.entries?.[input.entry]) ?? flow.start;
	const frame: Frame = { flow: input.flow, path: '' };
	const exit = finish(run, frame, walk(run, frame, start));
	if (exit.kind === 'wait' || input.flow === 'record') return { run, isFinished: exit.kind !== 'wait' };
	const recordFrame: Frame = { flow: 'record', path: 'record/' };
	const end = finish(run, recordFrame, walk(run, recordFrame, pack.flows.record.start));
	return { run, isFinished: end.kind !== 'wait' };
}

function kindsOf(run: Run, receivers: readonly string[]): Readonly<Record<string, RecordKind>> {
	if (receivers.length === 0) return { '': recordKindOf(run, undefined) };
	return Object.fromEntries(receivers.map((id) => [id, recordKindOf(run, id)]));
}
