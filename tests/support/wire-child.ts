/**
 * A server process for tests that must not share one: our listener in front of the one way in, over a store in the
 * folder named, without the app's pages. Prints its port, and what it is told to do by a line on its input.
 *   node tests/support/wire-child.ts <folder> [<JSON of limits, gate and times>]
 */
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { answerApi } from '#lib/server/api.ts';
import { makeGate, type GateChoice } from '#lib/server/gate.ts';
import type { Limits } from '#lib/server/limits.ts';
import { makeListener, type AppHandler, type ListenerChoice } from '#lib/server/listener.ts';
import { makeOffice } from '#lib/server/office.ts';
import { issueSetupCode } from '#lib/server/setup.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';

/** What a test may ask of its server. */
export interface ChildChoice extends Partial<ListenerChoice> {
	readonly limits?: Partial<Limits>;
	readonly gate?: GateChoice;
	/** Every read and write of the store takes so much longer: a slow disk. */
	readonly storeMs?: number;
}

const [folder = '', text = '{}'] = process.argv.slice(2);
const { limits = {}, gate = {}, storeMs = 0, ...listening } = JSON.parse(text) as ChildChoice;
const fast = await openSqliteStore(join(folder, 'doorstep.sqlite'));
const pause = () => new Promise((wake) => setTimeout(wake, storeMs));
const store: typeof fast =
	storeMs === 0
		? fast
		: {
				...fast,
				read: async (work) => (await pause(), fast.read(work)),
				write: async (...work) => (await pause(), fast.write(...work))
			};
const office = makeOffice(store, { limits, gate: makeGate(gate) });
const code = await issueSetupCode(office);
let origin = '';

const handler: AppHandler = (request, response) => {
	void getRequest({ base: origin, request, bodySizeLimit: Infinity })
		.then((asked) =>
			answerApi(office, {
				request: asked,
				url: new URL(asked.url),
				getClientAddress: () => request.socket.remoteAddress ?? ''
			})
		)
		.then((answer) => setResponse(response, answer))
		.catch(() => response.destroy());
};

const { server, drain } = makeListener(handler, { isHttps: false, maxConnections: 16_000, ...listening });
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	origin = `http://127.0.0.1:${port}`;
	process.stdout.write(`${JSON.stringify({ port, code })}\n`);
});

createInterface({ input: process.stdin }).on('line', (line) => {
	if (line === 'drain') drain();
	if (line === 'memory') {
		const { heapUsed, rss } = process.memoryUsage();
		server.getConnections((_fault, connections) =>
			process.stdout.write(`${JSON.stringify({ heapUsed, rss, connections })}\n`)
		);
	}
});
process.stdin.on('end', () => process.exit(0));
