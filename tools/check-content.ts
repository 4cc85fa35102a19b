/** Proves the whole content and names every problem at once with file, line and what to do: `npm run content:check`. */
import { readArticles } from './content/guidance.ts';
import { locate } from './content/locate.ts';
import { readChanges, readSources } from './content/shelves.ts';
import { compileContent } from './read-content.ts';

const { pack, problems } = await compileContent();
const { articles, glossary, problems: shelfProblems } = readArticles();
const { sources, problems: sourceProblems } = readSources(articles);
const { changes, problems: changeProblems } = readChanges(articles, sources);

const all = [...problems, ...shelfProblems, ...sourceProblems, ...changeProblems].map(locate);
const lines = [...new Set(all.map(({ path, message }) => `${path}: ${message}`))];
for (const line of lines) process.stderr.write(`src/content/${line}\n`);
if (pack !== undefined)
	process.stdout.write(
		`Pack ${pack.version}: ${Object.values(pack.flows).flatMap(({ nodes }) => nodes).length} nodes, ` +
			`${Object.keys(pack.outcomes).length} outcomes, ${articles.length} articles, ${glossary.length} words, ` +
			`${sources.length} sources, ${changes.length} changes\n`
	);
process.stdout.write(`${lines.length} problems\n`);
process.exit(lines.length === 0 ? 0 : 1);
