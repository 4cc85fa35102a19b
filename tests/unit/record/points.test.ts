import { describe, expect, it } from 'vitest';
import { keepBackPoint, pointsFor, sharePoint, takeBackPoint } from '../../../src/lib/record/points.ts';
import type { DecisionRecord, Json } from '../../../src/lib/record/types.ts';

/** Only what the points of a record are read from. */
function recordWith(values: Readonly<Record<string, Json>>): DecisionRecord {
	return {
		values,
		by: {},
		persons: [{ id: 'mother', label: 'Mother' }],
		receivers: []
	} as unknown as DecisionRecord;
}

const statement = (text: string, source = '', kind = 'fact') => ({
	'case/statements/1/text': text,
	'case/statements/1/kind': kind,
	'case/statements/1/source': source
});
const warningsOf = (values: Readonly<Record<string, Json>>) =>
	pointsFor(recordWith(values), 'care')[0]?.warnings;
const here = { receiver: 'care', mark: '-abc' };

describe('points for a receiver', () => {
	it('are taken in word for word, once, and taken back without losing the point', () => {
		const record = recordWith(statement('  A bruise on the left arm '));
		const shared = sharePoint(record, here, 'A bruise on the left arm');
		expect(shared.values['r:care/informationShared/1-abc']).toBe('A bruise on the left arm');
		expect(sharePoint(shared, here, 'A bruise on the left arm')).toBe(shared);
		expect(pointsFor(shared, 'care')[0]).toMatchObject({ isShared: true, isKeptBack: false });
		expect(pointsFor(shared, 'police')[0]).toMatchObject({ isShared: false });
		const back = takeBackPoint(shared, 'care', 'A bruise on the left arm');
		expect(pointsFor(back, 'care')[0]).toMatchObject({ isShared: false, text: 'A bruise on the left arm' });
	});

	it('can be named as kept back, with why, and are then not shared', () => {
		const text = 'Her new school';
		const shared = sharePoint(recordWith(statement(text)), here, text);
		const kept = keepBackPoint(shared, here, { text, why: ' not needed ' });
		expect(kept.values['r:care/informationWithheld/1-abc']).toBe('Her new school – not needed');
		expect(pointsFor(kept, 'care')[0]).toMatchObject({ isShared: false, isKeptBack: true });
	});

	it('warn of words that could trace somebody, of a source who will not be named, and of a third person', () => {
		const guarded = { 'r:police/identityProtection': 'They are at Beechwood refuge. Never phone the home.' };
		expect(warningsOf({ ...statement('They moved to beechwood in May'), ...guarded })).toEqual(['traced']);
		expect(warningsOf({ ...statement('The child was at home'), ...guarded })).toEqual([]);
		expect(
			warningsOf(statement('Shouting at night', 'A neighbour, who asked not to be named', 'reported'))
		).toEqual(['unnamed-source']);
		expect(warningsOf(statement('Shouting at night', 'A neighbour', 'reported'))).toEqual(['third-person']);
		expect(warningsOf(statement('She is afraid', 'The mother', 'reported'))).toEqual([]);
		expect(warningsOf(statement('I saw it', 'A neighbour', 'fact'))).toEqual([]);
	});

	it('stand 100,000 characters, and leave out what says nothing', () => {
		const long = 'word '.repeat(20_000).trim();
		expect(pointsFor(recordWith(statement(long)), 'care')[0]?.text).toBe(long);
		expect(pointsFor(recordWith(statement('   ')), 'care')).toEqual([]);
	});
});
