import type { SyncRequest, SyncResponse, WireEntry } from '#lib/sync/protocol.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { wire } from '../support/office-people.ts';
import { newLine, nextRevisions, type Crew, type Hand } from './crew.ts';
import { noteAck, type Findings } from './findings.ts';
import type { Processes } from './processes.ts';

/** What writers and pollers share. */
export interface Stage {
	readonly crew: Crew;
	readonly processes: Processes;
	readonly findings: Findings;
	/** Nothing new is begun then; what was begun is brought to its end. */
	readonly isOver: () => boolean;
}

const REVISIONS_OF_A_RECORD = 30;
const MOST_AT_ONCE = 4;
/** So often a push goes to two processes at once. */
const DOUBLED = 0.1;
/** Longer than any start of a process or recovery: who gets no answer for so long has found a violation. */
const PATIENCE_MS = 60_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const oneOf = (most: number) => Math.floor(Math.random() * most);

type Call = Pick<SyncRequest, 'push' | 'cursor' | 'chain'>;

/** One exchange with one of the processes, until it answers. */
async function ask(
	{ processes, findings }: Stage,
	{ device }: Hand,
	call: Call
): Promise<SyncResponse | undefined> {
	const { counts, violations } = findings;
	const from = performance.now();
	let at = oneOf(processes.size);
	while (performance.now() - from < PATIENCE_MS) {
		const body = { device: device.keys.device, ...call };
		const answer = await processes.sync(at, body, { token: device.token });
		if (answer?.status === 200) {
			counts.slowestMs = Math.max(counts.slowestMs, performance.now() - from);
			return (await answer.json()) as SyncResponse;
		}
		if (answer === undefined) counts.unanswered += 1;
		else if (answer.status === 503 && answer.headers.has('retry-after')) counts.refused += 1;
		else {
			violations.push(`${answer.status} ${await answer.text()}`);
			return undefined;
		}
		counts.sentAgain += call.push.length;
		// The other one may be well.
		at += 1;
		await pause(20 + oneOf(80));
	}
	violations.push(`no answer in ${PATIENCE_MS / 1000} s`);
	return undefined;
}

function judgeAcks({ findings }: Stage, entries: readonly Entry[], answer: SyncResponse | undefined): void {
	if (answer === undefined) return;
	const acks = new Map(answer.acks.map((ack) => [ack.id, ack]));
	for (const { id } of entries) {
		const ack = acks.get(id);
		if (ack !== undefined && 'seq' in ack) noteAck(findings, id, ack.seq);
		else findings.violations.push(`${id} was not taken: ${JSON.stringify(ack)}`);
	}
}

async function push(stage: Stage, hand: Hand, entries: readonly Entry[]): Promise<void> {
	const { counts } = stage.findings;
	const call = { push: wire(...entries), cursor: 0, chain: null };
	const times = Math.random() < DOUBLED ? 2 : 1;
	counts.pushes += times;
	if (times === 2) counts.sentAgain += entries.length;
	const answers = await Promise.all(Array.from({ length: times }, () => ask(stage, hand, call)));
	for (const answer of answers) judgeAcks(stage, entries, answer);
}

/** Writes records of one device, each revision on top of the last, until it is over and all is acknowledged. */
export async function write(stage: Stage, hand: Hand): Promise<void> {
	while (!stage.isOver()) {
		const line = await newLine(stage.crew, hand);
		for (let made = 0; made < REVISIONS_OF_A_RECORD && !stage.isOver();) {
			const many = 1 + oneOf(MOST_AT_ONCE);
			await push(stage, hand, await nextRevisions(stage.crew, hand, { line, many }));
			made += many;
		}
	}
}

/** What a poller has been sent, in order. */
export interface Polled {
	readonly hand: Hand;
	readonly seqs: number[];
	cursor: number;
	chain: string | null;
}

export const newPolled = (hand: Hand): Polled => ({ hand, seqs: [], cursor: 0, chain: null });

function takePage({ findings }: Stage, polled: Polled, answer: SyncResponse): void {
	const { violations, counts } = findings;
	counts.polls += 1;
	counts.pulled += answer.pull.length;
	for (const { seq } of answer.pull as readonly (WireEntry & { readonly seq: number })[]) {
		const isNew = seq > (polled.seqs.at(-1) ?? 0) && seq > polled.cursor && seq <= answer.cursor;
		if (!isNew) violations.push(`seq ${seq} came after ${polled.cursor}, with cursor ${answer.cursor}`);
		polled.seqs.push(seq);
	}
	if (answer.bootstrap.length > 0) violations.push('a record was listed for bootstrap');
	polled.cursor = answer.cursor;
	polled.chain = answer.chain;
}

/** Pulls with the one cursor that it has, from whichever process. @param upTo goes on to this seq when it is over */
export async function poll(stage: Stage, polled: Polled, upTo: () => number): Promise<void> {
	while (!stage.isOver() || polled.cursor < upTo()) {
		const { cursor, chain } = polled;
		const answer = await ask(stage, polled.hand, { push: [], cursor, chain });
		if (answer === undefined) return;
		takePage(stage, polled, answer);
		if (!answer.more) await pause(oneOf(40));
	}
}
