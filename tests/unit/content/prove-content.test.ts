import { describe, expect, it } from 'vitest';
import type { Pack } from '../../../src/lib/pack/types.ts';
import { locate } from '../../../tools/content/locate.ts';
import { doubledIds, missingWords, unreachable, unsourced } from '../../../tools/content/prove-content.ts';
import { brokenContent, contentPack } from '../../support/pack.ts';

const pack = await contentPack();

type Tree = Record<string, never>;
/** The part of broken content at a path, as loose data. */
const at = (tree: unknown, ...path: readonly string[]): Tree =>
	path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], tree) as Tree;
const set = (tree: Tree, key: string, value: unknown): void => {
	(tree as Record<string, unknown>)[key] = value;
};
const loosePack = (change: (pack: Tree) => void): Pack => {
	const copy = structuredClone(pack);
	change(copy as unknown as Tree);
	return copy;
};

describe('the content of this checkout', () => {
	it('lacks no words, uses no id twice, leaves nothing unreached and cites a source for all', () => {
		const files = brokenContent(() => undefined);
		expect([...missingWords(files), ...doubledIds(files), ...unreachable(pack), ...unsourced(pack)]).toEqual(
			[]
		);
	});
});

describe('missing words are named with their path', () => {
	it.each([
		['words.flows.share.nodes.identifiable.ask', 'flows.share.nodes[3].ask'],
		['words.flows.share.nodes.identifiable.answers.yes', 'flows.share.nodes[3].answers[1].label'],
		['words.outcomes.O-DUTY.reason', 'outcomes.O-DUTY.reason'],
		['words.concepts.art8-line.say', 'concepts.art8-line.say'],
		['words.quick.results.Q-OPEN', 'quick.results.Q-OPEN.says']
	])('%s', (place, wanted) => {
		const path = place.split('.');
		const files = brokenContent((raw) => set(at(raw, ...path.slice(0, -1)), path.at(-1) ?? '', undefined));
		expect(missingWords(files).map((problem) => problem.path)).toEqual([wanted]);
	});
});

describe('an id used twice in one list is named', () => {
	it.each([
		[
			'answers',
			(raw: Tree) => {
				const answers = (
					at(raw, 'flows', 'flows', 'share', 'nodes', '3') as unknown as { answers: { id: string }[] }
				).answers;
				answers[1]!.id = answers[0]!.id;
			}
		],
		[
			'sources',
			(raw: Tree) => {
				const sources = at(raw, 'sources', 'sources') as unknown as { id: string }[];
				sources[1]!.id = sources[0]!.id;
			}
		],
		[
			'record fields',
			(raw: Tree) => {
				const fields = at(raw, 'recordFields', 'fields') as unknown as { id: string }[];
				fields[1]!.id = fields[0]!.id;
			}
		]
	])('among %s', (_, change) => {
		const problems = doubledIds(brokenContent((files) => change(files)));
		expect(problems.map(({ message }) => message).join()).toContain('used twice');
	});
});

describe('what no path leads to is named', () => {
	it('a question whose only way in was taken away', () => {
		// Every way to it now leads elsewhere; its own id stays.
		const text = JSON.stringify(pack)
			.replaceAll(/"next":"(?:share\/)?specific-report"/g, '"next":"service-basis"')
			.replaceAll(/:"(?:share\/)?specific-report"(?=[,}])(?<!"id":"specific-report")/g, ':"service-basis"');
		const broken = JSON.parse(text) as Pack;
		expect(
			unreachable(broken)
				.map(({ message }) => message)
				.join()
		).toContain('"specific-report"');
	});

	it('an outcome that nothing ends in', () => {
		const broken = loosePack((loose) => {
			set(at(loose, 'outcomes'), 'O-LOST', { ...pack.outcomes['O-DUTY'], id: 'O-LOST' });
		});
		expect(unreachable(broken)).toMatchObject([{ path: 'outcomes.O-LOST' }]);
	});
});

describe('what stands on no source is named', () => {
	it.each([
		['outcomes.O-DUTY.sources', ['outcomes', 'O-DUTY']],
		['rules.dutyActive.sources', ['rules', 'dutyActive']]
	])('%s', (path, where) => {
		const broken = loosePack((loose) => set(at(loose, ...where), 'sources', []));
		expect(unsourced(broken)).toMatchObject([{ path }]);
	});
});

describe('a problem is sent to its file and line', () => {
	const placeOf = (path: string) => locate({ path, message: 'm' }).path;

	it.each([
		['rules.dutyActive.reviewBy', /^flows\.yaml:\d\d$/],
		['flows.share.nodes[3].ask', /^words\/flows\.yaml:\d+$/],
		['flows.share.nodes[3].answers[1].next', /^flows\.yaml:\d{3}$/],
		['outcomes.O-DUTY.reason', /^words\/outcomes\.yaml:\d+$/],
		['outcomes.O-DUTY.sources[0]', /^flows\.yaml:\d{3,4}$/],
		['ruleTables.basisRules[2]', /^rules\.yaml:\d+$/],
		['record.fields[3].values', /^record-fields\.yaml:\d+$/],
		['record.parts[1].fields', /^record-form\.yaml:\d+$/],
		['sources[4].url', /^sources\.yaml:\d+$/],
		['quick.cells.child', /^quick\.yaml:\d+$/]
	])('%s', (path, wanted) => {
		expect(placeOf(path)).toMatch(wanted);
		expect(placeOf(path)).not.toMatch(/:1$/);
	});

	it('keeps a place that already names a line', () => {
		expect(placeOf('guidance/fgm.md:7')).toBe('guidance/fgm.md:7');
	});

	it('points at the very line', () => {
		const [file, line] = placeOf('rules.csaDutyActive.effectiveFrom').split(':');
		expect(file).toBe('flows.yaml');
		expect(Number(line)).toBeGreaterThan(Number(placeOf('rules.dutyActive.sources').split(':')[1]));
	});
});
