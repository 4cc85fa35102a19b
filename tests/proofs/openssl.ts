import * as nodeCrypto from 'node:crypto';
import type { Argon } from './argon.ts';

const { argon2Sync } = nodeCrypto as Partial<typeof nodeCrypto>;

/** OpenSSL's Argon2id, which Node brings from 24.7 on; undefined in an older one. */
export const openssl: Argon | undefined =
	argon2Sync &&
	(({ password, salt, memoryKiB, passes, lanes, secret, data }) =>
		Uint8Array.from(
			argon2Sync('argon2id', {
				message: password,
				nonce: salt,
				parallelism: lanes,
				tagLength: 32,
				memory: memoryKiB,
				passes,
				...(secret && { secret }),
				...(data && { associatedData: data })
			})
		));
