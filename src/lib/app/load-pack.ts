/**
 * Gets the questions: the pack this build was made with, checked before use; else the last one that was good here.
 * A damaged pack is never used and never hidden: every problem comes back with its path.
 */
import { packStamp } from '../../generated/pack-stamp.ts';
import { compareVersions } from '../pack/compare-versions.ts';
import { needsUpdate, packText, parsePackText, type ParsedPack } from '../pack/parse.ts';
import type { Pack, PackProblem, PackStamp } from '../pack/types.ts';
import { listPacks, readPack, writePack } from '../vault/device-db.ts';

/**
 * `isKept`: the newest pack was no good, this is an earlier one; `problems` then says what was wrong with the newest.
 * `needsUpdate` and `pack-newer`: it is whole, but made for a newer version of the app.
 */
export type PackLoad =
	| {
			readonly ok: true;
			readonly pack: Pack;
			readonly isKept: boolean;
			readonly needsUpdate: boolean;
			readonly problems: readonly PackProblem[];
	  }
	| {
			readonly ok: false;
			readonly reason: 'pack-missing' | 'pack-refused' | 'pack-newer';
			readonly problems: readonly PackProblem[];
	  };

let loading: Promise<PackLoad> | undefined;

function refuse(path: string, message: string): ParsedPack {
	return { ok: false, problems: [{ path, message }] };
}

async function hashOf(pack: Pack): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(packText(pack)));
	return btoa(String.fromCharCode(...new Uint8Array(digest)))
		.replace(/[+]/g, '-')
		.replace(/[/]/g, '_')
		.replace(/=+$/, '');
}

/** Parses, and holds the pack to a version and to the hash of its own text. Without a stamp, to the hash it names. */
async function checked(text: string, stamp?: PackStamp): Promise<ParsedPack> {
	const parsed = parsePackText(text);
	if (!parsed.ok) return parsed;
	const { version, hash } = parsed.pack;
	const wanted = stamp ?? { version, hash };
	if (version !== wanted.version)
		return refuse('version', `This is version ${version}; wanted is ${wanted.version}.`);
	const isWhole = hash === wanted.hash && (await hashOf(parsed.pack)) === hash;
	return isWhole ? parsed : refuse('hash', 'The text is not the one that was released. Load it again.');
}

async function fetchText(version: string = packStamp.version): Promise<string | undefined> {
	try {
		const response = await fetch(`/packs/${version}.json`);
		return response.ok ? await response.text() : undefined;
	} catch {
		return undefined; // No server and nothing in the cache: the kept pack is tried next.
	}
}

/** The kept packs, newest version first, until one is good: the disk may have changed a letter of it. */
async function findKept(): Promise<Pack | undefined> {
	for (const version of [...(await listPacks())].sort(compareVersions).reverse()) {
		const parsed = await checked((await readPack(version)) ?? '');
		if (parsed.ok) return parsed.pack;
	}
	return undefined;
}

/** A database that does not open must not keep the questions away. */
async function keep(version: string, text: string): Promise<void> {
	try {
		if ((await readPack(version)) !== text) await writePack(version, text);
	} catch {
		// The pack in use is good; only the spare copy is missing, and the next load tries again.
		return;
	}
}

async function load(): Promise<PackLoad> {
	const text = await fetchText();
	const parsed = text === undefined ? undefined : await checked(text, packStamp);
	if (text !== undefined && parsed?.ok === true) {
		void keep(packStamp.version, text);
		return { ok: true, pack: parsed.pack, isKept: false, needsUpdate: false, problems: [] };
	}
	const problems = parsed?.ok === false ? parsed.problems : [];
	const isNewer = needsUpdate(problems);
	const kept = await findKept().catch(() => undefined);
	if (kept !== undefined)
		return { ok: true, pack: kept, isKept: problems.length > 0, needsUpdate: isNewer, problems };
	if (text === undefined) return { ok: false, reason: 'pack-missing', problems };
	return { ok: false, reason: isNewer ? 'pack-newer' : 'pack-refused', problems };
}

/** The pack to ask from. Loaded once for a page tree; a failed load is tried again at the next call. */
export async function loadPack(): Promise<PackLoad> {
	loading ??= load();
	const loaded = await loading;
	if (!loaded.ok || loaded.isKept) loading = undefined;
	return loaded;
}

/**
 * The pack that a record was made with: among those of this build, or the copy kept on this device. No other version
 * stands in for it, because it could change an outcome that somebody acted on.
 */
export async function loadPackOf(
	stamp: PackStamp
): Promise<Pack | { readonly problems: readonly PackProblem[] }> {
	const texts = [await fetchText(stamp.version), await readPack(stamp.version).catch(() => undefined)];
	const found = await Promise.all(
		texts.filter((text) => text !== undefined).map((text) => checked(text, stamp))
	);
	const good = found.find((one) => one.ok);
	if (good?.ok === true) return good.pack;
	const newer = found.find((one) => !one.ok && needsUpdate(one.problems));
	if (newer?.ok === false) return { problems: newer.problems };
	return { problems: [{ path: 'version', message: `Version ${stamp.version} is not on this device.` }] };
}
