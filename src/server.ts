import { existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { headersFor } from './lib/server/headers.ts';

/** How long requests in flight may take to finish after the order to stop. */
const STOP_WITHIN_MS = 10_000;

const say = (words: string) => process.stdout.write(`${words}\n`);

function stopWith(words: string): never {
	process.stderr.write(`${words}\n`);
	process.exit(1);
}

/** Reads the settings and gives the ones that Kit's handler and our hooks read their defaults. */
function settings() {
	const port = process.env.PORT ?? '3000';
	if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
		stopWith(`PORT must be a number up to 65535, not "${port}".`);
	const origin = (process.env.ORIGIN ??= `http://localhost:${port}`);
	if (!URL.canParse(origin) || new URL(origin).origin !== origin)
		stopWith(`ORIGIN must look like https://doorstep.example, without a path; it is "${origin}".`);
	process.env.DOORSTEP_DATA_DIR ??= fileURLToPath(new URL('../data', import.meta.url));
	return { port: Number(port), host: process.env.HOST ?? '127.0.0.1', origin };
}

type BuiltHandler = (...args: [...Parameters<RequestListener>, next: () => void]) => void;

async function loadBuild(): Promise<BuiltHandler> {
	const folder = process.env.DOORSTEP_BUILD_DIR ?? fileURLToPath(new URL('../build', import.meta.url));
	const file = `${folder}/handler.js`;
	if (!existsSync(file))
		stopWith(`Nothing is built in ${folder}. Run "npm run build" first, or use "npm start".`);
	// adapter-node writes this file; its only export we use is the handler.
	const built = (await import(pathToFileURL(file).href)) as { handler: BuiltHandler };
	return built.handler;
}

/** Hooks close their store here; Kit's own server announces the end by the same name. */
async function tellHooks(reason: string): Promise<void> {
	const listeners = process.listeners('sveltekit:shutdown' as 'exit') as unknown as ((
		why: string
	) => unknown)[];
	await Promise.allSettled(listeners.map((listener) => Promise.resolve(reason).then(listener)));
}

function stopOnSignal(server: Server): void {
	let isStopping = false;
	const stop = (signal: string) => {
		if (isStopping) return;
		isStopping = true;
		say(`Stopping (${signal}).`);
		const late = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
		server.close(() => {
			clearTimeout(late);
			void tellHooks(signal).then(() => process.exit(0));
		});
		server.closeIdleConnections();
	};
	for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
}

const { port, host, origin } = settings();
const isHttps = origin.startsWith('https:');
const handler = await loadBuild();

const server = createServer((request, response) => {
	for (const [name, value] of Object.entries(headersFor({ url: request.url ?? '/', isHttps })))
		response.setHeader(name, value);
	handler(request, response, () => response.writeHead(404).end());
});

server.on('error', (fault: NodeJS.ErrnoException) => {
	if (fault.code === 'EADDRINUSE')
		stopWith(`Port ${port} is in use. Stop the other program, or set PORT to a free one.`);
	stopWith(`The server could not start on ${host}:${port} (${fault.code ?? fault.name}).`);
});

stopOnSignal(server);
server.listen(port, host, () => say(`Doorstep is ready on ${origin}`));
