import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { CHUNK_MODULES } from './chunk-modules.ts';

const KIT = '.svelte-kit';
const CLIENT = `${KIT}/output/client`;
const NODES = `${KIT}/generated/client-optimized/nodes`;

interface Entry {
	readonly file: string;
	readonly imports?: readonly string[];
	readonly css?: readonly string[];
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

// Both files were written by the build that has just run.
const manifest = readJson(`${CLIENT}/.vite/manifest.json`) as Readonly<Record<string, Entry>>;
const modulesOf = readJson(`${CLIENT}/${CHUNK_MODULES}`) as Readonly<Record<string, readonly string[]>>;

function closure(key: string, seen: Set<string>): void {
	const entry = manifest[key];
	if (entry === undefined) throw new TypeError(`${key} is not in the client's manifest`);
	if (seen.has(entry.file)) return;
	seen.add(entry.file);
	for (const sheet of entry.css ?? []) seen.add(sheet);
	for (const imported of entry.imports ?? []) closure(imported, seen);
}

/** Manifest key of the node that Kit made for a route's component, such as `src/routes/+page.svelte`. */
function nodeKey(component: string): string | undefined {
	const node = readdirSync(NODES).find((name) =>
		readFileSync(`${NODES}/${name}`, 'utf8').includes(`/${component}"`)
	);
	return node && `${NODES}/${node}`;
}

function layoutsOf(page: string): string[] {
	const folders = page.split('/').slice(1, -1);
	return folders
		.map((_folder, depth) => `src/${folders.slice(0, depth + 1).join('/')}/+layout.svelte`)
		.filter((layout) => nodeKey(layout) !== undefined);
}

/**
 * All scripts and styles that a page needs before it shows: Kit's start, the layouts above it, the page, and what these import.
 * @param page a route's component
 * @param launched modules that are imported dynamically, but at every launch
 * @returns file names inside the client build; undefined when the page is not built
 */
export function filesOfPage(page: string, launched: readonly RegExp[] = []): Set<string> | undefined {
	const key = nodeKey(page);
	if (key === undefined) return undefined;
	const files = new Set<string>();
	const start = Object.keys(manifest).filter(
		(name) =>
			/\/client\/entry\.js$|client-optimized\/app\.js$/.test(name) || launched.some((late) => late.test(name))
	);
	const layouts = layoutsOf(page).map((layout) => nodeKey(layout) ?? layout);
	for (const name of [...start, ...layouts, key]) closure(name, files);
	return files;
}

/** Which of the files contain a module whose path fits the pattern. */
export function filesContaining(pattern: RegExp, files: Iterable<string> = Object.keys(modulesOf)): string[] {
	return [...files].filter((file) => modulesOf[file]?.some((module) => pattern.test(module)));
}

/** Size of a file as sent compressed, in bytes; fonts come compressed and are counted as they are. */
export function sentBytes(path: string): number {
	const bytes = readFileSync(path);
	return path.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

/** Sum of `sentBytes` over files of the client build. */
export function sentBytesOf(files: Iterable<string>): number {
	return [...files].reduce((sum, file) => sum + sentBytes(`${CLIENT}/${file}`), 0);
}

/** The route component whose folders fit the pattern, such as the page of one question. */
export function findPage(pattern: RegExp): string | undefined {
	return readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('+page.svelte'))
		.map((file) => `src/routes/${file}`)
		.find((file) => pattern.test(file));
}
