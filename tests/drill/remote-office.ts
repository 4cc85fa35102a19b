import { join } from 'node:path';
import { openSqliteReader } from '#lib/server/sqlite-store.ts';
import { json, signedIn, wire, type TestOffice } from '../support/office-people.ts';
import { newOrganisation, NOW } from '../support/people.ts';
import type { TestServer } from '../support/test-office.ts';
import type { ServerProcess } from './server-process.ts';

/** The process that answers now, and the data folder that it runs on; a drill changes both. */
export interface Running {
	process: ServerProcess;
	dataDir: string;
}

/**
 * A server of its own process in the place of one that runs in the test: it can be posted to, and its store file can be
 * read. Whatever else a test asks of it is a mistake.
 */
export function remoteServer(running: Running): TestServer {
	const read: TestServer['office']['store']['read'] = async (work) => {
		const reader = openSqliteReader(join(running.dataDir, 'doorstep.sqlite'));
		return reader.read(work).finally(() => reader.close());
	};
	const remote = {
		office: { store: { read } },
		clock: { now: NOW },
		post: (...call: Parameters<ServerProcess['post']>) => running.process.post(...call)
	};
	// See above: only these parts are used by what a drill calls.
	return remote as unknown as TestServer;
}

/** Founds an organisation with the set-up code that the process printed. */
export async function foundedOn(running: Running): Promise<TestOffice> {
	const server = remoteServer(running);
	const code = /minutes: (\S+)/.exec(running.process.printed())?.[1];
	const organisation = await newOrganisation();
	const { tenant, entries } = organisation.made;
	await json(server.post('/api/v1/setup', { code, tenant, entries: wire(...entries) }));
	const device = organisation.administrator;
	return { server, organisation, administrator: Object.assign(device, await signedIn(server, device)) };
}
