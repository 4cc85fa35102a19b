import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replayLine, type ReplayLine } from '../../tools/replay-line.ts';
import { contentPack } from '../support/pack.ts';

const pack = await contentPack();
const lines = readFileSync(join(import.meta.dirname, 'replay-sample.jsonl'), 'utf8')
	.trim()
	.split('\n');

it(`replays all ${lines.length} sample paths to the letter`, () => {
	const replayed = lines.map((line) => JSON.stringify(replayLine(pack, JSON.parse(line) as ReplayLine)));
	expect(replayed).toEqual(lines);
});
