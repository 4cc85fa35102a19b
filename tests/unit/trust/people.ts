import { randomBytes, toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { newSeed, signingKey } from '#lib/trust/dsse.ts';
import {
	draftHeader,
	signEntry,
	type DeviceSigner,
	type Entry,
	type HeaderDraft,
	type SignerPosition
} from '#lib/trust/entry.ts';
import type { EntryKind } from '#lib/trust/entry-header.ts';
import { newId, recordId } from '#lib/trust/ids.ts';

export const NOW = 1_795_340_000_000;
export const HASH = toBase64Url(new Uint8Array(32).fill(3));
export const ENTRY_ID = `${'b'.repeat(51)}a`;

export async function newSigner(tenant = newId()): Promise<DeviceSigner> {
	return { tenant, person: newId(), device: newId(), key: await signingKey(newSeed()) };
}

export const POSITION: SignerPosition = {
	deviceSeq: 1,
	devicePrev: null,
	keylogHead: ENTRY_ID,
	lastReceipt: null,
	clientAt: NOW
};

/** The fields of a first draft by this signer: enough for the shape, not for opening. */
export async function draftFields(signer: DeviceSigner): Promise<Partial<HeaderDraft>> {
	const salt = randomBytes(16);
	return {
		record: await recordId(signer.person, salt),
		salt: toBase64Url(salt),
		n: 1,
		keyNumber: 1,
		keyCommit: HASH,
		schema: 1,
		contentRoot: HASH
	};
}

export async function someEntry(
	signer: DeviceSigner,
	kind: EntryKind = 'draft',
	body: Bytes = utf8('body')
): Promise<Entry> {
	const header = draftHeader({ signer, position: POSITION }, kind, await draftFields(signer));
	return signEntry(header, body, signer.key);
}
