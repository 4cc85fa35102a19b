import { networkOf, type Allowance, type Attempts } from './attempts.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How much one caller may ask for, so that a flood does not cost the others their turn. */
export interface Limits {
	/** Entries of its own that a device may push at once, and what is added to that in a day. */
	readonly deviceBurst: number;
	readonly deviceADay: number;
	/** Requests of one network in a minute, for each kind. */
	readonly network: Readonly<Record<CallKind, number>>;
	/** Oldest app that may pull. Every one may push. */
	readonly minClient: string;
}

/**
 * `founding`: guesses at set-up codes and invites. `sign-in`: a whole council behind one address at nine o'clock takes
 * two of them a device. `work`: everything else.
 */
export type CallKind = 'founding' | 'sign-in' | 'work';

/**
 * A person writes about 50 entries a day; a drawer that joins late or heals may bring thousands once.
 * @source reference/sync.md section 8: 1,000 a day
 */
export const LIMITS_OF_CALLERS: Limits = {
	deviceBurst: 5_000,
	deviceADay: 1_000,
	network: { founding: 120, 'sign-in': 3_000, work: 12_000 },
	minClient: '0.1'
};

/** Requests of one device in a minute: a full outbox takes 64 entries with each. */
const DEVICE_CALLS: Allowance = { attempts: 600, windowMs: MINUTE };
/** Challenges of one device. */
export const DEVICE_SIGN_INS: Allowance = { attempts: 20, windowMs: MINUTE };

/** Beyond this the device that has used the least of its allowance is forgotten. */
const MOST_DEVICES = 200_000;

/** Counts requests and entries of callers, in memory: a restart forgives everybody. */
export interface Quotas {
	/** @returns ms that this network must wait before a call of this kind; 0 to go on */
	ofNetwork(address: string, kind: CallKind): number;
	/** @param device with its organisation. @returns ms to wait; 0 to go on */
	ofDevice(device: string): number;
	/** Counts entries that a device pushed as its own. */
	spend(device: string, entries: number): void;
}

interface Bucket {
	/** Entries taken beyond what has been given back since; above the burst the device waits. */
	used: number;
	at: number;
}

/** @param now server time, ms */
export function keepQuotas(attempts: Attempts, limits: Limits, now: () => number): Quotas {
	const buckets = new Map<string, Bucket>();
	const perMs = limits.deviceADay / DAY;
	/** A clock that was set back forgives: nobody is to wait for a time that the clock has left. */
	const usedNow = ({ used, at }: Bucket) => (now() < at ? 0 : Math.max(0, used - (now() - at) * perMs));
	return {
		ofNetwork: (address, kind) =>
			attempts.waitFor(`${kind} ${networkOf(address)}`, {
				attempts: limits.network[kind],
				windowMs: MINUTE
			}),
		ofDevice(device) {
			const bucket = buckets.get(device);
			const over = bucket === undefined ? 0 : usedNow(bucket) - limits.deviceBurst;
			return over >= 0 && bucket !== undefined
				? Math.floor(over / perMs) + 1
				: attempts.waitFor(`calls ${device}`, DEVICE_CALLS);
		},
		spend(device, entries) {
			if (entries === 0) return;
			const bucket = buckets.get(device);
			const used = (bucket === undefined ? 0 : usedNow(bucket)) + entries;
			// Deleted first, so that insertion order is the order of age.
			buckets.delete(device);
			if (buckets.size >= MOST_DEVICES) buckets.delete(buckets.keys().next().value ?? '');
			buckets.set(device, { used, at: now() });
		}
	};
}
