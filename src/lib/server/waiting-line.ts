/** Who goes first when the server is busy. @source reference/sync.md section 5 */
const ORDER = ['push', 'sign-in', 'pull', 'bootstrap'] as const;

export type Rank = (typeof ORDER)[number];

/** Those who wait for their turn: by rank, and within it in the order in which they came. */
export interface WaitingLine {
	readonly length: number;
	isEmpty(rank: Rank): boolean;
	/** @returns whether the turn came; false: sent home for somebody of a higher rank */
	wait(rank: Rank): Promise<boolean>;
	/** Calls in whoever comes next, for as long as `takes` has room for the rank. */
	callIn(takes: (rank: Rank) => boolean): void;
	/** Whether somebody of a lower rank waits. */
	hasBelow(rank: Rank): boolean;
	/** Sends the last of the lowest rank home. @returns whether there was one below this rank */
	sendHomeBelow(rank: Rank): boolean;
}

type Waiter = (isTurn: boolean) => void;

export function makeWaitingLine(): WaitingLine {
	const lines = new Map<Rank, Waiter[]>(ORDER.map((rank) => [rank, []]));
	const of = (rank: Rank) => lines.get(rank) ?? [];
	let length = 0;
	const lineBelow = (rank: Rank) =>
		ORDER.slice(ORDER.indexOf(rank) + 1)
			.reverse()
			.map(of)
			.find((line) => line.length > 0);
	return {
		get length() {
			return length;
		},
		isEmpty: (rank) => of(rank).length === 0,
		wait(rank) {
			length += 1;
			return new Promise((go) => of(rank).push(go));
		},
		callIn(takes) {
			for (const rank of ORDER) {
				while (of(rank).length > 0 && takes(rank)) {
					length -= 1;
					of(rank).shift()?.(true);
				}
			}
		},
		hasBelow: (rank) => lineBelow(rank) !== undefined,
		sendHomeBelow(rank) {
			const last = lineBelow(rank)?.pop();
			if (last === undefined) return false;
			length -= 1;
			last(false);
			return true;
		}
	};
}
