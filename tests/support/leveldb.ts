/**
 * Just enough of LevelDB's file formats to see what lies inside: Chromium keeps IndexedDB, local storage and more in
 * it, and packs table blocks with Snappy, where a plain search finds nothing.
 * @source https://github.com/google/leveldb/blob/main/doc/table_format.md, log_format.md; snappy/format_description.txt
 */

const TABLE_MAGIC = 0xdb4775248b80fb57n;
const FOOTER_BYTES = 48;
const LOG_BLOCK = 32_768;
const LOG_HEADER = 7;

/** Unpacks Snappy; a copy element repeats bytes that are already out. */
export function unpackSnappy(packed: Buffer): Buffer {
	const length = varint(packed, 0);
	const out = Buffer.alloc(length.value);
	let at = length.next;
	let end = 0;
	while (at < packed.length && end < out.length) {
		const element = readElement(packed, at);
		if (element.from === undefined) packed.copy(out, end, element.next - element.size, element.next);
		else
			for (let step = 0; step < element.size; step += 1)
				out[end + step] = out[end + step - element.from] ?? 0;
		end += element.size;
		at = element.next;
	}
	return out.subarray(0, end);
}

interface Element {
	readonly size: number;
	/** Distance back; absent for a literal. */
	readonly from?: number;
	readonly next: number;
}

function readElement(packed: Buffer, at: number): Element {
	const tag = packed[at] ?? 0;
	const kind = tag & 3;
	const six = tag >> 2;
	if (kind === 0) {
		const extra = Math.max(0, six - 59);
		const size = 1 + (extra === 0 ? six : packed.readUIntLE(at + 1, extra));
		return { size, next: at + 1 + extra + size };
	}
	if (kind === 1)
		return { size: 4 + (six & 7), from: ((tag >> 5) << 8) | (packed[at + 1] ?? 0), next: at + 2 };
	const width = kind === 2 ? 2 : 4;
	return { size: 1 + six, from: packed.readUIntLE(at + 1, width), next: at + 1 + width };
}

function varint(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
	let value = 0;
	let at = start;
	for (let shift = 0; ; shift += 7, at += 1) {
		const byte = bytes[at] ?? 0;
		value += (byte & 127) * 2 ** shift;
		if (byte < 128) return { value, next: at + 1 };
	}
}

/** All blocks of a table file, unpacked; empty when the file is no table. */
export function tableBlocks(file: Buffer): Buffer[] {
	const footer = file.length - FOOTER_BYTES;
	if (footer < 0 || file.readBigUInt64LE(file.length - 8) !== TABLE_MAGIC) return [];
	const meta = readHandle(file, footer);
	const index = readBlock(file, readHandle(file, meta.next));
	return [index, ...blockHandles(index).map((handle) => readBlock(file, handle))];
}

interface Handle {
	readonly offset: number;
	readonly size: number;
	readonly next: number;
}

function readHandle(bytes: Buffer, at: number): Handle {
	const offset = varint(bytes, at);
	const size = varint(bytes, offset.next);
	return { offset: offset.value, size: size.value, next: size.next };
}

function readBlock(file: Buffer, { offset, size }: Handle): Buffer {
	const content = file.subarray(offset, offset + size);
	return file[offset + size] === 1 ? unpackSnappy(content) : content;
}

/** The values of an index block are the places of the data blocks. */
function blockHandles(index: Buffer): Handle[] {
	const restarts = index.readUInt32LE(index.length - 4);
	const end = index.length - 4 - restarts * 4;
	const handles: Handle[] = [];
	for (let at = 0; at < end;) {
		const shared = varint(index, at);
		const own = varint(index, shared.next);
		const value = varint(index, own.next);
		const valueAt = value.next + own.value;
		handles.push(readHandle(index, valueAt));
		at = valueAt + value.value;
	}
	return handles;
}

/** A log file without the headers that cut its records into blocks. */
export function logText(file: Buffer): Buffer {
	const parts: Buffer[] = [];
	for (let block = 0; block < file.length; block += LOG_BLOCK) {
		const end = Math.min(block + LOG_BLOCK, file.length);
		for (let at = block; at + LOG_HEADER <= end;) {
			const size = file.readUInt16LE(at + 4);
			if (size === 0) break;
			parts.push(file.subarray(at + LOG_HEADER, Math.min(at + LOG_HEADER + size, end)));
			at += LOG_HEADER + size;
		}
	}
	return Buffer.concat(parts);
}

/** What Chromium puts before an IndexedDB value that it packed: version tag, "needs processing", "packed with Snappy". */
const PACKED_VALUE = Buffer.from([0xff, 0x11, 0x02]);
const MOST_OF_A_VALUE = 64 * 1024 * 1024;

/** Values of IndexedDB that are packed a second time, inside a table or a log, unpacked; other bytes give nothing. */
export function packedValues(bytes: Buffer): Buffer[] {
	const values: Buffer[] = [];
	for (let at = bytes.indexOf(PACKED_VALUE); at >= 0; at = bytes.indexOf(PACKED_VALUE, at + 1)) {
		const packed = bytes.subarray(at + PACKED_VALUE.length);
		const size = varint(packed, 0).value;
		if (size > 0 && size <= MOST_OF_A_VALUE) values.push(unpackSome(packed));
	}
	return values;
}

/** Unpacks as far as it goes: where the bytes only look like a packed value it ends in a distance that is no distance. */
function unpackSome(packed: Buffer): Buffer {
	try {
		return unpackSnappy(packed);
	} catch (error) {
		if (error instanceof RangeError) return Buffer.alloc(0);
		throw error;
	}
}
