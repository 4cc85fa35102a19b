import { parsePulledList } from './answer-parse.ts';
import type { SyncPorts } from './exchange.ts';
import { LIMITS } from './protocol.ts';
import { asFields, isCount } from './protocol-parse.ts';
import { isId } from '../trust/ids.ts';
import { followChain } from './receipts.ts';
import { failureOf, readBody, type Failure } from './retry.ts';
import { deliverBy, MOST_EXCHANGES, type Attempt, type Delivered } from './run.ts';
import type { PendingBootstrap, PulledEntry } from './sync-store.ts';

export type { Delivered } from './run.ts';

function parseNext(value: unknown): PendingBootstrap | null | undefined {
	if (value === null) return null;
	const next = asFields(value);
	const records: unknown = next?.records;
	if (!isCount(next?.after) || !Array.isArray(records) || !records.every(isId)) return undefined;
	return { records, after: next.after };
}

interface Part {
	readonly pulled: readonly PulledEntry[];
	readonly next: PendingBootstrap | null;
}

async function fetchPart(
	{ device, post, now }: SyncPorts,
	wanted: PendingBootstrap
): Promise<Part | Failure> {
	let answer: Response;
	try {
		answer = await post('/api/v1/bootstrap', { device, ...wanted });
	} catch {
		// Whatever fetch says, nothing was reached; the reason on the screen is the same.
		return { trouble: 'offline', isOurs: false };
	}
	if (answer.status !== 200) return failureOf(answer, now());
	const body = asFields(await readBody(answer));
	const pulled = await parsePulledList(body?.entries);
	const next = parseNext(body?.next);
	return pulled === undefined || next === undefined
		? { trouble: 'not-doorstep', isOurs: false }
		: { pulled, next };
}

/** Fetches the next part of the records that became readable. @returns a failure, or whether more is waiting */
async function fetchSome(ports: SyncPorts): Promise<Failure | { readonly more: boolean }> {
	const waiting = await ports.store.pendingBootstrap();
	if (waiting.records.length === 0) return { more: false };
	const records = waiting.records.slice(0, LIMITS.bootstrapRecords);
	const part = await fetchPart(ports, { records, after: waiting.after });
	if ('trouble' in part) return part;
	const rest = waiting.records.slice(records.length);
	const next = { records: [...(part.next?.records ?? []), ...rest], after: part.next?.after ?? 0 };
	await ports.store.addRecords(waiting, { pulled: part.pulled, next });
	return { more: next.records.length > 0 };
}

async function fetchRecords(ports: SyncPorts): Promise<Failure | undefined> {
	for (let count = 0; count < MOST_EXCHANGES; count += 1) {
		const got = await fetchSome(ports);
		if ('trouble' in got) return got;
		if (!got.more) return undefined;
	}
	return { trouble: 'server-fault', isOurs: true };
}

/** Pushes and pulls until nothing is left or something is in the way, with everything that a page can do. */
export function deliver(ports: SyncPorts, attempt: Attempt): Promise<Delivered> {
	return deliverBy(ports, attempt, { follow: followChain, fetchRecords: () => fetchRecords(ports) });
}
