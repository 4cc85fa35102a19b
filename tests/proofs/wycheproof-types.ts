/** One test as the file has it; hex texts by field. */
export interface WycheproofTest {
	readonly tcId: number;
	readonly comment: string;
	readonly flags: readonly string[];
	readonly result: 'valid' | 'invalid' | 'acceptable';
	readonly [field: string]: unknown;
}

export interface WycheproofGroup {
	readonly type: string;
	readonly tests: readonly WycheproofTest[];
	readonly [field: string]: unknown;
}

export interface WycheproofFile {
	readonly algorithm: string;
	readonly testGroups: readonly WycheproofGroup[];
}

/** What the engine made of a test: took it with the expected bytes, took it with other bytes, or said no. */
export type Outcome = 'accepted' | 'wrong' | 'refused';
