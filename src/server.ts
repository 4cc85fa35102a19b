import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeListener, type AppHandler, type Listener } from './lib/server/listener.ts';
import { startWords } from './lib/server/start-words.ts';

/** How long requests in flight may take to finish after the order to stop. */
const STOP_WITHIN_MS = 10_000;
const MOST_CONNECTIONS = 16_000;

const say = (words: string) => process.stdout.write(`${words}\n`);

function stopWith(words: string): never {
	process.stderr.write(`${words}\n`);
	process.exit(1);
}

/** A whole number of the environment. */
function numberOf(name: string, usual: number, most: number): number {
	const said = process.env[name] ?? String(usual);
	if (!/^\d{1,9}$/.test(said) || Number(said) > most)
		stopWith(`${name} must be a number up to ${most}, not "${said}".`);
	return Number(said);
}

/** Reads the settings and gives the ones that Kit's handler and our hooks read their defaults. */
function settings() {
	const port = numberOf('PORT', 3000, 65_535);
	const origin = (process.env.ORIGIN ??= `http://localhost:${port}`);
	if (!URL.canParse(origin) || new URL(origin).origin !== origin)
		stopWith(`ORIGIN must look like https://doorstep.example, without a path; it is "${origin}".`);
	process.env.DOORSTEP_DATA_DIR ??= fileURLToPath(new URL('../data', import.meta.url));
	// Our own limits stop a body by name; Kit's would do it in words that no device reads.
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	return {
		port,
		origin,
		host: process.env.HOST ?? '127.0.0.1',
		maxConnections: numberOf('DOORSTEP_MAX_CONNECTIONS', MOST_CONNECTIONS, 1_000_000),
		drainMs: 1000 * numberOf('DOORSTEP_DRAIN_S', 0, 600)
	};
}

async function loadBuild(): Promise<AppHandler> {
	const folder = process.env.DOORSTEP_BUILD_DIR ?? fileURLToPath(new URL('../build', import.meta.url));
	const file = `${folder}/handler.js`;
	if (!existsSync(file))
		stopWith(`Nothing is built in ${folder}. Run "npm run build" first, or use "npm start".`);
	// adapter-node writes this file; its only export we use is the handler.
	try {
		const built = (await import(pathToFileURL(file).href)) as { handler: AppHandler };
		return built.handler;
	} catch (fault) {
		// The hooks open the store while this file is loaded.
		const words = startWords(fault);
		if (words !== undefined) stopWith(words);
		throw fault;
	}
}

/** Hooks close their store here; Kit's own server announces the end by the same name. */
async function tellHooks(reason: string): Promise<void> {
	const listeners = process.listeners('sveltekit:shutdown' as 'exit') as unknown as ((
		why: string
	) => unknown)[];
	await Promise.allSettled(listeners.map((listener) => Promise.resolve(reason).then(listener)));
}

/**
 * Stops in order: health says so, and a proxy has time to see it; then nobody new comes in, requests in flight finish,
 * and the store is closed last.
 */
function stopOnSignal({ server, drain }: Listener, drainMs: number): void {
	let isStopping = false;
	const close = (signal: string) => {
		const late = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
		server.close(() => {
			clearTimeout(late);
			void tellHooks(signal).then(() => process.exit(0));
		});
		server.closeIdleConnections();
	};
	const stop = (signal: string) => {
		if (isStopping) return;
		isStopping = true;
		say(`Stopping (${signal}).`);
		drain();
		if (drainMs === 0) close(signal);
		else setTimeout(close, drainMs, signal);
	};
	for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
}

const { port, host, origin, maxConnections, drainMs } = settings();
const listener = makeListener(await loadBuild(), { isHttps: origin.startsWith('https:'), maxConnections });

listener.server.on('error', (fault: NodeJS.ErrnoException) => {
	if (fault.code === 'EADDRINUSE')
		stopWith(`Port ${port} is in use. Stop the other program, or set PORT to a free one.`);
	stopWith(`The server could not start on ${host}:${port} (${fault.code ?? fault.name}).`);
});

stopOnSignal(listener, drainMs);
listener.server.listen(port, host, () => say(`Doorstep is ready on ${origin}`));
