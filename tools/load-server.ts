/**
 * The endpoints behind node:http, without Kit: what a run takes when nothing is built. A process of its own, started by
 * `load/processes.ts`; settings come by the environment as for the real server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { answerApi } from '../src/lib/server/api.ts';
import type { Call } from '../src/lib/server/http.ts';
import { readWireSettings } from '../src/lib/server/wire-settings.ts';
import { makeOffice } from '../src/lib/server/office.ts';
import { headersFor } from '../src/lib/server/headers.ts';
import { openSqliteStore } from '../src/lib/server/sqlite-store.ts';

const { PORT = '0', ORIGIN = '', DOORSTEP_DATA_DIR = '' } = process.env;
const { limits } = readWireSettings(process.env);
const office = makeOffice(await openSqliteStore(join(DOORSTEP_DATA_DIR, 'doorstep.sqlite')), { limits });

function headersOf({ rawHeaders }: IncomingMessage): Headers {
	const headers = new Headers();
	for (let at = 0; at < rawHeaders.length; at += 2)
		headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
	return headers;
}

function callOf(incoming: IncomingMessage): Call {
	const url = new URL(incoming.url ?? '/', ORIGIN);
	// The DOM's stream type and Node's are one thing at run time.
	const body = Readable.toWeb(incoming) as ReadableStream;
	// `duplex` is not in the DOM's type yet, and Node asks for it.
	const init = { method: 'POST', headers: headersOf(incoming), body, duplex: 'half' } as RequestInit;
	const from = incoming.headers['x-forwarded-for'];
	return {
		request: new Request(url, init),
		url,
		getClientAddress: () => (typeof from === 'string' ? from : '127.0.0.1')
	};
}

async function reply(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
	const answer = await answerApi(office, callOf(incoming));
	const body = Buffer.from(await answer.arrayBuffer());
	for (const [name, value] of Object.entries(headersFor({ url: incoming.url ?? '/', isHttps: true })))
		outgoing.setHeader(name, value);
	for (const [name, value] of answer.headers) outgoing.setHeader(name, value);
	outgoing.writeHead(answer.status).end(body);
}

const server = createServer((incoming, outgoing) => {
	reply(incoming, outgoing).catch((fault: unknown) => {
		process.stderr.write(`${fault instanceof Error ? fault.message : 'fault'}\n`);
		outgoing.destroy();
	});
});
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => {
	server.close();
	server.closeAllConnections();
	void office.store.close().then(() => process.exit(0));
});
