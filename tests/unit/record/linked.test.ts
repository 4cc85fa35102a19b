import { describe, expect, it } from 'vitest';
import { giveAnswer, startJourney } from '../../../src/lib/flow/answers.ts';
import { eventsIn, withEvent } from '../../../src/lib/record/events.ts';
import {
	breachRecord,
	isBreach,
	linkedFrom,
	linkEvent,
	withFirst,
	withNewIds
} from '../../../src/lib/record/linked.ts';
import { inputOf, journeyOf, mainKind, makeRecord, withAnswers } from '../../../src/lib/record/make.ts';
import { missingParts } from '../../../src/lib/record/missing.ts';
import { neededFields } from '../../../src/lib/record/needs.ts';
import { contentPack } from '../../support/pack.ts';
import { sendingRecord } from '../../support/sending-record.ts';

const pack = await contentPack();
const settings = pack.localSettings;
const NOW = '2026-11-16T16:30:00.000Z';
const recordWith = (values: Readonly<Record<string, string>>) => sendingRecord(pack, values);

describe('a breach', () => {
	const first = recordWith({
		'case/subjectRef': 'A-12',
		'case/practitionerName': 'R. Ahmed',
		'case/subjects/1/relation': 'Child',
		'case/reason': 'not carried',
		'r:care/reason': 'not carried',
		'r:care/identityProtection': 'The refuge in the north'
	});
	const result = journeyOf(pack, first, settings);
	const noticedAt = '2026-11-16T16:25:00.000Z';
	const record = breachRecord({
		pack,
		settings,
		first: { id: 'first', record: first, result },
		noticedAt,
		now: NOW
	});

	it('is a record of its own, as full as the first, with who and about whom carried over', () => {
		expect(isBreach(record)).toBe(true);
		expect(isBreach(first)).toBe(false);
		expect(record).toMatchObject({ linkedRecord: 'first', linkedKind: 'shared', answers: [] });
		const own = journeyOf(pack, record, settings);
		expect(mainKind(own)).toBe('shared');
		expect(record.values).toMatchObject({
			'case/subjectRef': 'A-12',
			'case/subjects/1/relation': 'Child',
			'r:/identityProtection': 'The refuge in the north',
			'case/breach/noticedAt': noticedAt,
			'case/breach/regulatorDueAt': '2026-11-19T16:25:00.000Z',
			'case/linkedRecord': 'first'
		});
		expect(JSON.stringify(record.values)).not.toContain('not carried');
	});

	it('asks about safety first, and requires the link once the answers say breach (V15)', () => {
		expect(journeyOf(pack, record, settings).current).toMatchObject({ node: 'breach-danger', number: 1 });
		const step = journeyOf(pack, record, settings).current!;
		const answered = withAnswers(record, giveAnswer(inputOf(record), step, { value: 'yes' }), {
			pack,
			settings
		});
		const next = journeyOf(pack, answered, settings);
		expect(next.current).toMatchObject({ node: 'protect-first' });
		const required = neededFields(pack, next).filter(({ need }) => need === 'required');
		expect(required.map(({ field }) => field.id)).toEqual(
			expect.arrayContaining(['linkedRecord', 'breach', 'identityProtection'])
		);
		const missing = missingParts(pack, { record: answered, result: next }).map(({ field }) => field.id);
		expect(missing).not.toContain('linkedRecord');
		expect(missing).not.toContain('identityProtection');
	});

	it('can be begun alone and joined later', () => {
		const input = startJourney('secure', 'something-went-wrong');
		const alone = makeRecord({ pack, input, now: NOW, settings, timeZone: 'Europe/London' });
		expect(mainKind(journeyOf(pack, alone, settings))).toBe('adviceOnly');
		const joined = withFirst(alone, { id: 'first', kind: 'shared' });
		expect(mainKind(journeyOf(pack, joined, settings))).toBe('shared');
	});

	it('is named by the first record, once', () => {
		const events = [linkEvent('breach', NOW), linkEvent('breach', NOW), linkEvent('other', NOW)];
		expect(linkedFrom(events)).toEqual(['breach', 'other']);
		expect(linkedFrom([{ kind: 'linked', at: NOW, facts: {} }])).toEqual([]);
	});

	it('keeps its links when joining gives every record another id', () => {
		const ids: Readonly<Record<string, string>> = { first: 'first-2', breach: 'breach-2' };
		const moved = withNewIds(record, (id) => ids[id]);
		expect(moved.linkedRecord).toBe('first-2');
		expect(moved.values['case/linkedRecord']).toBe('first-2');
		const begun = withEvent(first, linkEvent('breach', NOW), '-abc');
		expect(linkedFrom(eventsIn(withNewIds(begun, (id) => ids[id])))).toEqual(['breach-2']);
		expect(withNewIds(first, (id) => ids[id])).toBe(first);
		const byHand = { ...first, values: { ...first.values, 'case/linkedRecord': 'the case of May' } };
		expect(withNewIds(byHand, (id) => ids[id])).toBe(byHand);
	});
});
