/**
 * The root key of an open drawer, for sealing it to the organisation's recovery without asking for the passphrase again.
 * Only its sealed form stays in the worker's memory, under a key that cannot be exported; nothing of it is on the disk.
 */
import type { Bytes } from '../trust/bytes.ts';
import { unwrapSecret, wrapSecret, type DrawerKeys } from './keys.ts';

/** Lends the root key: 32 bytes that are zeros once `use` has ended. Undefined when it does not open any more. */
export type KeptRoot = <T>(use: (rootKey: Bytes) => Promise<T>) => Promise<T | undefined>;

/** Number 0 are the device's keys; the root key itself is never stored, so that nothing can stand in its place. */
const KEY_NUMBER = 1;

/**
 * Keeps a root key for as long as the drawer is open.
 * @param rootKey 32 bytes; zeros afterwards
 */
export async function keepRoot(rootKey: Bytes, keys: DrawerKeys): Promise<KeptRoot> {
	const at = { id: keys.profile, keyNumber: KEY_NUMBER };
	const wrapped = await wrapSecret(keys, rootKey, at);
	rootKey.fill(0);
	return async (use) => {
		const opened = await unwrapSecret(keys, wrapped, at);
		if (!opened.ok) return undefined;
		try {
			return await use(opened.secret);
		} finally {
			opened.secret.fill(0);
		}
	};
}
