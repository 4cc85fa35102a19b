import { destination, pino, type DestinationStream, type Level } from 'pino';
import type { AnsweredCall } from './watch.ts';

/** What an operator may ask for; `silent`: nothing at all. */
export type LogLevel = Extract<Level, 'info' | 'warn' | 'error'> | 'silent';

export const LOG_LEVELS: readonly LogLevel[] = ['info', 'warn', 'error', 'silent'];

const FAULT = 500;
const REFUSAL = 400;

/** A refusal for want of room is an event; one of a person's mistakes is a line like any other. */
const levelOf = ({ status }: AnsweredCall) => (status === FAULT ? 'error' : status > FAULT ? 'warn' : 'info');

/**
 * One JSON line for each request: route, status, reason, times, sizes. Never a body, a query, a credential, an id of
 * anybody or a whole address; `watch.ts` has no room for them.
 * @param to tests read it
 */
export function logLines(
	level: LogLevel,
	to: DestinationStream = destination(1)
): (call: AnsweredCall) => void {
	const lines = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
	return (call) => {
		const { id, route, method, status, reason, code, ms, bytesIn, bytesOut, network, entries } = call;
		lines[levelOf(call)]({
			at: 'api',
			request: id,
			method,
			route,
			status,
			...(status >= REFUSAL && { reason }),
			...(code !== undefined && { code }),
			ms: Math.round(ms * 10) / 10,
			in: bytesIn,
			out: bytesOut,
			network,
			...(entries !== undefined && entries.size > 0 && { entries: Object.fromEntries(entries) })
		});
	};
}
