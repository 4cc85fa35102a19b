/** `npm run content:replay -- FILE`: reads replay lines, prints each with the outcome as the engine finds it. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isAppError } from '../src/lib/errors.ts';
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
let failed = 0;
for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
	if (line.trim() === '') continue;
	try {
		process.stdout.write(`${JSON.stringify(replayLine(pack, JSON.parse(line) as ReplayLine))}\n`);
	} catch (error) {
		failed += 1;
		const why = isAppError(error) ? `${error.code} ${JSON.stringify(error.detail)}` : String(error);
		process.stderr.write(`${file}:${at + 1}: cannot be replayed: ${why}\n`);
	}
}
process.exitCode = failed === 0 ? 0 : 1;
