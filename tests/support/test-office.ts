import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { answerApi } from '#lib/server/api.ts';
import { makeOffice, type Office } from '#lib/server/office.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import type { Store } from '#lib/server/store.ts';
import { documented } from './documented.ts';
import { testFolder, type AtEnd } from './folder.ts';

/** Where the server under test believes it is. */
export const ORIGIN = 'https://doorstep.test';

export type PostPath = `/api/v1/${'sync' | 'bootstrap' | 'challenge' | 'session' | 'setup' | 'join'}`;

/** What a caller shows and how it calls; everything has the value a browser of ours would send. */
export interface CallOptions {
	readonly token?: string;
	readonly cookie?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly address?: string;
}

/** The real endpoint functions over a real store in a folder of its own. */
export interface TestServer {
	readonly office: Office;
	readonly file: string;
	/** Server time; tests move it. */
	readonly clock: { now: number };
	post(path: PostPath, body: unknown, options?: CallOptions): Promise<Response>;
	/** The body as it is, for input that is not JSON. */
	send(path: PostPath, body: BodyInit, options?: CallOptions): Promise<Response>;
	/** @param query for example `?leave=drawer` */
	endSession(options: CallOptions, query?: string): Promise<Response>;
	health(): Promise<Response>;
	/** Any method and path, with or without a body. */
	call(path: string, method: string, options?: CallOptions & { readonly body?: BodyInit }): Promise<Response>;
}

function headersOf({ token, cookie, headers }: CallOptions): Headers {
	const all = new Headers({ origin: ORIGIN, 'content-type': 'application/json', ...headers });
	if (token !== undefined) all.set('authorization', `Bearer ${token}`);
	if (cookie !== undefined) all.set('cookie', cookie);
	return all;
}

/**
 * @param at server time at the start, ms
 * @param atEnd when the store is closed and its folder removed
 */
export async function testServer(at: number, atEnd: AtEnd = onTestFinished): Promise<TestServer> {
	return serverOver(join(testFolder(atEnd), 'doorstep.sqlite'), { now: at }, atEnd);
}

/** A copy of a server as it is now, to be started again later: a backup that is restored. */
export async function keptCopy(server: TestServer): Promise<() => Promise<TestServer>> {
	const copy = join(testFolder(), 'doorstep.sqlite');
	await server.office.store.copyTo(copy);
	return () => serverOver(copy, server.clock, onTestFinished);
}

/**
 * A server as it is now, from which any number of servers can be started that go on from there, each on its own.
 * @param atEnd when the kept file is removed
 */
export async function forkable(
	server: TestServer,
	atEnd: AtEnd
): Promise<(end?: AtEnd) => Promise<TestServer>> {
	const kept = join(testFolder(atEnd), 'doorstep.sqlite');
	await server.office.store.copyTo(kept);
	return (end = onTestFinished) => {
		const file = join(testFolder(end), 'doorstep.sqlite');
		copyFileSync(kept, file);
		return serverOver(file, { now: server.clock.now }, end);
	};
}

/** The server over a store file, which is made when missing. */
export async function serverOver(file: string, clock: { now: number }, atEnd: AtEnd): Promise<TestServer> {
	const store = await openSqliteStore(file);
	atEnd(() => store.close());
	return serverOn(store, { file, clock });
}

/** The endpoints over a store that is open. @param at `file`: where it lies, if it is one */
export function serverOn(
	store: Store,
	{ file, clock }: { readonly file: string; readonly clock: { now: number } }
): TestServer {
	const office = makeOffice(store, { now: () => clock.now });
	const call: TestServer['call'] = async (path, method, options = {}) => {
		const url = new URL(path, ORIGIN);
		const init = {
			method,
			headers: headersOf(options),
			...(options.body === undefined ? {} : { body: options.body })
		};
		const request = new Request(url, init);
		const getClientAddress = () => options.address ?? '192.0.2.1';
		const response = await answerApi(office, { request, url, getClientAddress });
		await documented(`${method} ${url.pathname}`, response);
		return response;
	};
	const send: TestServer['send'] = (path, body, options = {}) => call(path, 'POST', { ...options, body });
	return {
		office,
		file,
		clock,
		send,
		post: (path, body, options) => send(path, JSON.stringify(body), options),
		endSession: (options, query = '') => call(`/api/v1/session${query}`, 'DELETE', options),
		health: () => call('/api/v1/health', 'GET'),
		call
	};
}
