import type { Ack, EntryRefusedProblem, Problem, RequestReason } from '../sync/protocol.ts';
import { AppError } from '../errors.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { receive, type Delivery, type Receiver } from './receive.ts';
import { requestProblem } from './refusals.ts';

/** All entries stored, or none and why. */
export type WholeOutcome<Reason extends RequestReason> =
	| { readonly ok: true; readonly acks: readonly Ack[] }
	| { readonly ok: false; readonly problem: EntryRefusedProblem | Problem<Reason> };

function firstRefused(acks: readonly Ack[]): EntryRefusedProblem | undefined {
	const index = acks.findIndex((ack) => !('seq' in ack));
	const ack = acks[index];
	if (ack === undefined) return undefined;
	const entry = 'problem' in ack ? ack.problem.reason : 'missing';
	return { ...requestProblem('entry-refused'), index, entry };
}

/**
 * Takes all entries or none: for founding an organisation and for joining one, where a part would be worse than
 * nothing.
 * @param isComplete whether the keylog afterwards is what the delivery was meant to make
 * @param incomplete the reason when it is not
 */
export async function receiveWhole<Reason extends RequestReason>(
	server: Receiver,
	delivery: Delivery,
	{ isComplete, incomplete }: { isComplete: (keylog: Keylog) => boolean; incomplete: Reason }
): Promise<WholeOutcome<Reason>> {
	let problem: EntryRefusedProblem | Problem<Reason> | undefined;
	const settle = (acks: readonly Ack[], keylog: Keylog) => {
		problem = firstRefused(acks) ?? (isComplete(keylog) ? undefined : requestProblem(incomplete));
		if (problem !== undefined) throw new AppError('delivery-undone');
	};
	try {
		return { ok: true, acks: await receive(server, { ...delivery, settle }) };
	} catch (fault) {
		if (problem === undefined) throw fault;
		return { ok: false, problem };
	}
}
