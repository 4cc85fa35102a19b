/** What is noted of a request after it was answered: no body, no query, no id of anybody, and of the address the network alone. */
export interface AnsweredCall {
	/** Made by the server, in the answer's `request-id`: a report by a person finds its line. */
	readonly id: string;
	/** A route of ours, or `unknown`; never the address as sent. */
	readonly route: string;
	readonly method: string;
	readonly status: number;
	/** Why it was refused. */
	readonly reason?: string | undefined;
	/** Of a fault: the code alone. */
	readonly code?: string | undefined;
	readonly ms: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
	readonly network: string;
	/** How many pushed entries came to what. */
	readonly entries?: ReadonlyMap<string, number> | undefined;
}

/** Where the server tells what it does: metrics and log in the real one, nothing in tests. */
export interface Watch {
	answered(call: AnsweredCall): void;
}

export const NO_WATCH: Watch = { answered: () => undefined };
