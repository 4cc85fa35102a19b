/**
 * Holds every sentence of the content to plain English: `npm run content:lint`. Names each fault with file and line, and prints the
 * reading grade of each article.
 *   npm run content:lint -- fgm prevent     only these articles
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readGlossary } from './content/library.ts';
import { faultsOf, gradeOf, type Style } from './content/plain-english.ts';
import { articleProse, yamlProse, type Prose } from './content/prose.ts';
import { CONTENT } from './content/content-dir.ts';

/** Members of the files of words that no reader sees. */
const UNSEEN = ['kind', 'evidence', 'sources', 'id', 'tone', 'guide', 'articles', 'version', 'date'];

const read = (name: string) => readFileSync(join(CONTENT, name), 'utf8');
const namesIn = (folder: string, ending: string) =>
	readdirSync(join(CONTENT, folder)).filter((name) => name.endsWith(ending));

const wanted = process.argv.slice(2);
const articles = namesIn('guidance', '.md').filter(
	(name) => wanted.length === 0 || wanted.includes(name.replace(/\.md$/, ''))
);
const words = [
	...namesIn('words', '.yaml').map((name) => `words/${name}`),
	'glossary.yaml',
	'library.yaml',
	'changes.yaml'
];

const style = parse(read('style.yaml')) as Style;
const glossary = readGlossary(articles.map((name) => name.replace(/\.md$/, ''))).entries;

let faults = 0;
function judge(prose: readonly Prose[]): void {
	for (const { path, text } of prose)
		for (const fault of faultsOf(text, style, glossary)) {
			faults += 1;
			process.stderr.write(`${path}: ${fault}\n`);
		}
}

for (const name of articles) {
	const prose = articleProse(name, read(`guidance/${name}`));
	judge(prose);
	const grade = gradeOf(prose.map(({ text }) => (/[.?!:;]$/.test(text) ? text : `${text}.`)).join(' '));
	process.stdout.write(`${grade.toFixed(1).padStart(5)}  ${name}\n`);
}
if (wanted.length === 0) for (const name of words) judge(yamlProse(name, read(name), UNSEEN));

process.stdout.write(`${articles.length} articles, ${faults} faults\n`);
process.exit(faults === 0 ? 0 : 1);
