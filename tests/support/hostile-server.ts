/** A server that answers the victim as an attacker wants it, over a real one that it may ask and tamper with. */
import { expect, onTestFinished } from 'vitest';
import { deliver, type Delivered } from '#lib/sync/deliver.ts';
import type { BootstrapResponse, LoggedEntry, SyncRequest, SyncResponse } from '#lib/sync/protocol.ts';
import { openOutbox } from '#lib/vault/outbox.ts';
import type { Applied } from '#lib/vault/pulled.ts';
import type { Wire } from './hostile-forge.ts';
import type { Scene } from './hostile-scene.ts';
import type { OfficeDevice } from './office-drawer.ts';
import type { PostPath, TestServer } from './test-office.ts';

/** One request that the victim made. */
export interface Turn {
	readonly scene: Scene;
	readonly server: TestServer;
	readonly request: SyncRequest;
	/** Which one of its path, from 0. */
	readonly count: number;
	/** What the real server says, to be tampered with. */
	honest(): Promise<SyncResponse>;
	/** What the real server says, as it is. */
	pass(): Promise<Response>;
}

/** JSON for a 200, or a whole answer. */
type Answer = object | Response;
export type Liar = (turn: Turn) => Answer | Promise<Answer>;

/** What the attacker answers on each path; the real server answers where nothing stands. */
export interface Hostile {
	readonly sync?: Liar;
	readonly bootstrap?: (turn: Turn) => Answer | Promise<Answer>;
}

type Post = (path: string, body: unknown) => Promise<Response>;

/** Posts of the victim to a server, with its session. */
export function honestPost(scene: Scene, server: TestServer): Post {
	return (path, body) => server.post(path as PostPath, body, { token: scene.token });
}

export function hostilePost(scene: Scene, server: TestServer, hostile: Hostile): Post {
	const counts = { '/api/v1/sync': 0, '/api/v1/bootstrap': 0 };
	const ask = honestPost(scene, server);
	return async (path, body) => {
		const known = path === '/api/v1/sync' || path === '/api/v1/bootstrap';
		const lie = path === '/api/v1/sync' ? hostile.sync : hostile.bootstrap;
		if (!known || lie === undefined) return ask(path, body);
		const count = counts[path];
		counts[path] += 1;
		const pass = () => ask(path, body);
		const honest = async () => (await (await pass()).json()) as SyncResponse;
		try {
			const answer = await lie({ scene, server, request: body as SyncRequest, count, honest, pass });
			return answer instanceof Response ? answer : Response.json(answer);
		} catch (fault) {
			// The victim would take it for a lack of signal.
			onTestFinished(() => expect.fail(`the attack itself failed: ${String(fault)}`));
			throw fault;
		}
	};
}

/** One delivery of the real client code, and what the open drawer made of what came. */
export async function delivered(
	device: OfficeDevice,
	post: Post
): Promise<{ readonly end: Delivered; readonly applied: Applied }> {
	const store = await openOutbox(device.keys.profile);
	if (store === undefined) throw new TypeError('no drawer');
	try {
		const ports = { store, device: device.keys.device, post, now: device.office.place.now };
		const end = await deliver(ports, { failures: 0, random: () => 0.5, hasSession: true });
		return { end, applied: await device.vault.checkPulled() };
	} finally {
		store.close();
	}
}

const bare = ({ seq, receivedAt, h, s, c }: LoggedEntry): LoggedEntry => ({ seq, receivedAt, h, s, c });

/** Entries put behind everything that the real log holds; the answer agrees with itself. */
export function behind(answer: SyncResponse, entries: readonly Wire[]): SyncResponse {
	const last = answer.cursor;
	const placed = entries.map((entry, at) => bare({ ...entry, seq: last + 1 + at }));
	return {
		...answer,
		pull: [...answer.pull, ...placed],
		cursor: last + entries.length,
		chain: madeUpChain(1)
	};
}

/** A chain value that no log has. */
export function madeUpChain(byte: number): string {
	return Buffer.alloc(32, byte).toString('base64url');
}

/** Lies once, on the first request; after that the real server answers. */
export function once(lie: (answer: SyncResponse, turn: Turn) => Answer | Promise<Answer>): Hostile {
	return { sync: async (turn) => (turn.count === 0 ? lie(await turn.honest(), turn) : turn.pass()) };
}

/** Adds entries to the first page, and tells the truth afterwards as far as the lie allows: nothing new. */
export function adding(make: (scene: Scene) => Promise<readonly Wire[]>): Hostile {
	return {
		sync: async ({ scene, count, request, honest }) =>
			count === 0 ? behind(await honest(), await make(scene)) : nothingNew(request)
	};
}

/** An answer that takes everything and has nothing. */
export function nothingNew({ cursor, chain }: Pick<SyncRequest, 'cursor' | 'chain'>): SyncResponse {
	const advice = { durable: null, needs_session: false, next_poll_s: 300, min_client: '0.1' };
	return { acks: [], pull: [], cursor, chain, more: false, bootstrap: [], ...advice };
}

/** Changes the entry of the phone in the first page. */
export function changingPhone(change: (entry: LoggedEntry) => object): Hostile {
	return once((answer, { scene }) => ({
		...answer,
		pull: answer.pull.map((entry) => (isOf(entry, scene.phone.device.keys.device) ? change(entry) : entry))
	}));
}

/** Names a record to be fetched whole, and answers with whatever is wanted. */
export function fetching(answer: (turn: Turn) => BootstrapResponse | Response | Promise<BootstrapResponse>): Hostile {
	return {
		sync: async ({ scene, count, honest }) => {
			const told = await honest();
			return count === 0 ? { ...told, bootstrap: [scene.record] } : told;
		},
		bootstrap: answer
	};
}

const json = { 'content-type': 'application/json' };

/** Tells a lie in place of the first answer; the real server never hears the request. */
export function instead(lie: Liar): Hostile {
	return { sync: (turn) => (turn.count === 0 ? lie(turn) : turn.pass()) };
}

/** Ids of what the victim sent, in order. */
export function pushedIds({ request, scene }: Turn): readonly string[] {
	return request.push.map(({ h }) => scene.idOf.get(h) ?? '');
}

/** Text that claims to be JSON. */
export function asJson(text: BodyInit, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(text, { headers: { ...json, ...headers } });
}

/** Whether an entry of a page is of that device. */
export function isOf(entry: LoggedEntry, device: string): boolean {
	return headerText(entry).includes(`"device":"${device}"`);
}

export function headerText({ h }: Pick<LoggedEntry, 'h'>): string {
	return Buffer.from(h, 'base64url').toString();
}
