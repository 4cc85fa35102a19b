import 'fake-indexeddb/auto';
import { onTestFinished } from 'vitest';
import { deliver, type Delivered } from '#lib/sync/deliver.ts';
import type { SyncPorts } from '#lib/sync/exchange.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { newId } from '#lib/trust/ids.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { openOutbox, type EntryRow, type Outbox } from '#lib/vault/outbox.ts';
import type { Credentials } from './office-people.ts';
import type { TestDevice } from './people.ts';
import type { PostPath, TestServer } from './test-office.ts';

/** What the network does with one request. `lost-answer`: the server has it, the device never hears. */
export type Weather = 'fine' | 'lost-request' | 'lost-answer' | 'twice';

/** A device of the tests: the drawer's real outbox, the real delivery, and a network that obeys the test. */
export interface FlakyDevice {
	readonly device: TestDevice & Credentials;
	readonly outbox: Outbox;
	readonly ports: SyncPorts;
	/** The next requests, in order; then fine weather. */
	readonly weather: Weather[];
	/** Which credential is shown. */
	credential: 'session' | 'delivery' | 'none';
	/** Puts something in the place of the server's answer, once. */
	instead: (() => Response) | undefined;
	requests: number;
	queue(...entries: readonly Entry[]): Promise<void>;
	deliver(): Promise<Delivered>;
	/** What the open drawer does after its checks, which are not under test here: pulled entries become rows. */
	take(): Promise<void>;
	rows(): Promise<readonly EntryRow[]>;
	/** States of entries by id, in the order asked. */
	states(entries: readonly Entry[]): Promise<readonly (string | undefined)[]>;
}

/** An empty drawer of its own, delivering to `server`; the server can be changed for a restored one. */
export async function flakyDevice(
	link: { server: TestServer },
	device: TestDevice & Credentials
): Promise<FlakyDevice> {
	const profile = newId();
	const db = new DrawerDatabase(profile);
	await db.open();
	const outbox = await openOutbox(profile);
	if (outbox === undefined) throw new TypeError('no drawer');
	onTestFinished(() => {
		outbox.close();
		db.close();
	});
	let order = 0;
	const send = (path: string, body: unknown) => {
		const { token, cookie } = device;
		const shown = { session: { token }, delivery: { cookie }, none: {} }[flaky.credential];
		// The delivery posts to paths of the protocol alone.
		return link.server.post(path as PostPath, body, shown);
	};
	const post = async (path: string, body: unknown): Promise<Response> => {
		flaky.requests += 1;
		const { instead } = flaky;
		flaky.instead = undefined;
		if (instead !== undefined) return instead();
		const weather = flaky.weather.shift() ?? 'fine';
		if (weather === 'lost-request') throw new TypeError('Failed to fetch');
		const answer = await send(path, body);
		if (weather === 'lost-answer') throw new TypeError('Failed to fetch');
		return weather === 'twice' ? send(path, body) : answer;
	};
	const ports: SyncPorts = {
		store: outbox,
		device: device.keys.device,
		post,
		now: () => link.server.clock.now
	};
	const flaky: FlakyDevice = {
		device,
		outbox,
		ports,
		weather: [],
		credential: 'session',
		instead: undefined,
		requests: 0,
		async queue(...entries) {
			const rows = entries.map(({ id, header, h, s, c }): EntryRow => {
				order += 1;
				const { kind, record } = header;
				return { id, kind, record, h, s, ...(c && { c }), state: 'queued', order, queuedAt: 0 };
			});
			await db.entries.bulkAdd(rows);
		},
		deliver: () =>
			deliver(ports, { failures: 0, random: () => 0.5, hasSession: flaky.credential === 'session' }),
		async take() {
			const pulled = await outbox.pulled();
			const rows = pulled.map(({ receivedAt, c, ...entry }): EntryRow => {
				const kept = { ...entry, ...(c && { c }), order: entry.seq, queuedAt: receivedAt };
				return { ...kept, state: 'echoed' };
			});
			await db.entries.bulkPut(rows);
			await outbox.dropPulled(pulled);
		},
		rows: () => db.entries.toArray(),
		states: async (entries) =>
			(await db.entries.bulkGet(entries.map((entry) => entry.id))).map((row) => row?.state)
	};
	return flaky;
}
