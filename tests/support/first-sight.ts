import { maySendOn } from './routes.ts';

/** What a person sees first on a page, and where the page thinks it is; null until there is something. */
export interface Sight {
	readonly heading: string;
	readonly title: string;
	readonly path: string;
}

/** Body of a function to run in a page. */
export const FIRST_SIGHT = `const heading = document.querySelector('h1')?.innerText;
	return heading && document.title ? { heading, title: document.title, path: location.pathname } : null;`;

const PAUSE_MS = 250;
const EQUAL_READS = 3;
/** For a page that may send on: it opens the database and the vault's worker first, slowly on a busy machine. */
const EQUAL_READS_BEFORE_SENDING_ON = 16;
const SETTLED_WITHIN_MS = 30_000;

/**
 * Reads until the page shows the same for a while.
 * @param path the page that was asked for
 * @param read runs `FIRST_SIGHT` in the page; may fail while it is being replaced
 * @throws TypeError when the page stays empty or keeps changing
 */
export async function settledSight(path: string, read: () => Promise<unknown>): Promise<Sight> {
	const enough = maySendOn(path) ? EQUAL_READS_BEFORE_SENDING_ON : EQUAL_READS;
	const deadline = performance.now() + SETTLED_WITHIN_MS;
	let last = 'null';
	let equal = 0;
	while (equal < enough) {
		if (performance.now() > deadline) throw new TypeError(`${path} did not settle; last it showed ${last}`);
		const now = JSON.stringify(await read().catch(() => null));
		equal = now === last && now !== 'null' ? equal + 1 : 0;
		last = now;
		await new Promise((wake) => setTimeout(wake, PAUSE_MS));
	}
	return JSON.parse(last) as Sight;
}
