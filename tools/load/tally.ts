/** What the generator is told, what it counts, and what it tells back. */
import type { Answered } from './caller.ts';
import { spreadOf, type CallKind, type Profile, type Spread } from './plan.ts';

/** What the generator is told. */
export interface Order {
	readonly origin: string;
	readonly officesFile: string;
	readonly profile: Profile;
	readonly seed: number;
	readonly connections: number;
}

/** How the first call of each organisation went: the server reads and checks its keylog then. */
export interface Warm {
	readonly kind: 'warm';
	readonly offices: number;
	readonly seconds: number;
	readonly gzips: boolean;
}

/** What a run came to, as the generator saw it. */
export interface Played {
	readonly kind: 'played';
	readonly spreads: Readonly<Record<CallKind | 'all', Spread>>;
	readonly seconds: number;
	/** Until the last answer, from the beginning. */
	readonly drainedSeconds: number;
	readonly entriesStored: number;
	readonly revisionsStored: number;
	readonly pulled: number;
	readonly bytesSent: number;
	readonly bytesReceived: number;
	readonly errors: Readonly<Record<string, number>>;
	/** How late calls went out because the generator itself was busy, ms. */
	readonly lateness: Spread;
	/** CPU of the generator while calls were due, as a share of one core. */
	readonly cpuShare: number;
	readonly memoryMb: number;
}

/** Counts of a run. */
export class Tally {
	readonly times: Record<CallKind, number[]> = { morning: [], save: [], poll: [] };
	readonly late: number[] = [];
	readonly errors: Record<string, number> = {};
	entriesStored = 0;
	revisionsStored = 0;
	pulled = 0;
	bytesSent = 0;
	bytesReceived = 0;

	fail(reason: string): void {
		this.errors[reason] = (this.errors[reason] ?? 0) + 1;
	}

	take(answered: Extract<Answered, { ok: true }>, revisions: number): void {
		const stored = answered.answer.acks.filter((ack) => 'seq' in ack).length;
		for (const ack of answered.answer.acks) {
			if ('problem' in ack) this.fail(`entry ${ack.problem.reason}`);
			else if ('missing' in ack) this.fail('entry missing');
		}
		this.entriesStored += stored;
		if (stored === answered.answer.acks.length) this.revisionsStored += revisions;
		this.pulled += answered.answer.pull.length;
		this.bytesSent += answered.sent;
		this.bytesReceived += answered.received;
	}

	result() {
		const { morning, save, poll } = this.times;
		const all = spreadOf([...morning, ...save, ...poll]);
		const spreads = { morning: spreadOf(morning), save: spreadOf(save), poll: spreadOf(poll), all };
		const { entriesStored, revisionsStored, pulled, bytesSent, bytesReceived, errors } = this;
		const counts = { entriesStored, revisionsStored, pulled, bytesSent, bytesReceived };
		return { spreads, ...counts, errors, lateness: spreadOf(this.late) };
	}
}
