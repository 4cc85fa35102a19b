import { describe, expect, it } from 'vitest';
import { lossesOf, newestTally, type DrawerTally, type Seen, type Tally } from '#lib/vault/canary.ts';

const P = 'p'.repeat(26);
const Q = 'q'.repeat(26);
const LAST: DrawerTally = { mark: 'm1', records: 12, unsent: 3, sentAt: 5, at: 9 };
const TALLY: Tally = { v: 1, count: 4, drawers: { [P]: LAST }, isFiled: true, isCached: true };

const WHOLE: Seen = {
	device: TALLY,
	file: TALLY,
	cache: TALLY,
	slots: [P],
	marks: { [P]: 'm1' },
	hasWitness: true
};

const NOTHING: Seen = {
	device: undefined,
	file: undefined,
	cache: undefined,
	slots: [],
	marks: {},
	hasWitness: false
};

const kinds = (change: Partial<Seen>) => lossesOf({ ...WHOLE, ...change }).map(({ kind }) => kind);

describe('the canary', () => {
	it('is quiet where all is here, and where nothing ever was', () => {
		expect(kinds({})).toEqual([]);
		expect(lossesOf(NOTHING)).toEqual([]);
	});

	it.each<[string, Partial<Seen>, readonly string[]]>([
		['the whole origin, cookies apart', { ...NOTHING, hasWitness: true }, ['all']],
		['the drawer', { marks: { [P]: 'none' } }, ['drawer']],
		['the drawer, and an empty one in its place', { marks: { [P]: 'm2' } }, ['drawer']],
		['the drawer, its mark never looked at', { marks: {} }, ['drawer']],
		['the slots', { slots: [] }, ['slot']],
		['the slots, and those of somebody else are here', { slots: [Q] }, ['slot']],
		['drawer and slots', { slots: [], marks: { [P]: 'none' } }, ['drawer-and-slot']],
		['the device database', { device: undefined }, ['device']],
		['the cache', { cache: undefined }, ['offline']],
		['files that held no slot', { file: undefined }, []],
		['files with the slots', { file: undefined, slots: [] }, ['slot']],
		['all databases; slots in files', { device: undefined, marks: { [P]: 'none' } }, ['drawer', 'device']],
		[
			'all databases, and slots were rows of one',
			{ device: undefined, slots: [], marks: { [P]: 'none' } },
			['drawer-and-slot', 'device']
		],
		[
			'all but the cache',
			{ device: undefined, file: undefined, slots: [], marks: { [P]: 'none' } },
			['drawer-and-slot', 'device']
		],
		[
			'all but the files',
			{ device: undefined, cache: undefined, marks: { [P]: 'none' } },
			['drawer', 'device', 'offline']
		],
		['a drawer that could not be read now', { marks: { [P]: 'unknown' } }, []]
	])('tells the loss of %s', (_what, change, expected) => {
		expect(kinds(change)).toEqual(expected);
	});

	it('says whose drawer it was and what was last known of it', () => {
		expect(lossesOf({ ...WHOLE, marks: { [P]: 'none' } })).toEqual([
			{ kind: 'drawer', profile: P, last: LAST }
		]);
	});

	it('tells one person from another', () => {
		const two: Tally = { ...TALLY, drawers: { [P]: LAST, [Q]: { ...LAST, mark: 'm3' } } };
		const seen = { ...WHOLE, device: two, file: two, cache: two, slots: [P, Q] };
		expect(lossesOf({ ...seen, marks: { [P]: 'm1', [Q]: 'm3' } })).toEqual([]);
		expect(lossesOf({ ...seen, marks: { [P]: 'm1', [Q]: 'none' } })).toMatchObject([{ profile: Q }]);
	});

	it('is not misled by an older copy: what a person removed is no loss', () => {
		const after: Tally = { ...TALLY, count: 5, drawers: {} };
		const seen = { ...WHOLE, device: after, slots: [], marks: {} };
		expect(lossesOf(seen)).toEqual([]);
		expect(newestTally([TALLY, undefined, after])).toBe(after);
	});

	it('believes a drawer that is not in any copy: it was there before there was a canary', () => {
		expect(lossesOf({ ...NOTHING, slots: [P] })).toEqual([]);
		expect(lossesOf({ ...NOTHING, slots: [P], hasWitness: true })).toEqual([]);
	});

	it('misses no cache where the browser has none', () => {
		const without: Tally = { ...TALLY, isCached: false, isFiled: false };
		expect(lossesOf({ ...WHOLE, device: without, file: undefined, cache: undefined })).toEqual([]);
	});
});
