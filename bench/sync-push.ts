/** Entries pushed in several lanes at once, with requests and bytes counted. */
import { LIMITS, type WireEntry } from '../src/lib/sync/protocol.ts';
import type { Line } from './sync-wire.ts';

/** Items in batches as the client makes them, shared out over the lanes; a record stays in its lane. */
function lanesOf(
	items: readonly (readonly WireEntry[])[],
	lanes: number
): readonly (readonly WireEntry[])[][] {
	return Array.from({ length: lanes }, (_, lane) => {
		const mine = items.filter((_item, index) => index % lanes === lane).flat();
		const batches: (readonly WireEntry[])[] = [];
		for (let at = 0; at < mine.length; at += LIMITS.pushItems)
			batches.push(mine.slice(at, at + LIMITS.pushItems));
		return batches;
	});
}

export interface Pushed {
	readonly seconds: number;
	readonly requests: number;
	readonly bytes: number;
}

/** Pushes everything in as many lanes as there are lines. */
export async function pushAll(
	lines: readonly Line[],
	items: readonly (readonly WireEntry[])[],
	send: (line: Line, batch: readonly WireEntry[], lane: number) => Promise<void>
): Promise<Pushed> {
	const before = lines.map(({ traffic }) => ({ ...traffic }));
	const from = performance.now();
	await Promise.all(
		lanesOf(items, lines.length).map(async (batches, lane) => {
			const line = lines[lane];
			for (const batch of batches) if (line !== undefined) await send(line, batch, lane);
		})
	);
	const seconds = (performance.now() - from) / 1000;
	const gone = lines.map(({ traffic }, index) => ({
		requests: traffic.requests - (before[index]?.requests ?? 0),
		bytes: traffic.up + traffic.down - (before[index]?.up ?? 0) - (before[index]?.down ?? 0)
	}));
	const sum = (of: (one: { requests: number; bytes: number }) => number) =>
		gone.reduce((total, one) => total + of(one), 0);
	return { seconds, requests: sum((one) => one.requests), bytes: sum((one) => one.bytes) };
}
