/**
 * Search over the shelf as built, side by side in one run: MiniSearch with its own fuzziness, and ours. `npm run bench:search`.
 * Prints typos found of 100 (page of the right word among the first 10), time of a query, size and opening time of the index.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { openIndex, searchShelf, type ShelfSearch } from '../src/lib/pack/search.ts';
import { makeTypos, pageOf, type Typo } from '../tests/support/typos.ts';
import { readArticles } from '../tools/content/guidance.ts';
import { shelfDocuments } from '../tools/content/search.ts';
import { compileContent } from '../tools/read-content.ts';

const SEEDS = [1, 2, 3, 4, 5];
const FIRST = 10;
const ROUNDS = 5;

type Find = (query: string) => readonly string[];

const text = readFileSync(new URL('../static/search/index.json', import.meta.url), 'utf8');
const { pack } = await compileContent();
if (pack === undefined) throw new TypeError('The content does not compile: npm run content:check');
const documents = shelfDocuments(pack, readArticles());

function open(): ShelfSearch {
	const shelf = openIndex(JSON.parse(text));
	if (shelf === undefined) throw new TypeError('No index: npm run content');
	return shelf;
}

const startedAt = performance.now();
const shelf = open();
const openMs = performance.now() - startedAt;

const CONTENDERS: Readonly<Record<string, Find>> = {
	'MiniSearch, fuzzy 0.2 + prefix': (query) =>
		shelf.engine
			.search(query, { fuzzy: 0.2, prefix: true, combineWith: 'AND', weights: { fuzzy: 0.35, prefix: 0.7 } })
			.slice(0, FIRST)
			.map(({ id }) => String(id)),
	'ours: nearest word first': (query) => searchShelf(shelf, query, FIRST).hits.map(({ id }) => id)
};

const isFound = (find: Find, { typed, page }: Typo) => find(typed).some((id) => pageOf(id) === page);
const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;

const typos = SEEDS.map((seed) => makeTypos(shelf, documents, { seed, count: 100 }));
const queries = [...typos.flat().map(({ typed }) => typed), ...documents.map(({ title }) => title)];
console.table(
	Object.fromEntries(
		Object.entries(CONTENDERS).map(([name, find]) => {
			const times: number[] = [];
			for (let round = 0; round < ROUNDS; round += 1)
				for (const query of queries) {
					const began = performance.now();
					find(query);
					times.push(performance.now() - began);
				}
			times.sort((a, b) => a - b);
			return [
				name,
				{
					'found of 100, by seed': typos
						.map((some) => some.filter((typo) => isFound(find, typo)).length)
						.join(' '),
					'p50 ms': at(times, 0.5).toFixed(2),
					'p95 ms': at(times, 0.95).toFixed(2),
					'max ms': (times.at(-1) ?? 0).toFixed(2)
				}
			];
		})
	)
);
process.stdout.write(
	`${documents.length} documents; index ${(text.length / 1000).toFixed(0)} kB, ${(gzipSync(text, { level: 9 }).length / 1000).toFixed(0)} kB gzip; opens in ${openMs.toFixed(0)} ms\n`
);
