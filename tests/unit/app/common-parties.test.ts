import { describe, expect, it } from 'vitest';
import { COMMON_PERSONS, COMMON_RECEIVERS, partyFor } from '#lib/app/common-parties.ts';

describe('somebody added by a short label', () => {
	it('gets an id that says nothing about the label', () => {
		const first = partyFor('  Youth   club ', COMMON_RECEIVERS);
		expect(first).toEqual({ ok: true, party: { id: 'other-1', label: 'Youth club' } });
	});

	it('never takes an id that is in use', () => {
		const known = [...COMMON_PERSONS, { id: 'other-1', label: 'Aunt' }, { id: 'other-4', label: 'Uncle' }];
		expect(partyFor('Neighbour', known)).toMatchObject({ party: { id: 'other-5' } });
	});

	it.each(['', '   ', 'a'.repeat(41)])('is refused without a short label: %j', (label) => {
		expect(partyFor(label, [])).toEqual({ ok: false, reason: 'shortLabel' });
	});

	it('is refused when it is on the list already, in whatever case', () => {
		expect(partyFor('the POLICE', COMMON_RECEIVERS)).toEqual({ ok: false, reason: 'sameLabel' });
	});
});
