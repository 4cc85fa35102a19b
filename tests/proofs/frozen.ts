/**
 * Frozen vectors of every format of our own, and who reads each. They were written once and never change: whoever
 * cannot read them has broken somebody's records. A new format: its file in `tests/vectors`, and one line here.
 */
import * as files from './frozen-files.ts';
import * as trust from './frozen-trust.ts';
import * as vault from './frozen-vault.ts';
import { readWays } from './frozen-ways.ts';

type Reader = (vector: never) => Promise<trust.Findings>;

/** By file. */
export const READERS: Readonly<Record<string, Reader>> = {
	'addendum-v1.json': trust.readAddenda,
	'capture-v1.json': files.readCapture,
	'challenge-v1.json': trust.readChallenge,
	'content-root-v1.json': trust.readContentRoot,
	'device-keys-v1.json': vault.readDeviceKeys,
	'drl1-v1.json': trust.readDrl1,
	'entry-v1.json': trust.readEntryVector,
	'grant-v1.json': trust.readGrant,
	'header-page-v1.json': vault.readHeaderPage,
	'kit-v1.json': trust.readKit,
	'log-v1.json': trust.readLog,
	'membership-v1.json': vault.readMembershipVector,
	'names-v1.json': trust.readNames,
	'rescue-v1.json': files.readRescue,
	'slot-passphrase-v1.json': vault.readSlot,
	'space-secret-v1.json': trust.readSpaceSecret,
	'ways-v1.json': readWays,
	'working-copy-after-v1.json': vault.readWorkingCopy,
	'working-copy-v1.json': vault.readWorkingCopy,
	'wrapped-key-v1.json': vault.readWrappedKey
};

/** Reads one vector. A file that nobody reads, or a reader that finds nothing, is a failure. */
export async function readFrozen(name: string, text: string): Promise<trust.Findings> {
	const reader = READERS[name];
	if (reader === undefined) return { 'has a reader': false };
	// Of our own making; each reader says which shape its file has.
	const found = await reader(JSON.parse(text) as never);
	return Object.keys(found).length === 0 ? { 'finds anything': false } : found;
}
