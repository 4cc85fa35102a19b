import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../vectors/', import.meta.url);

/** Every frozen vector: name of its file, and its text. */
export function frozenFiles(): readonly (readonly [name: string, text: string])[] {
	const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
	return names.sort().map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]);
}
