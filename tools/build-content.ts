/** Compiles `src/content/`: the pack `static/packs/<version>.json`, its stamp, the guidance and the search index. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson } from '../src/lib/pack/canonical.ts';
import type { Pack } from '../src/lib/pack/types.ts';
import { buildGuidance } from './content/guidance.ts';
import { locate } from './content/locate.ts';
import { buildSearch } from './content/search.ts';
import { buildShelves } from './content/shelves.ts';
import { compileContent } from './read-content.ts';
import { releasedVersions } from './content/released.ts';

const ROOT = join(import.meta.dirname, '..');

function writeChanged(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

/** A released pack is never edited: other content under its version is refused. */
function writePack(pack: Pack): void {
	const released = releasedVersions();
	if ((released[pack.version] ?? pack.hash) !== pack.hash) {
		process.stderr.write(
			`The content differs from the released pack ${pack.version}. Raise "version" in src/content/pack.yaml.\n`
		);
		process.exit(1);
	}
	const path = join(ROOT, 'static/packs', `${pack.version}.json`);
	const text = canonicalJson(pack);
	writeChanged(path, text);
	const { version, hash } = pack;
	const stamp = `{ version: '${version}', hash: '${hash}' }`;
	writeChanged(
		join(ROOT, 'src/generated/pack-stamp.ts'),
		`import type { PackStamp } from '#lib/pack/types.ts';\n\nexport const packStamp: PackStamp = ${stamp};\n`
	);
}

const { pack, problems } = await compileContent();
const shelf = buildGuidance();
const guidanceProblems = [...shelf.problems, ...buildShelves(shelf.articles)];
for (const { path, message } of [...problems, ...guidanceProblems].map(locate))
	process.stderr.write(`src/content/${path}: ${message}\n`);
if (pack === undefined || guidanceProblems.length > 0) process.exit(1);
writePack(pack);
buildSearch(pack);
process.stdout.write(`Pack ${pack.version}, ${pack.hash}\n`);
