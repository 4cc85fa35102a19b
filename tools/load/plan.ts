/** When devices call: a Poisson process whose rate follows a working morning. Pure. */

/** What a run plays. */
export interface Profile {
	readonly devices: number;
	readonly minutes: number;
	/** All devices come back within so many minutes around nine. */
	readonly herdMinutes: number;
	/** Time runs so many times faster than on a day: rates are that much higher. */
	readonly factor: number;
	/** Constant syncs per second instead of a morning. */
	readonly rate: number | undefined;
}

/** `morning`: back at nine with what was written meanwhile; `save`: one revision; `poll`: nothing to say. */
export type CallKind = 'morning' | 'save' | 'poll';

export interface Arrival {
	/** From the beginning of the run, ms. */
	readonly at: number;
	readonly kind: CallKind;
}

/** @source reference/sync.md section 7: 3 records of 5 revisions in 8 hours, the app in front a tenth of the time */
const SAVES_PER_HOUR = 15 / 8;
const POLLS_PER_HOUR = 12 / 10;

/** Numbers from 0 up to, not including, 1; the same for the same seed. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Syncs per second of each kind. */
export type Rates = Readonly<Record<CallKind, number>>;

/**
 * The rates at one moment. The run's middle is nine o'clock; the herd rises and falls in a straight line, so that all
 * devices have come once at its end.
 * @param second from the beginning of the run
 */
export function ratesAt(profile: Profile, second: number): Rates {
	const { devices, minutes, herdMinutes, factor, rate } = profile;
	if (rate !== undefined) return { morning: rate, save: 0, poll: 0 };
	const fromNine = Math.abs(second - minutes * 30) * factor;
	const halfHerd = herdMinutes * 30;
	const morning = (Math.max(0, 1 - fromNine / halfHerd) * devices * factor) / halfHerd;
	const hourly = (devices * factor) / 3600;
	return { morning, save: hourly * SAVES_PER_HOUR, poll: hourly * POLLS_PER_HOUR };
}

const sum = ({ morning, save, poll }: Rates) => morning + save + poll;

/** Syncs per second at the busiest moment. */
export function highestRate(profile: Profile): number {
	return sum(ratesAt(profile, profile.minutes * 30));
}

function kindOf(rates: Rates, random: () => number): CallKind {
	const at = random() * sum(rates);
	if (at < rates.morning) return 'morning';
	return at < rates.morning + rates.save ? 'save' : 'poll';
}

/**
 * All calls of a run, in order. They come when they come: nothing waits for an answer.
 * Poisson by thinning: candidates at the highest rate, each kept with the share that its moment has of it.
 */
export function arrivals(profile: Profile, random: () => number): readonly Arrival[] {
	const most = highestRate(profile);
	const end = profile.minutes * 60;
	const all: Arrival[] = [];
	for (let second = 0; ;) {
		second -= Math.log(1 - random()) / most;
		if (second >= end) return all;
		const rates = ratesAt(profile, second);
		if (random() * most < sum(rates)) all.push({ at: second * 1000, kind: kindOf(rates, random) });
	}
}

/** Latencies in ms, from the intended start. */
export interface Spread {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly max: number;
}

export function spreadOf(times: readonly number[]): Spread {
	const sorted = [...times].sort((one, other) => one - other);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
	return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
