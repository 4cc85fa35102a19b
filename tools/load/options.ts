/** What `npm run load` is asked for. */
import { parseArgs } from 'node:util';
import type { Profile } from './plan.ts';
import type { Population } from './prepare.ts';

export interface Options extends Population {
	readonly profile: Profile;
	readonly seed: number;
	readonly connections: number;
	readonly server: 'auto' | 'plain';
}

export const USAGE = `Usage: npm run load -- [--devices=10000] [--minutes=2] ...

  --devices=N      devices, 10 to 100000 (default 10000); enrolled once for each number, then kept in the folder for temporary files
  --minutes=M      length of the run, up to 60 (default 2); its middle is nine o'clock
  --herd=M         minutes within which all devices come back around nine (default 5)
  --factor=F       a day F times faster, up to 10 (default 1)
  --rate=R         R syncs a second all the time instead of a morning, each with two revisions
  --office=N       devices of one organisation, 2 to 1000 (default 250)
  --connections=N  connections kept open at most (default 512)
  --server=plain   the endpoints behind node:http even when a build is there
  --seed=N         the same calls again
`;

/** A whole or broken number within bounds. */
interface Bounds {
	readonly least: number;
	readonly most: number;
	readonly usual: number;
	readonly isWhole: boolean;
}

const NUMBERS = {
	devices: { least: 10, most: 100_000, usual: 10_000, isWhole: true },
	minutes: { least: 0.05, most: 60, usual: 2, isWhole: false },
	herd: { least: 0.05, most: 60, usual: 5, isWhole: false },
	factor: { least: 1, most: 10, usual: 1, isWhole: false },
	rate: { least: 0, most: 10_000, usual: 0, isWhole: false },
	office: { least: 2, most: 1_000, usual: 250, isWhole: true },
	connections: { least: 1, most: 10_000, usual: 512, isWhole: true },
	seed: { least: 0, most: 2 ** 32 - 1, usual: 1, isWhole: true }
} as const satisfies Record<string, Bounds>;

type Name = keyof typeof NUMBERS;

function numberOf(name: Name, text: string | undefined): number | string {
	const { least, most, usual, isWhole } = NUMBERS[name];
	if (text === undefined) return usual;
	const value = Number(text);
	const isGood =
		text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
	const kind = isWhole ? 'a whole number' : 'a number';
	return isGood ? value : `--${name} must be ${kind} from ${least} to ${most}, not "${text}".`;
}

type Given = Readonly<Record<string, string | boolean | undefined>>;

function given(args: readonly string[]): Given | string {
	try {
		const strings = Object.fromEntries(
			Object.keys(NUMBERS).map((name) => [name, { type: 'string' as const }])
		);
		const all = { ...strings, server: { type: 'string' as const }, help: { type: 'boolean' as const } };
		return parseArgs({ args: [...args], options: all }).values;
	} catch (fault) {
		// Says which option it does not know.
		return fault instanceof Error ? `${fault.message}\n\n${USAGE}` : USAGE;
	}
}

/** @returns the options, the usage when it was asked for, or what is wrong with them in words */
export function readOptions(args: readonly string[]): Options | string {
	const values = given(args);
	if (typeof values === 'string') return values;
	if (values.help === true) return USAGE;
	const { server = 'auto' } = values;
	if (server !== 'auto' && server !== 'plain')
		return `--server can only be "plain", not "${String(server)}".`;
	const names = Object.keys(NUMBERS) as Name[];
	const read = names.map((name) => [name, numberOf(name, values[name] as string | undefined)] as const);
	const wrong = read.find(([, value]) => typeof value === 'string');
	if (wrong !== undefined) return String(wrong[1]);
	// All are numbers: the one text would have been found.
	const { devices, minutes, herd, factor, rate, office, connections, seed } = Object.fromEntries(
		read
	) as Record<Name, number>;
	const constant = values.rate === undefined ? undefined : rate;
	const profile = { devices, minutes, herdMinutes: herd, factor, rate: constant };
	return { devices, perOffice: office, profile, connections, seed, server };
}
