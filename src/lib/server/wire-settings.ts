import { AppError } from '../errors.ts';
import { LIMITS_OF_CALLERS, type Limits } from './limits.ts';
import { LOG_LEVELS, type LogLevel } from './log-lines.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How the server meets its callers. */
export interface WireSettings {
	readonly limits: Partial<Limits>;
	readonly log: LogLevel;
	/** Port of this machine on which metrics are read; undefined: none. */
	readonly metricsPort: number | undefined;
}

/** A whole number from 0 up; 0 turns a limit off. @throws AppError 'setting' */
function numberOf(env: Environment, name: string): number | undefined {
	const said = env[name] ?? '';
	if (said === '') return undefined;
	if (!/^\d{1,9}$/.test(said)) throw new AppError('setting', { name });
	return Number(said);
}

const limitOf = (value: number | undefined, usual: number) => (value === 0 ? Infinity : (value ?? usual));

function logOf(env: Environment): LogLevel {
	const said = env.DOORSTEP_LOG ?? 'info';
	const level = LOG_LEVELS.find((one) => one === said);
	if (level === undefined) throw new AppError('setting', { name: 'DOORSTEP_LOG' });
	return level;
}

/**
 * `DOORSTEP_NETWORK_LIMIT`: requests of one network in a minute; a council behind one address may need more.
 * `DOORSTEP_DEVICE_BURST`: entries of its own that a device may push at once. `DOORSTEP_LOG`, `DOORSTEP_METRICS_PORT`.
 * @throws AppError 'setting' with the name of the one that cannot be read
 */
export function readWireSettings(env: Environment): WireSettings {
	const { network, deviceBurst } = LIMITS_OF_CALLERS;
	const most = numberOf(env, 'DOORSTEP_NETWORK_LIMIT');
	const signIns = most === undefined ? network['sign-in'] : Math.max(network['sign-in'], most / 4);
	return {
		limits: {
			network: {
				...network,
				work: limitOf(most, network.work),
				'sign-in': limitOf(most === 0 ? 0 : signIns, signIns)
			},
			deviceBurst: limitOf(numberOf(env, 'DOORSTEP_DEVICE_BURST'), deviceBurst)
		},
		log: logOf(env),
		metricsPort: numberOf(env, 'DOORSTEP_METRICS_PORT')
	};
}
