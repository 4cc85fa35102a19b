import { sha256, type Bytes } from './bytes.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The largest power of two below `count`, for `count` of at least 2. */
function splitOf(count: number): number {
	return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

/**
 * Merkle tree hash of a list of inputs.
 * @source RFC 6962 section 2.1 */
export async function merkleRoot(inputs: readonly Uint8Array[]): Promise<Bytes> {
	const [only] = inputs;
	if (only === undefined) return sha256();
	if (inputs.length === 1) return sha256(LEAF, only);
	const split = splitOf(inputs.length);
	const [left, right] = await Promise.all([
		merkleRoot(inputs.slice(0, split)),
		merkleRoot(inputs.slice(split))
	]);
	return sha256(NODE, left, right);
}
