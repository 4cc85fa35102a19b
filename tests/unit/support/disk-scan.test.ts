import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scanFolder } from '../../support/disk-scan.ts';
import { testFolder } from '../../support/folder.ts';
import { unpackSnappy } from '../../support/leveldb.ts';

const MARKER = 'MARKER-Zoë-4711';

function folderWith(name: string, bytes: Buffer): string {
	const folder = testFolder();
	mkdirSync(join(folder, 'deep/er'), { recursive: true });
	writeFileSync(join(folder, 'deep/er', name), bytes);
	return folder;
}

const wrapped = (bytes: Buffer) => Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]);

describe('the scanner of a profile folder', () => {
	it.each([
		['as UTF-8', 'a.bin', wrapped(Buffer.from(MARKER))],
		['as UTF-16', 'a.bin', wrapped(Buffer.from(MARKER, 'utf16le'))],
		['in hex', 'a.bin', wrapped(Buffer.from(Buffer.from(MARKER).toString('hex')))],
		['in a gzip file', 'a.gz', gzipSync(wrapped(Buffer.from(MARKER)))],
		...[0, 1, 2].map((shift): [string, string, Buffer] => [
			`in base64, ${shift} in`,
			'a.json',
			wrapped(Buffer.from(Buffer.from(`${'x'.repeat(shift)}${MARKER} tail`).toString('base64')))
		]),
		...[0, 1, 2].map((shift): [string, string, Buffer] => [
			`in base64url, ${shift} in`,
			'a.json',
			wrapped(Buffer.from(Buffer.from(`${'?'.repeat(shift)}${MARKER}??>>`).toString('base64url')))
		])
	])('finds a marker %s', (_form, name, bytes) => {
		expect(scanFolder(folderWith(name, bytes), [MARKER]).leaks).not.toEqual([]);
	});

	it('finds a marker that a log cut in two at a block', () => {
		const before = Buffer.alloc(32_768 - 7 - 7, 0x61);
		const header = (size: number, kind: number) => Buffer.from([0, 0, 0, 0, size & 255, size >> 8, kind]);
		const marker = Buffer.from(MARKER);
		const first = Buffer.concat([before, marker.subarray(0, 7)]);
		const second = marker.subarray(7);
		const log = Buffer.concat([header(first.length, 2), first, header(second.length, 4), second]);
		expect(log.includes(marker)).toBe(false);
		expect(scanFolder(folderWith('000003.log', log), [MARKER]).leaks).not.toEqual([]);
	});

	it('finds nothing where nothing is, and says how much it looked at', () => {
		const result = scanFolder(folderWith('a.bin', Buffer.from('MARKER-Zoe-4711')), [MARKER]);
		expect(result).toMatchObject({ leaks: [], files: 1, bytes: 15 });
	});
});

describe('unpacking Snappy', () => {
	it('takes literals and copies, also copies that overlap themselves', () => {
		// "abcd" as a literal, then 8 bytes from 4 back (kind 2), then 4 bytes from 1 back (kind 1).
		const packed = Buffer.from([16, 3 << 2, 0x61, 0x62, 0x63, 0x64, (7 << 2) | 2, 4, 0, 1, 1]);
		expect(unpackSnappy(packed).toString()).toBe('abcdabcdabcddddd');
	});

	it('takes long literals', () => {
		const text = Buffer.alloc(300, 'long literal ');
		const packed = Buffer.concat([Buffer.from([0xac, 0x02, 61 << 2, 0x2b, 0x01]), text]);
		expect(unpackSnappy(packed)).toEqual(text);
	});
});
