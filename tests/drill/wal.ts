import { existsSync, readFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Frames after the last commit in a SQLite write-ahead log: a transaction that was being written. Frames of an earlier
 * round of the log carry another salt and end it.
 * @source https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function uncommittedFrames(file: string): number {
	if (!existsSync(file)) return 0;
	const log = readFileSync(file);
	if (log.length < HEADER_BYTES) return 0;
	const salt = log.subarray(16, 24);
	const step = FRAME_HEADER_BYTES + log.readUInt32BE(8);
	let open = 0;
	for (let at = HEADER_BYTES; at + FRAME_HEADER_BYTES <= log.length; at += step) {
		if (!log.subarray(at + 8, at + 16).equals(salt)) break;
		open = log.readUInt32BE(at + 4) === 0 ? open + 1 : 0;
	}
	return open;
}
