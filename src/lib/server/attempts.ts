/** So many attempts in a window of time. */
export interface Allowance {
	readonly attempts: number;
	readonly windowMs: number;
}

interface Window {
	count: number;
	readonly beganAt: number;
	readonly endsAt: number;
}

/** Beyond this many callers the oldest windows are forgotten: memory stays bounded under a flood. */
const MOST_WINDOWS = 20_000;

/** Counts attempts by caller. Kept in memory: a restart forgives everybody. */
export interface Attempts {
	/** @returns 0 when the attempt may go on, else how many ms until the caller may try again */
	waitFor(caller: string, allowance: Allowance): number;
}

/** @param now server time, ms */
export function countAttempts(now: () => number): Attempts {
	const windows = new Map<string, Window>();
	return {
		waitFor(caller, { attempts, windowMs }) {
			const at = now();
			const known = windows.get(caller);
			// A clock that was set back ends a window: nobody is to wait for a time that the clock has left.
			if (known !== undefined && known.beganAt <= at && known.endsAt > at) {
				known.count += 1;
				return known.count > attempts ? known.endsAt - at : 0;
			}
			// Deleted first, so that insertion order is the order of age.
			windows.delete(caller);
			if (windows.size >= MOST_WINDOWS) windows.delete(windows.keys().next().value ?? '');
			windows.set(caller, { count: 1, beganAt: at, endsAt: at + windowMs });
			return 0;
		}
	};
}

/**
 * The network an address belongs to: a /24 or a /64, so that one line cannot pose as many callers.
 * @param address IPv4, IPv6 or IPv4 in IPv6
 */
export function networkOf(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
	if (!plain.includes(':')) return plain.split('.').slice(0, 3).join('.');
	const [front = '', back] = plain.toLowerCase().split('::');
	const groups = front.split(':').filter((group) => group !== '');
	const tail = back === undefined ? [] : back.split(':').filter((group) => group !== '');
	const zeros = back === undefined ? 0 : Math.max(0, 8 - groups.length - tail.length);
	return [...groups, ...Array<string>(zeros).fill('0'), ...tail].slice(0, 4).join(':');
}
