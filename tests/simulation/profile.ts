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
export type ProfileName = 'swarm' | 'restores' | 'crowd' | 'widow' | 'early';

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

type Change = (usual: Profile) => Partial<Profile>;

/** What the kinds of schedules have more of than the swarm. */
const KINDS: Readonly<Record<ProfileName, Change>> = {
	swarm: () => ({}),
	/** Servers go back often, and little else. */
	restores: ({ weights }) => ({
		weights: { ...weights, copy: 6, verify: 5, restore: 5, write: 14, wipe: 0.2, lock: 0.3 },
		newest: 0.5
	}),
	/** Several deliveries and checks of each device at once: the browser's lock failed. */
	crowd: ({ weights }) => ({
		weights: { ...weights, page: 24, check: 14, 'go-on': 40, copy: 5, verify: 4, restore: 4, wipe: 0.1 },
		passes: 0.3,
		atOnce: 3
	}),
	/** A device is lost, and the others are locked and have not checked what they hold of it. */
	widow: ({ weights }) => ({
		weights: { ...weights, member: 6, check: 0.5, wipe: 3, copy: 5, verify: 4, restore: 4, worker: 12 },
		newest: 0.5
	}),
	/** Backups from before everybody was enrolled, and clocks that jump. */
	early: ({ weights }) => ({
		weights: { ...weights, restore: 4, copy: 4, verify: 3, 'server-clock': 4, wipe: 0.2 },
		early: 0.6
	})
};

/** @param name the kind of schedule; the seed says the rest */
export function profileOf(name: ProfileName, chance: Chance): Profile {
	const usual = swarm(chance);
	return { ...usual, ...KINDS[name](usual) };
}
