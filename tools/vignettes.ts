/**
 * `npm run vignettes -- FOLDER`: plays every case of a folder, one line a case, `N passed, N failed` at the end.
 * With `--screens` the same folder is then walked through the real app in a browser, page by page.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { isAppError } from '../src/lib/errors.ts';
import type { Pack } from '../src/lib/pack/types.ts';
import { judgeVignette } from './judge-vignette.ts';
import { compileContent } from './read-content.ts';
import { playVignette, type Vignette } from './vignette.ts';

function stop(words: string, code: number): never {
	process.stderr.write(`${words}\n`);
	process.exit(code);
}

function judgeFile(pack: Pack, path: string): { name: string; problems: readonly string[] } {
	try {
		const vignette = parse(readFileSync(path, 'utf8')) as Vignette;
		const name = `${vignette.id} ${vignette.title}`;
		return { name, problems: judgeVignette(pack, vignette, playVignette(pack, vignette)) };
	} catch (error) {
		const why = isAppError(error) ? `${error.code} ${JSON.stringify(error.detail)}` : String(error);
		return { name: path.split('/').at(-1) ?? path, problems: [`cannot be played: ${why}`] };
	}
}

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { screens: { type: 'boolean' } }
});
const folder = positionals[0] ?? stop('Usage: npm run vignettes -- FOLDER [--screens]', 2);
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) stop(`There is no folder "${folder}".`, 2);
const files = readdirSync(folder)
	.filter((name) => /\.ya?ml$/.test(name))
	.sort();
if (files.length === 0) stop(`The folder "${folder}" holds no .yaml case.`, 2);

const { pack, problems } = await compileContent();
for (const { path, message } of problems) process.stderr.write(`${path}: ${message}\n`);
if (pack === undefined) stop('The content does not compile.', 1);

let failed = 0;
for (const file of files) {
	const { name, problems: faults } = judgeFile(pack, join(folder, file));
	if (faults.length > 0) failed += 1;
	process.stdout.write(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}\n`);
	for (const fault of faults) process.stdout.write(`       ${fault}\n`);
}
process.stdout.write(`${files.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

if (values.screens === true) {
	const browser = spawnSync('npx', ['playwright', 'test', 'tests/e2e/vignettes.spec.ts'], {
		stdio: 'inherit',
		env: { ...process.env, DOORSTEP_VIGNETTES: resolve(folder) }
	});
	if (browser.status !== 0) process.exitCode = 1;
}
