import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUGS, withBug } from '../../proofs/planted/bugs.ts';

// That the tests notice them is shown by `npm run planted`, which runs the tests once for each bug.
describe('the planted bugs', () => {
	it.each(Object.entries(BUGS))('still have their place in the sources: %s', (_name, bug) => {
		const source = readFileSync(new URL(`../../../src/lib/${bug.file}`, import.meta.url), 'utf8');
		expect(withBug(bug, source)).not.toBe(source);
	});

	it('are of all five kinds', () => {
		expect(new Set(Object.values(BUGS).map(({ kind }) => kind)).size).toBe(5);
	});
});
