import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import type * as Kdf from '#lib/vault/kdf.ts';

/**
 * The key derivation with a hash in the place of Argon2id, for tests that open slots hundreds of times and are not
 * about its strength. Given to `vi.mock`, which is moved above the imports: import this file inside it.
 */
export async function quickKdf(original: () => Promise<unknown>): Promise<typeof Kdf> {
	// What `vi.mock` hands over is the module itself.
	const real = (await original()) as typeof Kdf;
	const stretch: typeof Kdf.stretch = async (password, salt, settings) => {
		const text = utf8(JSON.stringify([password, [...salt], settings]));
		return new Uint8Array(await crypto.subtle.digest('SHA-256', text));
	};
	return {
		...real,
		stretch,
		async deriveKey(passphrase, salt: Bytes, settings) {
			const raw = await stretch(passphrase.normalize('NFKC'), salt, settings);
			return raw && crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
		}
	};
}
