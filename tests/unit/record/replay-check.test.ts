import { describe, expect, it } from 'vitest';
import { checkReplay, withSealedPath } from '#lib/record/replay-check.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { emergency } from '../../support/final-record.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const settings = pack.localSettings;
const signed = withSealedPath(pack, emergency(), settings);

function tampered(change: Partial<DecisionRecord>): ReturnType<typeof checkReplay> {
	return checkReplay(pack, { ...signed, ...change }, settings);
}

describe('replaying a final', () => {
	it('finds the same path and outcome on the same pack', () => {
		expect(signed.sealed?.path.length).toBeGreaterThan(2);
		expect(checkReplay(pack, signed, settings)).toEqual({ kind: 'same' });
	});

	it('does not mind numbers that were set anew since, nor the order of members', () => {
		const now = { ...settings, handOverHours: 7, followUpHours: 9 };
		// Canonical JSON sorts members.
		const sorted = JSON.parse(JSON.stringify(signed, Object.keys(flat(signed)).sort())) as DecisionRecord;
		expect(checkReplay(pack, sorted, now)).toEqual({ kind: 'same' });
	});

	it('says which part an answer changes', () => {
		const answers = signed.answers.map((answer) =>
			answer.node === 'immediate-danger' ? { ...answer, value: 'no' } : answer
		);
		const found = tampered({ answers });
		expect(found.kind === 'different' && found.what).toEqual(expect.arrayContaining(['path', 'outcomes']));
	});

	it.each([
		['outcomes', { outcomes: [['A-SHARE', '', '']] as const }],
		['kinds', { kinds: { '': 'shared' as const } }],
		['flags', { flags: ['|made-up'] }],
		['bases', { bases: { '': 'c' } }],
		['path', { path: [] }]
	] as const)('says that the signed %s are not those of the answers', (what, change) => {
		const { sealed } = signed;
		if (sealed === undefined) return expect.fail('nothing sealed');
		expect(tampered({ sealed: { ...sealed, ...change } })).toEqual({ kind: 'different', what: [what] });
	});

	it('says that a suggestion among the values is not the one that was signed', () => {
		const values = { ...signed.values, 'r:/art6Basis/suggested': 'f' };
		expect(tampered({ values })).toEqual({ kind: 'different', what: ['bases'] });
	});

	it('judges nothing by another pack', () => {
		expect(tampered({ pack: { ...signed.pack, hash: 'y'.repeat(43) } })).toEqual({ kind: 'other-pack' });
	});

	it('says of an older final that its path was not kept', () => {
		expect(checkReplay(pack, emergency(), settings)).toEqual({ kind: 'not-kept' });
	});
});

/** Every member's name, at any depth, for the replacer of JSON. */
function flat(value: unknown): Record<string, true> {
	if (typeof value !== 'object' || value === null) return {};
	const inner = Object.values(value).map(flat);
	const own = Object.fromEntries(Object.keys(value).map((name) => [name, true as const]));
	return Object.assign(own, ...inner) as Record<string, true>;
}
