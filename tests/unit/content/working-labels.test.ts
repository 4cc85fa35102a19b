import { describe, expect, it } from 'vitest';
import { compilePack, type ContentFiles } from '../../../src/lib/pack/compile.ts';
import { readContent } from '../../../tools/read-content.ts';

const MARK = 'WORKING LABEL';
const SPOKEN = new Set(['ask', 'hint', 'label', 'title', 'about', 'reason', 'help', 'says', 'adds']);
const sha256 = () => Promise.resolve('hash');

/** Every member of the structure that holds a working label, replaced by a mark. */
function marked(value: unknown, isRule = false): unknown {
	if (Array.isArray(value)) return value.map((one: unknown) => marked(one));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			// The dated rules carry their final label themselves.
			if (isRule || !SPOKEN.has(key) || typeof inner !== 'string')
				return [key, marked(inner, key === 'rules')];
			return [key, MARK];
		})
	);
}

function structureMarked(files: ContentFiles): ContentFiles {
	const { words, ...structure } = files;
	const { flows, rules, recordFields, quick, ...rest } = structure;
	const loud = marked({ rules, recordFields, quick }) as Pick<
		ContentFiles,
		'rules' | 'recordFields' | 'quick'
	>;
	const { rules: dated, ...spoken } = flows as { rules: unknown };
	return { ...rest, ...loud, flows: { ...(marked(spoken) as object), rules: dated }, words };
}

function markedQuick(files: ContentFiles): ContentFiles {
	const { quick } = files as unknown as { quick: { who: { answers: Record<string, unknown> } } };
	const answers = Object.fromEntries(Object.keys(quick.who.answers).map((id) => [id, MARK]));
	return { ...files, quick: { ...quick, who: { ...quick.who, answers } } };
}

/** Paths of the pack where a working label came through. */
async function leaks(files: ContentFiles): Promise<readonly string[]> {
	const compiled = await compilePack(files, sha256);
	if (!compiled.ok) throw new TypeError(JSON.stringify(compiled.problems));
	const found: string[] = [];
	const look = (path: string, value: unknown): void => {
		if (value === MARK) found.push(path);
		else if (typeof value === 'object' && value !== null)
			for (const [key, inner] of Object.entries(value)) look(`${path}.${key}`, inner);
	};
	look('pack', compiled.pack);
	// Gates and calls have no page, so nobody reads what they are called; "not sure" has its own word.
	const silent = (path: string) => {
		const at = /^pack\.flows\.(\w+)\.nodes\.(\d+)/.exec(path);
		const node = at && compiled.pack.flows[at[1] as 'share'].nodes[Number(at[2])];
		return node?.kind === 'gate' || node?.kind === 'call';
	};
	return found.filter((path) => !silent(path));
}

describe('working labels of the structure', () => {
	it('come through to no screen', async () => {
		expect(await leaks(markedQuick(structureMarked(readContent([]))))).toEqual([]);
	});

	it('are found where an answer has no words of its own', async () => {
		const files = structuredClone(markedQuick(structureMarked(readContent([]))));
		const words = files.words.flows as unknown as {
			rules: { nodes: { restricted: { answers: Record<string, string> } } };
		};
		delete words.rules.nodes.restricted.answers.yes;
		expect((await leaks(files)).join()).toContain('answers.1.label');
	});
});
