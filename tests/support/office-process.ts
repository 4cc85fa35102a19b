import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi } from '#lib/server/api.ts';
import { makeOffice } from '#lib/server/office.ts';
import { openStore, readSettings } from '#lib/server/running.ts';

/**
 * A server process to be killed: the real entrance over the real store, on a free port of the loopback, which it
 * prints. `DATABASE_URL` or `DOORSTEP_DATA_DIR` name the store; `OFFICE_SHIFT_MS` is how far its clock is behind.
 */
const ORIGIN = 'https://doorstep.test';
const shiftMs = Number(process.env.OFFICE_SHIFT_MS ?? 0);
const store = await openStore(readSettings(process.env));
/** Eight devices stand for thousands here: what each may ask for in a minute is another test's. */
const quotas = { ofNetwork: () => 0, ofDevice: () => 0, spend: () => undefined };
const office = { ...makeOffice(store, { now: () => Date.now() - shiftMs }), quotas };

async function bodyOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
	return new Uint8Array(Buffer.concat(chunks));
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
	const url = new URL(incoming.url ?? '/', ORIGIN);
	const method = incoming.method ?? 'GET';
	const body = method === 'GET' ? {} : { body: await bodyOf(incoming) };
	// Node's own requests carry each header once.
	const headers = incoming.headers as Record<string, string>;
	const request = new Request(url, { method, headers, ...body });
	const answer = await answerApi(office, { request, url, getClientAddress: () => '192.0.2.1' });
	outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
	outgoing.end(Buffer.from(await answer.arrayBuffer()));
}

const server = createServer((incoming, outgoing) => {
	serve(incoming, outgoing).catch(() => outgoing.destroy());
});
server.listen(0, '127.0.0.1', () => {
	process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
});
// It must not outlive whoever started it.
process.stdin.on('end', () => process.exit(0)).resume();
