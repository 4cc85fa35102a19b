import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../../src/lib/flow/answers.ts';
import { secureJourney } from '../../../src/lib/flow/secure-beside.ts';
import type { RecordEvent } from '../../../src/lib/record/events.ts';
import { inputOf, journeyOf, withAnswers } from '../../../src/lib/record/make.ts';
import { withValue } from '../../../src/lib/record/paths.ts';
import { followAnswers } from '../../../src/lib/record/sending-values.ts';
import { sharePlan, suggestedChase } from '../../../src/lib/record/share-plan.ts';
import type { DecisionRecord, Json } from '../../../src/lib/record/types.ts';
import { contentPack, contextFor } from '../../support/pack.ts';
import { sendingRecord } from '../../support/sending-record.ts';

const pack = await contentPack();
const settings = pack.localSettings;
const context = contextFor(pack);
const NOW = '2026-11-16T16:00:00.000Z';

interface Given {
	readonly approvedChannels?: readonly string[];
	readonly late?: readonly RecordEvent[];
	readonly now?: string;
}

function planOf(values: Readonly<Record<string, Json>>, given: Given = {}) {
	const record = sendingRecord(pack, values);
	const { approvedChannels = [], late = [], now = NOW } = given;
	const result = journeyOf(pack, record, settings);
	return sharePlan({ pack, record, result, settings: { approvedChannels }, late, now });
}

const SENT = { 'r:care/channel': 'phone', 'r:care/sentAt': '2026-11-16T15:00:00.000Z' };

describe('the share plan', () => {
	it('has a line for each receiver whom the decision sends to', () => {
		const [first, ...others] = planOf({});
		expect(first).toMatchObject({ place: 1, receiver: 'care', label: 'Social care', state: 'not-sent' });
		// The journey has not decided about the police yet.
		expect(others).toEqual([]);
	});

	it.each<[string, Readonly<Record<string, Json>>]>([
		['sent', SENT],
		['waiting', { ...SENT, 'r:care/receipt/status': 'waiting' }],
		[
			'waiting',
			{ ...SENT, 'r:care/receipt/status': 'waiting', 'r:care/receipt/chaseAt': '2026-11-16T16:01:00.000Z' }
		],
		[
			'chase',
			{ ...SENT, 'r:care/receipt/status': 'waiting', 'r:care/receipt/chaseAt': '2026-11-16T16:00:00.000Z' }
		],
		['chase', { ...SENT, 'r:care/receipt/status': 'none' }],
		['confirmed', { ...SENT, 'r:care/receipt/status': 'confirmed' }],
		['not-sent', { ...SENT, 'r:care/sentAt': 'tomorrow' }]
	])('says %s', (state, values) => {
		expect(planOf(values)[0]?.state).toBe(state);
	});

	it('takes silence for not received where it is urgent, and asks to chase', () => {
		expect(planOf({ ...SENT, 'case/urgency': 'today' }, { now: '2026-11-16T18:00:00.000Z' })[0]?.state).toBe(
			'chase'
		);
		expect(
			planOf({ ...SENT, 'case/urgency': 'routine' }, { now: '2026-12-16T18:00:00.000Z' })[0]?.state
		).toBe('sent');
	});

	it('suggests an earlier chase the more urgent it is', () => {
		const at = (urgency: string) =>
			suggestedChase({ values: { 'case/urgency': urgency } }, '2026-11-16T15:00:00.000Z');
		const all = ['now', 'today', 'soon', 'routine', ''].map(at);
		expect(all).toEqual([
			'2026-11-16T16:00:00.000Z',
			'2026-11-16T18:00:00.000Z',
			'2026-11-17T15:00:00.000Z',
			'2026-11-19T15:00:00.000Z',
			'2026-11-17T15:00:00.000Z'
		]);
	});

	it('says that a way is not on the list of the organisation, where there is a list', () => {
		expect(planOf(SENT)[0]?.isApproved).toBe(true);
		expect(planOf(SENT, { approvedChannels: ['phone', 'email'] })[0]?.isApproved).toBe(true);
		expect(planOf(SENT, { approvedChannels: ['email'] })[0]?.isApproved).toBe(false);
	});

	it('goes on after the record is final by what was noted since', () => {
		const signed = {
			...SENT,
			'r:care/receipt/status': 'waiting',
			'r:care/receipt/chaseAt': '2026-11-16T15:30:00.000Z'
		};
		const chased = (facts: Readonly<Record<string, Json>>, at = '2026-11-16T15:45:00.000Z') =>
			({ kind: 'chased', at, facts: { receiver: 'care', ...facts } }) as const;
		const again = chased({ result: 'nothing', next: '2026-11-16T17:00:00.000Z' });
		expect(planOf(signed, { late: [again] })[0]?.state).toBe('waiting');
		expect(planOf(signed, { late: [again], now: '2026-11-16T17:30:00.000Z' })[0]?.state).toBe('chase');
		const last = planOf(signed, {
			late: [again, chased({ result: 'confirmed' }, '2026-11-16T17:10:00.000Z')]
		})[0];
		expect(last).toMatchObject({ state: 'confirmed', confirmedAt: '2026-11-16T17:10:00.000Z' });
		expect(
			planOf(signed, { late: [{ ...again, facts: { ...again.facts, receiver: 'police' } }] })[0]?.state
		).toBe('chase');
	});

	it('says whether the written follow-up is due, overdue or sent', () => {
		const due = { ...SENT, 'r:care/writtenFollowUpDue': '2026-11-17T15:00:00.000Z' };
		expect(planOf(due)[0]?.followUp).toEqual({ kind: 'due', dueAt: '2026-11-17T15:00:00.000Z' });
		expect(planOf(due, { now: '2026-11-18T00:00:00.000Z' })[0]?.followUp?.kind).toBe('overdue');
		const sent = { ...due, 'r:care/writtenFollowUpSentAt': '2026-11-17T09:00:00.000Z' };
		expect(planOf(sent)[0]?.followUp).toEqual({ kind: 'sent', at: '2026-11-17T09:00:00.000Z' });
		expect(planOf({ ...due, 'r:care/channel': 'email' })[0]?.followUp).toBeUndefined();
	});

	it('keeps a receiver whose checks say wait, though nothing of it is sent', () => {
		let record = sendingRecord(pack, {});
		for (const value of ['no', 'message', 'no', 'seen']) {
			const at = { context, receiver: record.receivers[0]! };
			const step = secureJourney(pack, inputOf(record), at).current!;
			record = withAnswers(record, giveAnswer(inputOf(record), step, { value }), { pack, settings });
		}
		const result = journeyOf(pack, record, settings);
		expect(result.recordKinds.care).toBe('deferred');
		const plan = sharePlan({ pack, record, result, settings: { approvedChannels: [] }, late: [], now: NOW });
		expect(plan.map(({ receiver, state, channel }) => [receiver, state, channel])).toEqual([
			['care', 'held', 'message']
		]);
	});

	it('shows another way where the answers now say so, and none that a person wrote', () => {
		const answerWay = (record: DecisionRecord, value: string): DecisionRecord => {
			const at = { context, receiver: record.receivers[0]! };
			const { steps } = secureJourney(pack, inputOf(record), at);
			const step = steps.find((one) => one.kind !== 'outcome' && one.node === 'choose-channel');
			const input = giveAnswer(inputOf(record), step ?? steps[0]!, { value: step ? value : 'no' });
			const next = withAnswers(record, input, { pack, settings });
			const before = { record, result: journeyOf(pack, record, settings) };
			return followAnswers(pack, before, { record: next, result: journeyOf(pack, next, settings) });
		};
		const chosen = answerWay(answerWay(sendingRecord(pack, {}), 'no'), 'message');
		expect(chosen.values['r:care/channel']).toBe('message');
		expect(answerWay(chosen, 'phone').values['r:care/channel']).toBe('phone');
		const written = withValue(chosen, 'r:care/channel', 'post');
		expect(answerWay(written, 'phone').values['r:care/channel']).toBe('post');
	});
});
