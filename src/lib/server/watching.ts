import { once } from 'node:events';
import { createServer } from 'node:http';
import { AppError } from '../errors.ts';
import { makeGate, type Gate } from './gate.ts';
import { logLines } from './log-lines.ts';
import { watchLoopLag } from './loop-lag.ts';
import { makeMetrics, type Metrics } from './metrics.ts';
import type { Office } from './office.ts';
import type { Watch } from './watch.ts';
import type { WireSettings } from './wire-settings.ts';

/** Metrics go to this machine alone: another port, the loopback address, never by the way that devices come. */
const HOST = '127.0.0.1';

async function serveMetrics(metrics: Metrics, port: number): Promise<() => void> {
	const server = createServer((request, response) => {
		const isAsked = request.method === 'GET' && request.url === '/metrics';
		if (!isAsked) return void response.writeHead(404).end();
		void metrics.text().then(
			(text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
			() => response.writeHead(500).end()
		);
	});
	server.listen(port, HOST);
	try {
		await once(server, 'listening');
	} catch (cause) {
		throw new AppError('metrics-port', { port }, cause);
	}
	return () => {
		server.close();
		server.closeAllConnections();
	};
}

/** What a real server has and a test does not need: log, metrics, and an eye on its own event loop. */
export interface Watching {
	readonly watch: Watch;
	readonly gate: Gate;
	/** Begins to show the office's own numbers. @throws AppError 'metrics-port' */
	follow(office: Office): Promise<void>;
	stop(): void;
}

/** @param settings which of it is wanted */
export function startWatching({ log, metricsPort }: WireSettings): Watching {
	const lag = watchLoopLag();
	const note = logLines(log);
	const metrics = metricsPort === undefined ? undefined : makeMetrics();
	let closeMetrics: () => void = () => undefined;
	return {
		gate: makeGate({ lagMs: lag.ms }),
		watch: {
			answered(call) {
				note(call);
				metrics?.note(call);
			}
		},
		async follow(office) {
			if (metrics === undefined || metricsPort === undefined) return;
			metrics.follow(office);
			closeMetrics = await serveMetrics(metrics, metricsPort);
		},
		stop() {
			lag.stop();
			closeMetrics();
		}
	};
}
