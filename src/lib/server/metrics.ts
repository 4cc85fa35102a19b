import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Office } from './office.ts';
import type { AnsweredCall } from './watch.ts';

/** Numbers for an operator. Labels are words of the protocol: no organisation, person, device, record or address. */
export interface Metrics {
	note(call: AnsweredCall): void;
	/** What is read off the running server when it is asked for. */
	follow(office: Pick<Office, 'gate' | 'backup' | 'now'>): void;
	/** In the text format of Prometheus. */
	text(): Promise<string>;
	readonly contentType: string;
}

/** Seconds: from an answer out of memory to one that a device gives up on. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

function countersIn(registry: Registry) {
	const registers = [registry];
	return {
		requests: new Counter({
			name: 'doorstep_requests_total',
			help: 'Requests answered',
			labelNames: ['route', 'method', 'status'],
			registers
		}),
		refusals: new Counter({
			name: 'doorstep_refusals_total',
			help: 'Requests refused, by reason',
			labelNames: ['route', 'reason'],
			registers
		}),
		entries: new Counter({
			name: 'doorstep_entries_total',
			help: 'Entries pushed, by what became of them',
			labelNames: ['outcome'],
			registers
		}),
		bytes: new Counter({
			name: 'doorstep_body_bytes_total',
			help: 'Bytes of bodies as they travelled',
			labelNames: ['direction'],
			registers
		}),
		seconds: new Histogram({
			name: 'doorstep_request_seconds',
			help: 'From the first line of the server to the answer',
			labelNames: ['route'],
			buckets: SECONDS,
			registers
		})
	};
}

function gaugesOf(office: Parameters<Metrics['follow']>[0], registry: Registry): void {
	const gauge = (name: string, help: string, read: () => number | undefined) =>
		new Gauge({
			name,
			help,
			registers: [registry],
			collect() {
				// A zero would be a statement.
				this.set(read() ?? NaN);
			}
		});
	gauge('doorstep_waiting', 'Requests that wait for their turn', () => office.gate.waiting);
	gauge('doorstep_under_way', 'Requests that are worked on', () => office.gate.underWay);
	gauge('doorstep_pressure', 'From 0, calm, to 1, full', () => office.gate.pressure());
	gauge('doorstep_backup_good', '1 while the last backup was verified', () =>
		office.backup.state === 'verified' ? 1 : 0
	);
	gauge('doorstep_backup_age_seconds', 'Age of the newest verified backup', () =>
		office.backup.at === null ? undefined : (office.now() - office.backup.at) / 1000
	);
}

/** A registry of its own, with the counters of the process beside ours. */
export function makeMetrics(): Metrics {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	const { requests, refusals, entries, bytes, seconds } = countersIn(registry);
	return {
		note({ route, method, status, reason, ms, bytesIn, bytesOut, entries: outcomes }) {
			requests.inc({ route, method, status });
			seconds.observe({ route }, ms / 1000);
			bytes.inc({ direction: 'in' }, bytesIn);
			bytes.inc({ direction: 'out' }, bytesOut);
			if (reason !== undefined) refusals.inc({ route, reason });
			for (const [outcome, count] of outcomes ?? []) entries.inc({ outcome }, count);
		},
		follow: (office) => gaugesOf(office, registry),
		text: () => registry.metrics(),
		contentType: registry.contentType
	};
}
