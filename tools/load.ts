/**
 * `npm run load -- --devices 10000 --minutes 2`: many devices against one server process, played at protocol level.
 * Prints what was measured, and apart from it what is derived, with the formula.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAppError } from '../src/lib/errors.ts';
import { readOptions, USAGE, type Options } from './load/options.ts';
import { prepare } from './load/prepare.ts';
import { start, startServer, usageOf, type RunningServer, type Usage } from './load/processes.ts';
import { report } from './load/report.ts';
import type { Order, Played, Warm } from './load/tally.ts';

const say = (words: string) => console.log(words);

/** The generator's two messages, and what the server used between them. */
interface Watched {
	readonly warm: Warm;
	readonly played: Played;
	readonly before: Usage | undefined;
	readonly after: Usage | undefined;
}

function watch(server: RunningServer, order: Order): Promise<Watched> {
	const child = start(1, '../load-generator.ts');
	return new Promise((resolve, reject) => {
		let warm: Warm | undefined;
		let before: Usage | undefined;
		// Sent by `load-generator.ts` alone.
		child.on('message', (message: Warm | Played) => {
			if (message.kind === 'warm') {
				warm = message;
				before = usageOf(server.pid);
			} else if (warm !== undefined) {
				resolve({ warm, played: message, before, after: usageOf(server.pid) });
			}
		});
		child.on('error', reject);
		child.on('exit', (code) => {
			if (code !== 0) reject(new Error(`The generator ended with ${code ?? 'a signal'}.`));
		});
		child.send(order);
	});
}

async function run(options: Options): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-load-run-'));
	try {
		const prepared = await prepare(options, folder, say);
		const server = await startServer(prepared.dataFolder, options.server);
		try {
			const { officesFile } = prepared;
			const { profile, seed, connections } = options;
			const order = { origin: server.origin, officesFile, profile, seed, connections };
			const watched = await watch(server, order);
			report({ options, prepared, what: server.what, ...watched }, say);
		} finally {
			await server.stop();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
	const isHelp = options === USAGE;
	console[isHelp ? 'log' : 'error'](options);
	process.exitCode = isHelp ? 0 : 2;
} else {
	try {
		await run(options);
	} catch (fault) {
		if (!(fault instanceof Error)) throw fault;
		console.error(isAppError(fault) ? `${fault.code} ${JSON.stringify(fault.detail)}` : fault.message);
		process.exitCode = 1;
	}
}
