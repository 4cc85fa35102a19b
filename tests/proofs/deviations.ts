/** Where an engine may differ from the vectors' expectation, each by name and with its reason. Nothing else may. */
import type { Outcome, WycheproofFile, WycheproofGroup, WycheproofTest } from './wycheproof-types.ts';

interface Case {
	readonly file: WycheproofFile;
	readonly group: WycheproofGroup;
	readonly test: WycheproofTest;
	readonly outcome: Outcome;
	readonly engine: string;
}

interface Deviation {
	readonly reason: string;
	readonly holds: (at: Case) => boolean;
}

/** Sizes of AES-GCM's IV, in bits, that the vectors have and Node's OpenSSL does not take through WebCrypto. */
const IV_SIZES_NODE_REFUSES: readonly unknown[] = [8, 16, 32, 48, 64, 80, 2056];

/** By name; what is not here fails the run. */
export const DEVIATIONS: Readonly<Record<string, Deviation>> = {
	'aes-gcm-iv-size': {
		reason: 'Node takes no IV below 96 or above 1,024 bits; ours have always 96',
		holds: ({ engine, group, outcome }) =>
			engine === 'node' &&
			group.type === 'AeadTest' &&
			outcome === 'refused' &&
			IV_SIZES_NODE_REFUSES.includes(group.ivSize)
	},
	'aes-192': {
		reason: 'Chromium has no AES-192; our keys have always 256 bits',
		holds: ({ engine, group, outcome }) =>
			engine === 'chromium' && group.type === 'AeadTest' && outcome === 'refused' && group.keySize === 192
	}
};

/** The name of the listed deviation that covers a case, or undefined. */
export function deviationOf(at: Case): string | undefined {
	return Object.entries(DEVIATIONS).find(([, { holds }]) => holds(at))?.[0];
}
