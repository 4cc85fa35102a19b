import { describe, expect, it } from 'vitest';
import { journeyOf } from '#lib/record/make.ts';
import {
	handOverBy,
	handOverEvents,
	handOverProblems,
	handOverQuestion,
	needsOversight,
	type HandOverGiven
} from '#lib/record/hand-over.ts';
import { emergency } from '../../support/final-record.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const AT = '2026-11-24T10:00:00Z';
const given: HandOverGiven = {
	answer: 'handed-over',
	system: ' Mosaic ',
	at: '2026-11-24T09:00:00Z',
	isSeen: true,
	oversight: 'yes',
	name: 'M. Manager',
	lookedAt: '2026-11-24T09:30:00Z',
	comment: ''
};
const fields = (change: Partial<HandOverGiven>) =>
	handOverProblems({ ...given, ...change }, AT).map(({ field }) => field);
const at = { at: AT, isOversightNeeded: true, final: 'f', after: [] };
const kinds = (change: Partial<HandOverGiven>, more: Partial<typeof at> = {}) =>
	handOverEvents({ ...given, ...change }, { ...at, ...more }).map(({ kind }) => kind);

describe('handing over', () => {
	it('asks in the words of the pack, by the hours of the local setting', () => {
		expect(handOverQuestion(pack)).toEqual({
			ask: expect.stringMatching(/\?$/) as string,
			yes: 'Yes',
			notYet: 'Not yet'
		});
		const settings = { ...pack.localSettings, handOverHours: 24 };
		expect(handOverBy({ decidedAt: AT }, settings)).toBe('2026-11-25T10:00:00.000Z');
		expect(handOverBy({ decidedAt: 'soon' }, settings)).toBe('');
	});

	it('needs a manager to have looked where the matrix says so', () => {
		const record = emergency();
		expect(needsOversight(pack, journeyOf(pack, record, pack.localSettings))).toBe(true);
	});

	it('names what is missing and what cannot be, in the order of the page', () => {
		expect(fields({})).toEqual([]);
		expect(fields({ answer: '' })).toEqual(['answer']);
		expect(fields({ answer: 'not-yet', system: '' })).toEqual([]);
		expect(fields({ system: ' ', at: undefined, isSeen: false, oversight: '' })).toEqual([
			'system',
			'when',
			'seen',
			'oversight'
		]);
		expect(fields({ name: '', lookedAt: '2026-11-24T10:02:01Z' })).toEqual(['name', 'lookedAt']);
		expect(fields({ oversight: 'not-yet', name: '' })).toEqual([]);
	});

	it('confirms the copy at once, and hands over only with the look that the kind asks for', () => {
		expect(kinds({})).toEqual(['confirmed-in-system', 'handed-over']);
		expect(kinds({ oversight: 'not-yet' })).toEqual(['confirmed-in-system']);
		expect(kinds({ oversight: 'not-yet' }, { isOversightNeeded: false })).toEqual([
			'confirmed-in-system',
			'handed-over'
		]);
	});

	it('confirms the same copy of the same final once', () => {
		const content = {
			schema: 1,
			sort: 'event',
			final: 'f',
			at: AT,
			by: '',
			kind: 'confirmed-in-system',
			facts: { system: 'Mosaic' }
		} as const;
		const after = [{ content }];
		const again = (change: Partial<HandOverGiven>, final: string) =>
			handOverEvents({ ...given, ...change }, { ...at, after, final }).map(({ kind }) => kind);
		expect(again({}, 'f')).toEqual(['handed-over']);
		expect(again({}, 'second')).toEqual(['confirmed-in-system', 'handed-over']);
		expect(again({ system: 'Other' }, 'f')).toEqual(['confirmed-in-system', 'handed-over']);
	});

	it('signs the fields of the record that wait for it', () => {
		const [, handedOver] = handOverEvents(given, at);
		expect(handedOver?.facts).toEqual({
			exported: { system: 'Mosaic', at: '2026-11-24T09:00:00Z' },
			managerOversight: { name: 'M. Manager', at: '2026-11-24T09:30:00Z', comment: '' }
		});
	});
});
