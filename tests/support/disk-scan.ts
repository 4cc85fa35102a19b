import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { logText, tableBlocks } from './leveldb.ts';

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
	readonly unpackedBlocks: number;
}

/** Every form in which a text may lie on a disk. Base64 has three, by where the text begins. */
export function formsOf(marker: string): readonly { readonly form: string; readonly bytes: Buffer }[] {
	const encodings = ['utf8', 'utf16le'] as const;
	return encodings.flatMap((encoding) => {
		const bytes = Buffer.from(marker, encoding);
		const hex = bytes.toString('hex');
		return [
			{ form: encoding, bytes },
			{ form: `${encoding} hex`, bytes: Buffer.from(hex) },
			{ form: `${encoding} HEX`, bytes: Buffer.from(hex.toUpperCase()) },
			...[0, 1, 2].map((shift) => ({
				form: `${encoding} base64 +${shift}`,
				bytes: Buffer.from(base64Core(bytes, shift))
			}))
		];
	});
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
 * Looks for markers in every file of a folder, also inside packed LevelDB tables and logs.
 * @param folder a browser's profile, best after the browser ended
 */
export function scanFolder(folder: string, markers: readonly string[]): ScanResult {
	const wanted = markers.flatMap((marker) => formsOf(marker).map((form) => ({ marker, ...form })));
	const leaks: Leak[] = [];
	let files = 0;
	let bytes = 0;
	let unpackedBlocks = 0;
	for (const path of filesIn(folder)) {
		const views = viewsOf(path);
		files += 1;
		bytes += views[0]?.length ?? 0;
		unpackedBlocks += views.length - 1;
		const file = relative(folder, path);
		for (const { marker, form, bytes: needle } of wanted)
			if (views.some((view) => view.includes(needle))) leaks.push({ marker, form, file });
	}
	return { leaks, files, bytes, unpackedBlocks };
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** The file as it lies there, and what its packing hides. */
function viewsOf(path: string): Buffer[] {
	const raw = readFileSync(path);
	const slashes = Buffer.from(raw.toString('latin1').replaceAll('-', '+').replaceAll('_', '/'), 'latin1');
	const views: Buffer[] = raw.length < 5_000_000 ? [raw, slashes] : [raw];
	if (/\.(ldb|sst)$/.test(path)) views.push(...tableBlocks(raw));
	if (/\.log$/.test(path)) views.push(logText(raw));
	if (raw[0] === 0x1f && raw[1] === 0x8b) views.push(gunzipSync(raw));
	return views;
}
