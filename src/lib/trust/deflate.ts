/** Compressing before sealing, with the platform's own streams. */

type Bytes = Uint8Array<ArrayBuffer>;

/** What came out, or undefined when it is not one whole deflate stream or grows past the cap. */
type Inflated =
	| { readonly ok: true; readonly bytes: Bytes }
	| { readonly ok: false; readonly reason: 'bad-deflate' | 'too-large' };

/**
 * Deflates without any header.
 * @param bytes any content
 */
export async function deflateRaw(bytes: Bytes): Promise<Bytes> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Inflates what `deflateRaw` made and stops at a cap, so that a small file cannot fill the memory.
 * @param bytes exactly one deflate stream
 * @param capBytes most that may come out
 */
export async function inflateRaw(bytes: Bytes, capBytes: number): Promise<Inflated> {
	const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
	const chunks: Bytes[] = [];
	let size = 0;
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			size += next.value.length;
			if (size > capBytes) {
				await reader.cancel();
				return { ok: false, reason: 'too-large' };
			}
			chunks.push(next.value);
		}
	} catch {
		// The platform says no more than "not a whole stream", and neither do we.
		return { ok: false, reason: 'bad-deflate' };
	}
	return { ok: true, bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()) };
}
