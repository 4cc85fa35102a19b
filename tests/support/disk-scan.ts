import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { logText, packedValues, tableBlocks } from './leveldb.ts';

/** Something that must not lie on the disk: a text, or the bytes of a key under a name. */
export type Marker = string | { readonly name: string; readonly bytes: Buffer };

/** A marker that was found where it must not be. */
export interface Leak {
	readonly marker: string;
	readonly form: string;
	/** Relative to the folder that was scanned. */
	readonly file: string;
}

/** How much was looked at: a scan of nothing finds nothing. */
export interface ScanResult {
	readonly leaks: readonly Leak[];
	readonly files: number;
	readonly bytes: number;
	/** Tables' blocks, logs and packed values that were looked into. */
	readonly unpackedBlocks: number;
}

interface Form {
	readonly form: string;
	readonly bytes: Buffer;
}

function utf16be(text: string): Buffer {
	return Buffer.from(text, 'utf16le').swap16();
}

/** Bytes as they are, and as text that carries bytes. Base64 has three, by where it begins. */
function formsOfBytes(name: string, bytes: Buffer): readonly Form[] {
	const hex = bytes.toString('hex');
	return [
		{ form: name, bytes },
		{ form: `${name} hex`, bytes: Buffer.from(hex) },
		{ form: `${name} HEX`, bytes: Buffer.from(hex.toUpperCase()) },
		...[0, 1, 2].map((shift) => ({
			form: `${name} base64 +${shift}`,
			bytes: Buffer.from(base64Core(bytes, shift))
		}))
	];
}

/** Every form in which a text, or a key, may lie on a disk. */
export function formsOf(marker: Marker): readonly Form[] {
	if (typeof marker !== 'string') return formsOfBytes('bytes', marker.bytes);
	return [
		...formsOfBytes('utf8', Buffer.from(marker)),
		...formsOfBytes('utf16le', Buffer.from(marker, 'utf16le')),
		...formsOfBytes('utf16be', utf16be(marker))
	];
}

/** Base64 of the text behind `shift` other bytes, without the letters that those and what follows have a part in. */
function base64Core(bytes: Buffer, shift: number): string {
	const whole = Buffer.concat([Buffer.alloc(shift), bytes])
		.toString('base64')
		.replace(/=+$/, '');
	const first = Math.ceil((shift * 8) / 6);
	const last = Math.floor(((shift + bytes.length) * 8) / 6);
	return whole.slice(first, last);
}

/**
 * Looks for markers in every file of a folder, also inside packed LevelDB tables and logs, and inside values that
 * Chromium packs once more.
 * @param folder a browser's profile, best after the browser ended
 */
export function scanFolder(folder: string, markers: readonly Marker[]): ScanResult {
	const wanted = byBeginning(
		markers.flatMap((marker) => {
			const name = typeof marker === 'string' ? marker : marker.name;
			return formsOf(marker).map((form) => ({ marker: name, ...form }));
		})
	);
	const leaks: Leak[] = [];
	let files = 0;
	let bytes = 0;
	let unpackedBlocks = 0;
	for (const path of filesIn(folder)) {
		const { plain, unpacked } = viewsOf(path);
		files += 1;
		bytes += plain[0]?.length ?? 0;
		unpackedBlocks += unpacked.length;
		const file = relative(folder, path);
		const views = [...plain, ...unpacked];
		for (const { marker, form } of foundIn(views, wanted)) leaks.push({ marker, form, file });
	}
	return { leaks, files, bytes, unpackedBlocks };
}

interface Wanted extends Form {
	readonly marker: string;
}

const BEGINNING = 5;

/** Markers mostly begin alike: where their beginning is not, none of them is, and a scan takes a tenth of the time. */
function byBeginning(wanted: readonly Wanted[]): ReadonlyMap<string, readonly Wanted[]> {
	const groups = new Map<string, Wanted[]>();
	for (const one of wanted) {
		const beginning = one.bytes.toString('latin1', 0, BEGINNING);
		groups.set(beginning, [...(groups.get(beginning) ?? []), one]);
	}
	return groups;
}

function foundIn(
	views: readonly Buffer[],
	wanted: ReadonlyMap<string, readonly Wanted[]>
): readonly Wanted[] {
	const found = new Set<Wanted>();
	for (const [beginning, group] of wanted) {
		const first = Buffer.from(beginning, 'latin1');
		for (const view of views.filter((one) => one.includes(first)))
			for (const one of group) if (view.includes(one.bytes)) found.add(one);
	}
	return [...found];
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** A live browser removes files while they are looked at. */
function contentOf(path: string): Buffer {
	try {
		return readFileSync(path);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
		throw error;
	}
}

/** Letters of base64url as those of base64. */
function asBase64(view: Buffer): Buffer {
	return Buffer.from(view.toString('latin1').replaceAll('-', '+').replaceAll('_', '/'), 'latin1');
}

const SMALL = 5_000_000;

/** The file as it lies there, and what its packing hides. */
function viewsOf(path: string): { readonly plain: readonly Buffer[]; readonly unpacked: readonly Buffer[] } {
	const raw = contentOf(path);
	const unpacked: Buffer[] = [];
	if (/\.(ldb|sst)$/.test(path)) unpacked.push(...tableBlocks(raw));
	if (/\.log$/.test(path)) unpacked.push(logText(raw));
	if (raw[0] === 0x1f && raw[1] === 0x8b) unpacked.push(gunzipSync(raw));
	unpacked.push(...[raw, ...unpacked].flatMap(packedValues));
	const slashes = [raw, ...unpacked].filter((view) => view.length < SMALL).map(asBase64);
	return { plain: [raw, ...slashes], unpacked };
}
