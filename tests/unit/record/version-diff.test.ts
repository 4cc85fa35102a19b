import { describe, expect, it } from 'vitest';
import { versionChanges } from '#lib/record/version-diff.ts';
import type { SummarySection } from '#lib/record/summary.ts';

const section = (id: string, rows: Readonly<Record<string, readonly string[]>>): SummarySection => ({
	id,
	title: `Title of ${id}`,
	rows: Object.entries(rows).map(([field, lines]) => ({
		field,
		label: field.toUpperCase(),
		lines,
		isMissing: false
	}))
});

describe('what a version changed', () => {
	it('says added, changed and removed by field, and nothing of what stayed', () => {
		const before = [section('case', { same: ['a'], other: ['b', 'c'], gone: ['d'], empty: [] })];
		const after = [
			section('case', { same: ['a'], other: ['b', 'x'], empty: ['now'] }),
			section('r:1', { new: ['e'] })
		];
		expect(
			versionChanges(before, after).map(({ key, change, before: old, after: now }) => [key, change, old, now])
		).toEqual([
			['case/other', 'changed', ['b', 'c'], ['b', 'x']],
			['case/empty', 'added', [], ['now']],
			['r:1/new', 'added', [], ['e']],
			['case/gone', 'removed', ['d'], []]
		]);
	});

	it('finds nothing between a version and itself', () => {
		const one = [section('case', { same: ['a'] })];
		expect(versionChanges(one, one)).toEqual([]);
	});
});
