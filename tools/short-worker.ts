/** The service worker names every file of the build in full; this says once what they have in common. */
import { readFileSync, writeFileSync } from 'node:fs';

const COMMON = '/_app/immutable/';
/** As the minifier writes Kit's list of files: `W+` and the path of each. */
const LIST = /\[((\w+)\+`[^`$\\ ]*`(?:,\2\+`[^`$\\ ]*`)+)\]/g;
const ITEM = /`([^`]*)`/g;

function shortList(list: string, items: string, base: string): string {
	const paths = [...items.matchAll(ITEM)].map(([, path = '']) => path);
	const [ours, others] = [COMMON, ''].map((start) =>
		paths.filter((path) => path.startsWith(COMMON) === (start !== ''))
	);
	const said = (some: readonly string[] = [], start = '') =>
		`...\`${some.map((path) => path.slice(start.length)).join(' ')}\`.split(\` \`).map(e=>${base}+\`${start}\`+e)`;
	const parts = [ours?.length ? said(ours, COMMON) : '', others?.length ? said(others) : ''];
	const short = `[${parts.filter((part) => part !== '').join(',')}]`;
	return short.length < list.length ? short : list;
}

/** The same script with its lists of files shorter. The order within a list does not matter: it is a set to be cached. */
export function shortWorker(script: string): string {
	return script.replace(LIST, (list, items: string, base: string) => shortList(list, items, base));
}

/** Shortens the worker of a finished build, before it is compressed. @param folder of the client's files */
export function shortenWorker(folder: string): void {
	const file = `${folder}/service-worker.js`;
	writeFileSync(file, shortWorker(readFileSync(file, 'utf8')));
}
