import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that can change what a build contains. */
const INPUTS = [
	'src',
	'static',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json',
	'tools/build.ts',
	'tools/build-inputs.ts',
	'tools/build-content.ts',
	'tools/read-content.ts',
	'tools/content',
	'tools/chunk-modules.ts'
];
/** Written by the content build from files above. */
const DERIVED = ['src/generated', 'static/packs', 'static/search'];

function filesUnder(path: string): string[] {
	if (DERIVED.includes(path) || !existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesUnder(join(path, name)));
}

/**
 * One hash over names and bytes of all sources, in a fixed order. Paths are relative to the project folder, the working directory.
 * @returns 64 hexadecimal digits (SHA-256)
 */
export function hashInputs(): string {
	const hash = createHash('sha256');
	for (const file of INPUTS.flatMap(filesUnder)) {
		const bytes = readFileSync(file);
		hash.update(`${file}\0${bytes.length}\0`).update(bytes);
	}
	return hash.digest('hex');
}
