/**
 * `npm run cuts`: a scenario of fifty steps over the drawer's IndexedDB, once for each request and each side of it on which
 * the network can be cut. Ends with 1 when one of them does not come to the same end.
 */
import { cutPeople, playWith, type Cut } from '../tests/simulation/cuts.ts';
import { indexedDrawer } from '../tests/simulation/indexed-drawer.ts';

const people = await cutPeople();
const { requests } = await playWith(people, undefined, indexedDrawer);
const cuts = Array.from({ length: requests }, (_, at): readonly Cut[] => [
	{ request: at + 1, where: 'before' },
	{ request: at + 1, where: 'after' }
]).flat();
let bad = 0;
let entries = 0;
for (const cut of cuts) {
	const { violations, stored, written } = await playWith(people, cut, indexedDrawer);
	entries += stored;
	if (violations.length === 0 && stored === written) continue;
	bad += 1;
	console.log(
		`cut ${cut.where} request ${cut.request}: ${stored} of ${written} stored; ${violations.slice(0, 3).join('; ')}`
	);
}
console.log(
	`${cuts.length} cuts around ${requests} requests, ${entries} entries stored once each: ${bad} that did not converge`
);
process.exit(bad === 0 ? 0 : 1);
