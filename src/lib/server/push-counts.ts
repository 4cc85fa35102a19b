import type { Ack, WireEntry } from '../sync/protocol.ts';

const outcomeOf = (ack: Ack) => ('seq' in ack ? 'taken' : 'missing' in ack ? 'missing' : ack.problem.reason);

/** How many entries came to what: a word of the protocol, and a count. */
export function outcomesOf(acks: readonly Ack[]): ReadonlyMap<string, number> {
	const outcomes = new Map<string, number>();
	for (const outcome of acks.map(outcomeOf)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
	return outcomes;
}

/**
 * How many of the entries taken are the device's own: what others signed and this one only brings back, after the
 * server was restored, must not be held against it.
 */
export function ownTaken(push: readonly WireEntry[], acks: readonly Ack[], device: string): number {
	// Headers are canonical, so that the field stands in these very letters.
	const field = `"device":"${device}"`;
	const isOwn = ({ h }: WireEntry) => Buffer.from(h, 'base64url').includes(field);
	return push.filter((entry, index) => {
		const ack = acks[index];
		return ack !== undefined && 'seq' in ack && isOwn(entry);
	}).length;
}
