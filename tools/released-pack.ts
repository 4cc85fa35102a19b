/** The packs of this checkout, each held against the hash that a record names. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packText, parsePackText } from '../src/lib/pack/parse.ts';
import type { Pack, PackStamp } from '../src/lib/pack/types.ts';

const FOLDER = join(import.meta.dirname, '..', 'static', 'packs');

/** The pack of a stamp; undefined when this checkout does not have it, or has another text under its version. */
export function releasedPack({ version, hash }: PackStamp): Promise<Pack | undefined> {
	return Promise.resolve(packFrom(join(FOLDER, `${version}.json`), hash));
}

function packFrom(path: string, hash: string): Pack | undefined {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
	const parsed = parsePackText(text);
	if (!parsed.ok || parsed.pack.hash !== hash) return undefined;
	const own = createHash('sha256').update(packText(parsed.pack)).digest('base64url');
	return own === hash ? parsed.pack : undefined;
}
