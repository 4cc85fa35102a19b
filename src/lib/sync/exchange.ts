import { fromUtf8, toBase64Url } from '../trust/bytes.ts';
import { parseAcks, parseSyncAnswer, type ReadAck, type ReadAnswer } from './answer-parse.ts';
import { firstBatch, inPushOrder } from './outbox-order.ts';
import { followChain } from './receipts.ts';
import { asFields } from './protocol-parse.ts';
import { LIMITS, type SyncRequest, type WireEntry } from './protocol.ts';
import { failureOf, readBody, type Failure } from './retry.ts';
import type { EntryMark, HeldEntry, Position, SyncStore } from './sync-store.ts';

/** What a delivery needs of the device it runs on. */
export interface SyncPorts {
	readonly store: SyncStore;
	readonly device: string;
	/** Posts JSON to our own origin with whatever credential is there. Rejects when nothing was reached. */
	readonly post: (path: string, body: unknown) => Promise<Response>;
	/** This device's clock, ms: shown as last try, never used for order. */
	readonly now: () => number;
}

/** What one exchange came to. */
export type Exchanged =
	| {
			readonly kind: 'stored';
			/** Pages are left, or entries that are not in `waiting`. */
			readonly more: boolean;
			/** Whether an entry was taken: those that waited for it may go now. */
			readonly isTaken: boolean;
			/** Entries that the server cannot take yet, or did not answer for. */
			readonly waiting: readonly string[];
			readonly needsSession: boolean;
			readonly nextPollMs: number;
			readonly spreadMs: number;
	  }
	/** Another tab or worker was faster, or the server's history changed: begin again from what is stored. */
	| { readonly kind: 'again'; readonly forked: boolean }
	/** `sent`: how many entries the request carried. `taken`: those that the server took although it gave nothing. */
	| {
			readonly kind: 'failed';
			readonly failure: Failure;
			readonly sent: number;
			readonly taken?: readonly string[];
	  };

/** How much to send, and what to leave out for now. */
export interface Load {
	readonly most: number;
	readonly skip: ReadonlySet<string>;
}

const WHOLE: Load = { most: LIMITS.pushItems, skip: new Set() };

const wireOf = ({ h, s, c }: HeldEntry): WireEntry => ({
	h: toBase64Url(h),
	s: toBase64Url(s),
	c: c === undefined ? null : toBase64Url(c)
});

/** When a push was answered, and where the device stood when it was sent. */
interface Asked {
	readonly sent: readonly HeldEntry[];
	readonly cursor: number;
	readonly triedAt: number;
}

/** The marks of one answer: taken, refused, or waiting for something that this device may have. */
function marksOf(acks: readonly ReadAck[], { sent, cursor, triedAt }: Asked): readonly EntryMark[] {
	return acks.flatMap((ack, index): readonly EntryMark[] => {
		// A server that answers for something else than was asked is not followed.
		const id = sent[index]?.id;
		if (id === undefined || (ack.id !== null && ack.id !== id)) return [];
		if (ack.kind === 'seq') {
			// Within the stretch whose chain this device has agreed on: it will not be sent again to be seen.
			const state = ack.seq <= cursor ? 'echoed' : 'acked';
			return [{ id, state, seq: ack.seq, triedAt }];
		}
		if (ack.kind === 'refused') return [{ id, state: 'parked', reason: ack.reason, triedAt }];
		const lacking = ack.missing.map((one): EntryMark => ({ id: one, state: 'queued' }));
		return [{ id, state: 'queued', reason: 'missing', triedAt }, ...lacking];
	});
}

/** Entries that can be sent at all, without those to be left out. */
async function sendable(store: SyncStore, skip: ReadonlySet<string>): Promise<readonly HeldEntry[]> {
	return (await store.unsent()).filter((entry) => entry.c !== undefined && !skip.has(entry.id));
}

async function stored(
	{ store, now }: SyncPorts,
	from: Position,
	{ answer, sent, skip }: { answer: ReadAnswer; sent: readonly HeldEntry[]; skip: ReadonlySet<string> }
): Promise<Exchanged> {
	const { pulled, position, bootstrap, durable, backup, needsSession, nextPollMs, spreadMs } = answer;
	const at = now();
	const marks = marksOf(answer.acks, { sent, cursor: from.cursor, triedAt: at });
	const isEnd = !answer.more && !needsSession;
	const followed = await followChain(from, answer);
	const said = { position, marks, pulled, bootstrap, durable, ...(backup && { backup }) };
	const isStored = await store.apply(from, { ...said, isEnd, ...followed, at });
	if (!isStored) return { kind: 'again', forked: false };
	const settled = new Set(marks.filter((mark) => mark.state !== 'queued').map((mark) => mark.id));
	const waiting = sent.map((entry) => entry.id).filter((id) => !settled.has(id));
	const left = await sendable(store, new Set([...skip, ...waiting]));
	const isTaken = marks.some((mark) => mark.seq !== undefined);
	const more = answer.more || left.length > 0;
	return { kind: 'stored', more, isTaken, waiting, needsSession, nextPollMs, spreadMs };
}

async function failed(
	{ store, now }: SyncPorts,
	from: Position,
	{ failure, sent }: { failure: Failure; sent: readonly HeldEntry[] }
): Promise<Exchanged> {
	if (failure.fork !== undefined) {
		await store.fork(from, { ...failure.fork, at: now() });
		return { kind: 'again', forked: true };
	}
	const triedAt = now();
	const acks = parseAcks(failure.acks);
	if (acks !== undefined) {
		// Too old to be told what is in the log; what was written here went all the same.
		const marks = marksOf(acks, { sent, cursor: 0, triedAt });
		await store.mark(marks);
		const taken = marks.filter(({ state }) => state !== 'queued').map(({ id }) => id);
		return { kind: 'failed', failure, sent: sent.length, taken };
	}
	const [first] = sent;
	// One entry alone that our server calls too large will always be: a person must see it. A proxy may be mended.
	if (failure.trouble === 'too-large' && failure.isOurs && sent.length === 1 && first !== undefined) {
		await store.mark([{ id: first.id, state: 'parked', reason: 'too-large', triedAt }]);
		return { kind: 'again', forked: false };
	}
	await store.mark(sent.map(({ id }) => ({ id, state: 'queued', reason: failure.trouble, triedAt })));
	return { kind: 'failed', failure, sent: sent.length };
}

async function answered(ports: SyncPorts, request: SyncRequest): Promise<ReadAnswer | Failure> {
	let answer: Response;
	try {
		answer = await ports.post('/api/v1/sync', request);
	} catch {
		// Whatever fetch says, nothing was reached; the reason on the screen is the same.
		return { trouble: 'offline', isOurs: false };
	}
	if (answer.status !== 200) return withoutEmptyFork(await failureOf(answer, ports.now()), request);
	return (await parseSyncAnswer(await readBody(answer), request)) ?? NOT_DOORSTEP;
}

const NOT_DOORSTEP: Failure = { trouble: 'not-doorstep', isOurs: false };

/** Who stands at the very beginning has no history that could be another one. */
function withoutEmptyFork(failure: Failure, { cursor }: Pick<SyncRequest, 'cursor'>): Failure {
	return failure.fork !== undefined && cursor === 0 ? NOT_DOORSTEP : failure;
}

/** Entries of this very device come back to it in the log: its header says so, before anybody has checked it. */
function isOfDevice({ h }: HeldEntry, device: string): boolean {
	try {
		return asFields(JSON.parse(fromUtf8(h) ?? ''))?.device === device;
	} catch {
		return false; // No header: the server refuses it by name.
	}
}

/**
 * A place that this device has read already, and where it did not see its own entry: a receipt that was made up. Entries
 * of others may lie there, in records that are not open to this device any more.
 */
function hasFalseReceipt(
	{ acks }: ReadAnswer,
	{ sent, cursor, device }: { sent: readonly HeldEntry[]; cursor: number; device: string }
): boolean {
	return acks.some((ack, index) => {
		const entry = sent[index];
		const isOld = ack.kind === 'seq' && ack.id === entry?.id && ack.seq <= cursor;
		return isOld && isOfDevice(entry, device);
	});
}

/**
 * One push and pull. Nothing is known until an answer is stored as a whole, and it is stored only if the device
 * still stands where it stood when it asked.
 */
export async function exchange(ports: SyncPorts, { most, skip }: Load = WHOLE): Promise<Exchanged> {
	const { store, device } = ports;
	const from = await store.position();
	const queue = inPushOrder(await sendable(store, skip));
	const push = firstBatch(queue.slice(0, most).map(wireOf), most);
	const sent = queue.slice(0, push.length);
	await store.mark(sent.map(({ id }) => ({ id, state: 'sent' })));
	const { round, cursor, chain } = from;
	const request = { device, cursor, chain, push, ...(round === undefined ? {} : { round }) };
	const answer = await answered(ports, request);
	if ('trouble' in answer) return failed(ports, from, { failure: answer, sent });
	if (hasFalseReceipt(answer, { sent, cursor, device }))
		return failed(ports, from, { failure: NOT_DOORSTEP, sent });
	return stored(ports, from, { answer, sent, skip });
}
