import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { filesContaining, filesOfPage, findPage, sentBytes, sentBytesOf } from './client-graph.ts';

/**
 * Holds the build to its sizes: `npm run size`, after a build. Follows the imports of the client's manifest; what a browser really
 * fetches is held to the same numbers by `tests/e2e/first-load.spec.ts`.
 */
const FIRST_LOAD_AT_MOST = 120_000;
const FLOW_ADDS_AT_MOST = 40_000;
const PACK_AT_MOST = 60_000;
const SEARCH_INDEX_AT_MOST = 250_000;
const SERVICE_WORKER_BELOW = 60_000;

const HOME = 'src/routes/+page.svelte';
const FLOW = findPage(/decide\/\[flow[^/]*\].*\[step[^/]*\]\/\+page\.svelte$/);
/** Imported after the first paint, at every launch. */
const LAUNCHED = [/workbox-window/];
/** What only the drawer needs. */
const DRAWER = /node_modules\/(dexie|age-encryption|hash-wasm|@noble|@hpke)\//;

/** Workers are built apart from the pages, which know only their addresses. */
const WORKERS = 'build/client/_app/immutable/workers';
/** Dexie's own name, which stands in its error texts: where it is, the drawer's database is. */
const DATABASE_MARK = 'Dexie';

let failed = 0;

function hold(words: string, isHeld: boolean): void {
	if (!isHeld) failed += 1;
	console.log(`${isHeld ? '  ok   ' : '  FAIL '} ${words}`);
}

const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/**
 * The largest pack. Home does not fetch it: the service worker does, after the page, or the first question where there is no worker.
 * So it is held to a size of its own (docs/decisions/019).
 */
function packBytes(): number {
	const folder = 'build/client/packs';
	if (!existsSync(folder)) return 0;
	const packs = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return Math.max(0, ...packs.map((name) => sentBytes(`${folder}/${name}`)));
}

function holdFirstLoad(first: Set<string>): void {
	const assets = 'build/client/_app/immutable/assets';
	const font = readdirSync(assets).find((name) => /latin-wght-normal.*\.woff2$/.test(name));
	const parts = {
		page: sentBytes('build/prerendered/index.html'),
		scripts: sentBytesOf([...first].filter((file) => file.endsWith('.js'))),
		styles: sentBytesOf([...first].filter((file) => file.endsWith('.css'))),
		font: font ? sentBytes(`${assets}/${font}`) : Number.NaN
	};
	const sum = Object.values(parts).reduce((total, bytes) => total + bytes, 0);
	const list = Object.entries(parts).map(([name, bytes]) => `${name} ${kb(bytes)}`);
	hold(`first load ${kb(sum)} of ${kb(FIRST_LOAD_AT_MOST)} (${list.join(', ')})`, sum <= FIRST_LOAD_AT_MOST);
	const leaked = filesContaining(DRAWER, first);
	hold(`first load has none of the drawer's libraries ${leaked.join(' ')}`, leaked.length === 0);
}

function holdFlow(first: Set<string>): void {
	const flow = FLOW === undefined ? undefined : filesOfPage(FLOW, LAUNCHED);
	if (flow === undefined) return hold('opening a flow: the page of a question is not there', false);
	const sum = sentBytesOf([...flow].filter((file) => !first.has(file)));
	hold(`opening a flow adds ${kb(sum)} of ${kb(FLOW_ADDS_AT_MOST)}`, sum <= FLOW_ADDS_AT_MOST);
	const leaked = filesContaining(DRAWER, flow);
	hold(`a flow page has none of the drawer's libraries ${leaked.join(' ')}`, leaked.length === 0);
}

const first = filesOfPage(HOME, LAUNCHED);
if (first === undefined) hold('home: not built', false);
else {
	holdFirstLoad(first);
	holdFlow(first);
}
const pack = packBytes();
hold(`the newest questions ${kb(pack)} of ${kb(PACK_AT_MOST)}`, pack <= PACK_AT_MOST);
const index = sentBytes('build/client/search/index.json');
hold(`the search index ${kb(index)} of ${kb(SEARCH_INDEX_AT_MOST)}`, index <= SEARCH_INDEX_AT_MOST);
const workerBytes = statSync('build/client/service-worker.js').size;
hold(
	`service worker ${kb(workerBytes)} below ${kb(SERVICE_WORKER_BELOW)}`,
	workerBytes < SERVICE_WORKER_BELOW
);
const workers = existsSync(WORKERS) ? readdirSync(WORKERS).filter((name) => name.endsWith('.js')) : [];
const vault = workers.filter((name) => readFileSync(`${WORKERS}/${name}`, 'utf8').includes(DATABASE_MARK));
const vaultBytes = vault.reduce((sum, name) => sum + sentBytes(`${WORKERS}/${name}`), 0);
hold(`the drawer's libraries are in a worker of their own (${kb(vaultBytes)})`, vault.length > 0);
process.exit(failed === 0 ? 0 : 1);
