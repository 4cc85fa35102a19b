import { canonicalBytes } from './canonical.ts';
import type { SigningKey } from './dsse.ts';
import { draftHeader, positionAfter, signEntry, type Entry, type Signing } from './entry.ts';
import type { Statement } from './statements.ts';

/** The organisation's root key at work: at set-up, and later for a new recovery epoch. */
export interface RootSigning {
	readonly tenant: string;
	readonly key: SigningKey;
	readonly keylogHead: string | null;
	/** ms. */
	readonly clientAt: number;
}

/**
 * Signs statements one after the other, each on top of the one before.
 * @param by its `keylogHead` is the newest head the device knows; if another device was faster the server answers
 *   `keylog-moved`, and the statements are signed again on the new head */
export async function signStatements(
	by: Signing,
	statements: readonly Statement[]
): Promise<readonly Entry[]> {
	const entries: Entry[] = [];
	let { position } = by;
	for (const statement of statements) {
		const header = draftHeader({ signer: by.signer, position }, 'key', {});
		const entry = await signEntry(header, canonicalBytes(statement), by.signer.key);
		entries.push(entry);
		position = positionAfter(position, entry);
	}
	return entries;
}

/** The same with the root key: such entries have neither author nor device. */
export async function signRootStatements(
	by: RootSigning,
	statements: readonly Statement[]
): Promise<readonly Entry[]> {
	const entries: Entry[] = [];
	let { keylogHead } = by;
	for (const statement of statements) {
		const nobody = { author: null, device: null, deviceSeq: null, devicePrev: null };
		const signer = { tenant: by.tenant, person: '', device: '', key: by.key };
		const position = { deviceSeq: 1, devicePrev: null, keylogHead, lastReceipt: null, clientAt: by.clientAt };
		const header = draftHeader({ signer, position }, 'key', nobody);
		const entry = await signEntry(header, canonicalBytes(statement), by.key);
		entries.push(entry);
		keylogHead = entry.id;
	}
	return entries;
}
