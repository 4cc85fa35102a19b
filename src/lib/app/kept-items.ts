/** Everything that is kept and cannot be used: of the open drawer, and of the device itself. */
import { deviceKept } from '../vault/device-kept.ts';
import type { Kept } from '../vault/kept.ts';
import type { KeptItem } from '../vault/quarantine.ts';

/** The drawer's part, while it is open; a worker's link has this shape. */
type OpenKept = Pick<Kept, 'kept' | 'keptCopies'>;

export type { KeptItem };

/** What is kept, without the bytes. @param drawer undefined while locked */
export async function listKept(drawer: OpenKept | undefined): Promise<readonly KeptItem[]> {
	const items = (await drawer?.kept()) ?? [];
	return [...items, ...(await deviceKept())];
}

/**
 * One file with every byte of what is kept: ciphertext, and what stands beside it in the clear; no title, no text.
 * @param madeAt ISO 8601
 */
export async function keptFile(drawer: OpenKept | undefined, madeAt: string): Promise<string> {
	const items = [...((await drawer?.keptCopies()) ?? []), ...(await deviceKept())];
	return JSON.stringify({ format: 'doorstep-kept', v: 1, madeAt, items }, null, '\t');
}
