/** `npm run content:replay -- FILE`: reads replay lines, prints each with the outcome as the engine finds it. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { replayLine, type ReplayLine } from './replay-line.ts';
import { compileContent } from './read-content.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [file] = positionals;
if (file === undefined) {
	process.stderr.write('Usage: npm run content:replay -- FILE (one JSON object a line)\n');
	process.exit(2);
}
const { pack, problems } = await compileContent();
for (const { path, message } of problems) process.stderr.write(`${path}: ${message}\n`);
if (pack === undefined) process.exit(1);
for (const line of readFileSync(file, 'utf8').split('\n')) {
	if (line.trim() === '') continue;
	process.stdout.write(`${JSON.stringify(replayLine(pack, JSON.parse(line) as ReplayLine))}\n`);
}
