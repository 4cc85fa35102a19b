import { createHash } from 'node:crypto';
import type { Hash } from '../trust/bytes.ts';

/**
 * SHA-256 of this process, at once. WebCrypto hands each hash to another thread and back, which costs five times the hash
 * itself for a header; a test holds both against each other.
 */
export const hash: Hash = (...parts) => {
	const running = createHash('sha256');
	for (const part of parts) running.update(part);
	return new Uint8Array(running.digest());
};
