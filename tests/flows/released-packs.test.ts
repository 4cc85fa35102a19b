import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lostIds } from '../../src/lib/pack/compare.ts';
import { parsePackText } from '../../src/lib/pack/parse.ts';
import type { Pack } from '../../src/lib/pack/types.ts';
import { replayLine, type ReplayLine } from '../../tools/replay-line.ts';
import released from '../../src/content/released.json' with { type: 'json' };
import { contentPack } from '../support/pack.ts';

const current = await contentPack();
const versions = Object.keys(released);

function releasedPack(version: string): Pack {
	const path = join(import.meta.dirname, `../../static/packs/${version}.json`);
	const parsed = parsePackText(readFileSync(path, 'utf8'));
	if (!parsed.ok) throw new TypeError(parsed.problems.map((one) => `${one.path} ${one.message}`).join('\n'));
	return parsed.pack;
}

/** Answers that were given on a released pack, with what they came to: written when it was released, never changed. */
function storedLines(version: string): readonly string[] {
	return readFileSync(join(import.meta.dirname, `released/${version}.jsonl`), 'utf8')
		.trim()
		.split('\n');
}

const replayed = (pack: Pack, line: string): string =>
	JSON.stringify(replayLine(pack, JSON.parse(line) as ReplayLine));

describe.each(versions)('the released pack %s', (version) => {
	it('replays stored answers to the letter with the engine of today', () => {
		const lines = storedLines(version);
		expect(lines.map((line) => replayed(releasedPack(version), line))).toEqual(lines);
	});

	it('has no question, answer, line or outcome that the content under work lost', () => {
		expect(lostIds(releasedPack(version), current)).toEqual([]);
	});
});

describe('the proof over released packs', () => {
	const [version = ''] = versions;

	it('fails when an outcome leads elsewhere', () => {
		const line = storedLines(version)[0]!;
		const { end } = JSON.parse(line) as { end: string };
		const broken = structuredClone(releasedPack(version)) as unknown as {
			outcomes: Record<string, { recordKind: string }>;
		};
		broken.outcomes[end]!.recordKind = 'emergency';
		expect(replayed(broken as unknown as Pack, line)).not.toBe(line);
	});

	it('fails when an answer id vanished from the content', () => {
		const broken = structuredClone(current) as unknown as {
			flows: { share: { nodes: { id: string; answers: { id: string }[] }[] } };
		};
		const [answer] = broken.flows.share.nodes[0]!.answers.splice(0, 1);
		expect(lostIds(releasedPack(version), broken as unknown as Pack)).toEqual([
			`answer what-brings-you/${answer!.id}`
		]);
	});
});
