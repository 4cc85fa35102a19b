/** The limits that the vault is measured against, in a worker like the vault's. */
import { expose } from 'comlink';
import { deriveKey, type KdfSettings } from '../../../src/lib/vault/kdf.ts';
import { rawStore } from './raw-store.ts';

const limit = {
	save: (id: number, record: unknown) => rawStore.save(id, record),
	/** The key derivation alone. */
	kdf: async (passphrase: string, settings: KdfSettings): Promise<void> => {
		await deriveKey(passphrase, new Uint8Array(16).fill(3), settings);
	},
	ping: () => Promise.resolve()
};

export type Limit = typeof limit;
expose(limit);
