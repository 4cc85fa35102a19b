/** The office's server as a run has it: the real rules over a store in memory, backups of it, and restores. */
import { answerApi } from '#lib/server/api.ts';
import { exchange } from '#lib/server/exchange.ts';
import { makeGate } from '#lib/server/gate.ts';
import { moveDurable, readTenant } from '#lib/server/log.ts';
import { makeOffice, type Office } from '#lib/server/office.ts';
import { callerOf } from '#lib/server/sessions.ts';
import { parseSyncRequest } from '#lib/sync/protocol-parse.ts';
import { History } from './history.ts';
import { openStore, type Image, type SimulatedStore } from './memory-store.ts';
import { START } from './people.ts';

const ORIGIN = 'https://doorstep.test';

/** A request on its way: what the device showed and said. */
export interface Said {
	readonly path: string;
	readonly text: string;
	readonly token?: string;
	readonly cookie?: string;
}

/** An answer on its way back. */
export interface Reply {
	readonly status: number;
	readonly text: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** A copy of the store. Only a verified one is ever restored by a careful office; the newest one moved `durable`. */
export interface Backup {
	readonly image: Image;
	/** Length of the log in it. */
	readonly seq: number;
	/** Chain value at its end. */
	readonly chain: string | null;
	readonly ids: ReadonlySet<string>;
	isVerified: boolean;
}

/** Nobody waits for a turn here: the schedule says who goes when. */
const WIDE = makeGate({ slots: 10_000, pushSlots: 10_000 });

function headersOf({ token, cookie }: Said): Headers {
	const headers = new Headers({ origin: ORIGIN, 'content-type': 'application/json' });
	if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
	if (cookie !== undefined) headers.set('cookie', cookie);
	return headers;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

export class SimulatedOffice {
	readonly clock = { now: START };
	readonly history = new History();
	readonly backups: Backup[] = [];
	/** Counts starts: what was asked of an earlier process is never answered. */
	start = 0;
	#store: SimulatedStore | undefined;
	#office: Office | undefined;
	readonly #step: () => Promise<void>;
	/** Whether requests go through the endpoints with real `Request` and `Response`, or straight to the exchange. */
	readonly #isWhole: boolean;

	constructor(step: () => Promise<void>, isWhole: boolean) {
		this.#step = step;
		this.#isWhole = isWhole;
	}

	get store(): SimulatedStore {
		if (this.#store === undefined) throw new TypeError('not started');
		return this.#store;
	}

	get office(): Office {
		if (this.#office === undefined) throw new TypeError('not started');
		return this.#office;
	}

	/** Starts over a copy of the store: the first time, after a crash, or from a backup. */
	async begin(image: Image): Promise<void> {
		const state = this.#office?.backup.state ?? 'none';
		await this.#store?.close();
		this.start += 1;
		this.#store = await openStore(image, this.#step);
		this.#office = makeOffice(this.#store, { now: () => this.clock.now, gate: WIDE });
		this.#office.backup.state = state;
		await this.store.peek((sql) => this.history.turnBack(sql));
	}

	/** Answers as the server does. */
	async answer(said: Said): Promise<Reply> {
		const isQuick = !this.#isWhole && said.path === '/api/v1/sync';
		return (isQuick ? await this.#exchange(said) : undefined) ?? this.#call(said);
	}

	/** The heart of the endpoint alone; whatever is not an exchange that goes well is left to the endpoint. */
	async #exchange(said: Said): Promise<Reply | undefined> {
		const caller = await callerOf(this.office, { headers: headersOf(said) } as Request);
		const request = parseSyncRequest(JSON.parse(said.text));
		if (caller?.device !== request?.device || caller === undefined || request === undefined) return undefined;
		const done = await exchange(this.office, caller, request);
		if (done.ok) {
			const headers = { ...caller.headers, ...JSON_HEADERS };
			return { status: 200, text: JSON.stringify(done.value), headers };
		}
		return { status: done.problem.status, text: JSON.stringify(done.problem), headers: JSON_HEADERS };
	}

	async #call(said: Said): Promise<Reply> {
		const url = new URL(said.path, ORIGIN);
		const request = new Request(url, { method: 'POST', headers: headersOf(said), body: said.text });
		const call = { request, url, getClientAddress: () => '192.0.2.1' };
		const answer = await answerApi(this.office, call);
		return {
			status: answer.status,
			text: await answer.text(),
			headers: Object.fromEntries(answer.headers.entries())
		};
	}

	/** Copies the store as it is. The copy says nothing until it was read back. */
	copy(): Backup {
		const { ids } = this.history;
		const chain = this.history.chainAt(ids.length);
		const made = { image: this.store.image(), seq: ids.length, chain, ids: new Set(ids), isVerified: false };
		this.backups.push(made);
		return made;
	}

	/** The newest copy that is of the log as it is now; an older history is no backup of this one. */
	newestCopy(): Backup | undefined {
		return this.backups.findLast(({ seq, chain }) => this.history.chainAt(seq) === chain);
	}

	/** Has read a copy back and found it good: what it holds is safe. */
	async verify(copy: Backup): Promise<void> {
		copy.isVerified = true;
		this.office.backup.state = 'verified';
		this.office.backup.at = this.clock.now;
		await this.store.write(async (sql) => {
			for (const tenant of await this.tenants()) await moveDurable(sql, tenant, copy.seq);
		});
	}

	async tenants(): Promise<readonly string[]> {
		const rows = await this.store.peek((sql) => sql.all('SELECT tenant_id FROM tenant'));
		return rows.map((row) => String(row.tenant_id));
	}

	async durable(): Promise<number> {
		const [tenant = ''] = await this.tenants();
		return (await this.store.peek((sql) => readTenant(sql, tenant)))?.durableSeq ?? 0;
	}
}
