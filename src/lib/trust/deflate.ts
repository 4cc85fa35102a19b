/** Compressing before sealing, with the platform's own streams. */

type Bytes = Uint8Array<ArrayBuffer>;

/** What came out, or undefined when it is not one whole deflate stream or grows past the cap. */
type Inflated =
	| { readonly ok: true; readonly bytes: Bytes }
	| { readonly ok: false; readonly reason: 'bad-deflate' | 'too-large' };

/** What one slice swells to, 1032 times at most, is all that can pile up beyond a cap. */
const SLICE_BYTES = 16 * 1024;

/** Hands over slice by slice. By hand: a pipe from a Blob costs ten times as much as packing a record does. */
async function feed(into: WritableStream<BufferSource>, bytes: Bytes): Promise<void> {
	const writer = into.getWriter();
	for (let at = 0; at < bytes.length; at += SLICE_BYTES)
		await writer.write(bytes.subarray(at, at + SLICE_BYTES));
	await writer.close();
}

/** What a stream gives, joined; undefined beyond the cap, where it is given up. */
async function drain(from: ReadableStream<Bytes>, capBytes: number): Promise<Bytes | undefined> {
	const reader = from.getReader();
	const chunks: Bytes[] = [];
	let size = 0;
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		size += next.value.length;
		if (size > capBytes) {
			await reader.cancel();
			return undefined;
		}
		chunks.push(next.value);
	}
	const joined = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		joined.set(chunk, at);
		at += chunk.length;
	}
	return joined;
}

async function through(
	stream: CompressionStream | DecompressionStream,
	bytes: Bytes,
	capBytes: number
): Promise<Bytes | undefined> {
	// A fault of the stream reaches the reading side too, and is read there.
	feed(stream.writable, bytes).catch(() => undefined);
	return drain(stream.readable, capBytes);
}

/**
 * Deflates without any header.
 * @param bytes any content
 */
export async function deflateRaw(bytes: Bytes): Promise<Bytes> {
	const deflated = await through(new CompressionStream('deflate-raw'), bytes, Infinity);
	return deflated ?? new Uint8Array();
}

/**
 * Inflates what `deflateRaw` made and stops at a cap, so that a small file cannot fill the memory.
 * @param bytes exactly one deflate stream
 * @param capBytes most that may come out
 */
export async function inflateRaw(bytes: Bytes, capBytes: number): Promise<Inflated> {
	try {
		const inflated = await through(new DecompressionStream('deflate-raw'), bytes, capBytes);
		return inflated ? { ok: true, bytes: inflated } : { ok: false, reason: 'too-large' };
	} catch {
		// The platform says no more than "not a whole stream", and neither do we.
		return { ok: false, reason: 'bad-deflate' };
	}
}
