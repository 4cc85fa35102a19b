import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeView, type MergeRevision } from '#lib/record/merge.ts';
import { withBooks } from '#lib/record/stamp.ts';
import { histories, PATHS, type Act } from '../support/merge-histories.ts';
import { Model, type Merge } from '../support/merge-model.ts';

const runs = Number(process.env.MERGE_RUNS ?? (process.env.SLOW === '1' ? 500 : 20));
/** A run is told again by its seed. */
const seed = process.env.MERGE_SEED === undefined ? {} : { seed: Number(process.env.MERGE_SEED) };
const setOf = (acts: readonly Act[]) => [...new Model().run(acts).revisions.values()];

/** What a view shows, as plain data. */
const told = (revisions: readonly MergeRevision[], merge: Merge = mergeView) => {
	const { record, leaves, conflicts, packs } = merge(revisions);
	return { record, leaves, conflicts, packs };
};

/** Everything written is shown or beside it, unless somebody who saw it put something else there; and nothing more. */
function losesNothing(merge: Merge, acts: readonly Act[]): void {
	const model = new Model(merge).run(acts);
	const view = merge([...model.revisions.values()]);
	for (const path of PATHS) expect(Model.shownAt(view, path), path).toEqual(model.expected(path));
}

const check = (merge: Merge, numRuns: number) =>
	fc.check(
		fc.property(histories, (acts) => losesNothing(merge, acts)),
		{ numRuns, endOnFailure: merge !== mergeView, ...seed }
	);

describe('the merge view', () => {
	it('is the same for the same set, in whatever order and how often it came', () => {
		fc.assert(
			fc.property(histories, fc.infiniteStream(fc.nat()), (acts, order) => {
				const all = setOf(acts);
				const ranks = new Map(all.map(({ id }) => [id, order.next().value ?? 0]));
				const mixed = [...all, ...all].sort((a, b) => (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0));
				expect(told(mixed)).toEqual(told(all));
			}),
			{ numRuns: runs }
		);
	});

	it('does not depend on which parts were brought together first, nor on who looked meanwhile', () => {
		fc.assert(
			fc.property(histories, fc.nat(), (acts, pick) => {
				const all = setOf(acts);
				const [a, b, c] = [0, 1, 2].map((part) => all.filter((_, at) => (at + pick) % 3 === part));
				const left = [...new Set([...new Set([...(a ?? []), ...(b ?? [])]), ...(c ?? [])])];
				const right = [...new Set([...(a ?? []), ...new Set([...(b ?? []), ...(c ?? [])])])];
				expect(told(left)).toEqual(told(right));
			}),
			{ numRuns: runs }
		);
	});

	it('changes nothing when somebody writes down what it shows', () => {
		fc.assert(
			fc.property(histories, (acts) => {
				const all = setOf(acts);
				const view = mergeView(all);
				if (view.record === undefined) return;
				const down = { id: 'zz-down', parents: view.leaves, content: withBooks(view.record, view) };
				const again = mergeView([...all, down]);
				const plain = ({ conflicts }: typeof view) =>
					conflicts.map(({ path, sides }) => [path, sides.map(({ value }) => value)]);
				expect(plain(again)).toEqual(plain(view));
				expect({ ...again.record, by: {}, sides: {} }).toEqual({ ...view.record, by: {}, sides: {} });
				expect(again.leaves).toEqual(['zz-down']);
			}),
			{ numRuns: runs }
		);
	});

	it('loses nothing that was written and not knowingly replaced, and brings nothing back', () => {
		const found = check(mergeView, runs);
		expect(found.failed, fc.defaultReportMessage(found)).toBe(false);
	});
});

/** Rules that look right and are not; each must be caught. */
const WRONG: Readonly<Record<string, Merge>> = {
	'the last leaf wins': (revisions) => {
		const last = mergeView(revisions).leaves.at(-1);
		const seen = new Set<string>();
		const byId = new Map(revisions.map((one) => [one.id, one]));
		const open = last === undefined ? [] : [last];
		for (let id = open.pop(); id !== undefined; id = open.pop()) {
			if (!seen.has(id)) open.push(...(byId.get(id)?.parents ?? []));
			seen.add(id);
		}
		return { ...mergeView(revisions.filter(({ id }) => seen.has(id))), leaves: mergeView(revisions).leaves };
	},
	'every revision wrote all it says': (revisions) =>
		mergeView(revisions.map((one) => (one.content ? { ...one, content: { ...one.content, by: {} } } : one))),
	'a question that was left open is closed by the next revision': (revisions) =>
		mergeView(
			revisions.map((one) => {
				if (one.content === undefined) return one;
				const { sides: _sides, ...content } = one.content;
				return { ...one, content };
			})
		),
	'only parents are seen, not those before them': (revisions) => {
		const ids = new Set(revisions.flatMap(({ parents }) => parents));
		const leaves = revisions.filter(({ id }) => !ids.has(id));
		return mergeView(leaves);
	}
};

describe('a wrong rule', () => {
	for (const [name, merge] of Object.entries(WRONG))
		it(`is caught: ${name}`, () => {
			expect(check(merge, 300).failed).toBe(true);
		});
});
