/**
 * The program of `server-process.ts`: the real endpoints over the real store, settings from the environment as
 * `src/server.ts` has them, behind plain HTTP. Kit is left out, so that no build is needed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerApi } from '#lib/server/api.ts';
import { office, startOffice, stopOffice } from '#lib/server/running.ts';

const ORIGIN = 'https://doorstep.test';

/** The people of the tests have their own time; it goes on while a server is down. */
const behindMs = Number(process.env.DOORSTEP_TEST_BEHIND_MS ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() - behindMs;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

function headersOf({ headers }: IncomingMessage): Headers {
	const given = new Headers();
	for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') given.set(name, value);
	return given;
}

async function answerTo(request: IncomingMessage): Promise<Response> {
	const url = new URL(request.url ?? '/', ORIGIN);
	const method = request.method ?? 'GET';
	const body = method === 'POST' ? { body: new Uint8Array(await bodyOf(request)) } : {};
	const asked = new Request(url, { method, headers: headersOf(request), ...body });
	return answerApi(await office(), { request: asked, url, getClientAddress: () => '192.0.2.1' });
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.end(Buffer.from(await answer.arrayBuffer()));
}

await startOffice(process.env);
const server = createServer((request, response) => {
	answerTo(request)
		.then((answer) => send(answer, response))
		.catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (address !== null && typeof address === 'object') process.stdout.write(`Port ${address.port}\n`);
});
process.once('SIGTERM', () => {
	server.close(() => void stopOffice().then(() => process.exit(0)));
	server.closeAllConnections();
});
