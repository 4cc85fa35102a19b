/** What is wrong, in words; empty is what is wanted. And how much was done, so that nothing wrong means something. */
export interface Findings {
	readonly violations: string[];
	/** Seq by entry id, as each was acknowledged first. */
	readonly acknowledged: Map<string, number>;
	readonly counts: {
		kills: number;
		pushes: number;
		/** Pushes that were answered by nothing: the process was killed, or is starting. */
		unanswered: number;
		/** 503 with the time to wait. */
		refused: number;
		/** Entries that were sent again after one of these, or to two processes at once. */
		sentAgain: number;
		polls: number;
		pulled: number;
		slowestMs: number;
	};
}

export function newFindings(): Findings {
	return {
		violations: [],
		acknowledged: new Map(),
		counts: {
			kills: 0,
			pushes: 0,
			unanswered: 0,
			refused: 0,
			sentAgain: 0,
			polls: 0,
			pulled: 0,
			slowestMs: 0
		}
	};
}

/** One acknowledgement for ever: the same entry has the same seq, whoever asks whenever. */
export function noteAck({ violations, acknowledged }: Findings, id: string, seq: number): void {
	const before = acknowledged.get(id);
	if (before !== undefined && before !== seq)
		violations.push(`${id} was acknowledged at ${before} and at ${seq}`);
	acknowledged.set(id, before ?? seq);
}
