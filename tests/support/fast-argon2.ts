import { createHash } from 'node:crypto';

/** Stands in for Argon2id where a test opens many slots and the slowness is not what it is about. */
export function argon2id(asked: {
	readonly password: string;
	readonly salt: Uint8Array;
	readonly memorySize: number;
	readonly iterations: number;
}): Promise<Uint8Array> {
	const settings = `${asked.memorySize}/${asked.iterations}/`;
	return Promise.resolve(
		createHash('sha256').update(settings).update(asked.salt).update(asked.password).digest()
	);
}
