import { sha256, toBase64Url, u64, utf8, type Bytes } from './bytes.ts';

/** A record key and where it belongs. */
export interface RecordKey {
	readonly tenant: string;
	readonly record: string;
	/** From 1; a final always opens a new number. */
	readonly keyNumber: number;
	/** 32 bytes. */
	readonly key: Bytes;
}

/**
 * What binds every grant and sealed entry to one key without showing it: SHA-256(`doorstep-key` | tenant | record |
 * keyNumber u64 | key), base64url. AES-GCM alone would open under two keys that somebody searched for.
 * @source keys-and-states.md section 2 */
export async function keyCommit({ tenant, record, keyNumber, key }: RecordKey): Promise<string> {
	return toBase64Url(await sha256(utf8('doorstep-key'), utf8(tenant), utf8(record), u64(keyNumber), key));
}
