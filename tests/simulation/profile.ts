/** What a run is made of. Each seed leaves some kinds of trouble out and has more of others: a swarm finds more than a mean. */
import type { Chance } from './random.ts';

export type Act =
	| 'write'
	| 'page'
	| 'worker'
	| 'check'
	| 'go-on'
	| 'arrive'
	| 'hear'
	| 'lose'
	| 'give-up'
	| 'double'
	| 'lock'
	| 'unlock'
	| 'reload'
	| 'wipe'
	| 'member'
	| 'copy'
	| 'verify'
	| 'restore'
	| 'restart'
	| 'server-clock'
	| 'device-clock';

export interface Profile {
	readonly weights: Readonly<Record<Act, number>>;
	/** How likely a task goes straight on where another could come between. */
	readonly passes: number;
	/** Records for each person. */
	readonly records: number;
	/** How likely a version is signed instead of written on. */
	readonly finals: number;
	/** How likely a restore takes the newest verified copy, and not any older one. */
	readonly newest: number;
	/** How likely a restored copy is from before everybody was enrolled. */
	readonly early: number;
	/** Deliveries of one device at once; more than one means that the lock of the browser failed. */
	readonly atOnce: number;
}

const USUAL: Profile['weights'] = {
	write: 10,
	page: 12,
	worker: 4,
	check: 5,
	'go-on': 14,
	arrive: 30,
	hear: 30,
	lose: 4,
	'give-up': 3,
	double: 3,
	lock: 1.5,
	unlock: 3,
	reload: 2.5,
	wipe: 0.4,
	member: 0.8,
	copy: 4,
	verify: 4,
	restore: 3,
	restart: 0.5,
	'server-clock': 0.5,
	'device-clock': 0.5
};

/** Trouble that a seed may do without. */
const OPTIONAL: readonly Act[] = [
	'worker',
	'lose',
	'give-up',
	'double',
	'lock',
	'reload',
	'wipe',
	'copy',
	'restore',
	'restart',
	'server-clock',
	'device-clock'
];

/** Names by which a schedule is asked for. */
export type ProfileName = 'swarm' | 'restores' | 'crowd';

function swarm(chance: Chance): Profile {
	const weights = { ...USUAL };
	for (const act of OPTIONAL) {
		const kind = chance.weighed({ out: 2, usual: 5, more: 2 });
		weights[act] *= { out: 0, usual: 1, more: 3 }[kind];
	}
	return {
		weights,
		passes: chance.pick([1, 0.9, 0.6]) ?? 1,
		records: 1 + chance.below(2),
		finals: chance.pick([0, 0.1, 0.25]) ?? 0,
		newest: chance.pick([1, 0.6]) ?? 1,
		early: chance.pick([0, 0, 0.2]) ?? 0,
		atOnce: 1 + chance.below(2)
	};
}

/** @param name `restores`: servers go back often, and little else; `crowd`: several deliveries of each device at once */
export function profileOf(name: ProfileName, chance: Chance): Profile {
	const usual = swarm(chance);
	if (name === 'restores') {
		const weights = { ...usual.weights, copy: 5, verify: 3, restore: 4, write: 14, wipe: 0.2, lock: 0.3 };
		return { ...usual, weights, newest: 0.5 };
	}
	if (name === 'crowd') {
		const weights = { ...usual.weights, page: 24, 'go-on': 40, copy: 4, restore: 3, wipe: 0.1 };
		return { ...usual, weights, passes: 0.3, atOnce: 3 };
	}
	return usual;
}
