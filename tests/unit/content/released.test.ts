import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalJson } from '#lib/pack/canonical.ts';
import { packText, parsePackText } from '#lib/pack/parse.ts';
import released from '../../../src/content/released.json' with { type: 'json' };

const FOLDER = join(import.meta.dirname, '../../../static/packs');
const versions = Object.entries(released);

it.each(versions)('keeps the released pack %s byte for byte', (version, hash) => {
	const text = readFileSync(join(FOLDER, `${version}.json`), 'utf8');
	const parsed = parsePackText(text);
	expect(parsed.ok).toBe(true);
	if (!parsed.ok) return;
	expect(createHash('sha256').update(packText(parsed.pack)).digest('base64url')).toBe(hash);
	expect(text).toBe(canonicalJson(parsed.pack));
	expect(parsed.pack).toMatchObject({ version, hash });
});

it('ships every released pack', () => {
	const shipped = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));
	expect(shipped).toEqual(expect.arrayContaining(versions.map(([version]) => version)));
});
