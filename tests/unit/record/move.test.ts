import { describe, expect, it } from 'vitest';
import { isMovable, moveRecord, previewMove } from '#lib/record/move.ts';
import { withValue } from '#lib/record/paths.ts';
import { summarise } from '#lib/record/summary.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import type { Pack } from '#lib/pack/types.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario, type Scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const DECIDED = '2026-11-16T15:00:00Z';

interface Loose {
	version: string;
	hash: string;
	flows: { share: { nodes: { id: string; ask?: string; answers?: { id: string; label: string }[] }[] } };
	outcomes: Record<string, { title: string; recordKind: string }>;
	rules: Record<string, { effectiveFrom: string | null }>;
	concepts: Record<string, { say: string }>;
	sources: { id: string; status: string }[];
	record: { fields: { id: string; need: string[] }[] };
}

/** A later pack: this content with something changed. */
function laterPack(change: (loose: Loose) => void): Pack {
	const loose = structuredClone(pack) as unknown as Loose;
	Object.assign(loose, { version: '2099-01-01.1', hash: 'later' });
	change(loose);
	return loose as unknown as Pack;
}

const nodeOf = (loose: Loose, id: string) => loose.flows.share.nodes.find((node) => node.id === id)!;

const use = (of: Pack) => ({ pack: of, settings: of.localSettings });

function recordOf({ input }: Scenario): DecisionRecord {
	return makeRecord({ pack, input, now: DECIDED, settings: pack.localSettings, timeZone: 'Europe/London' });
}

/** A parent asked, and the answer is no: one short path with an outcome. */
const refusal = () =>
	recordOf(
		scenario(pack, 'share')
			.answer('what-brings-you', 'asked-for-information')
			.answer('who-asks', 'parent-or-relative')
			.answer('sure-who', 'yes')
			.answer('request-clear', 'yes')
			.answer('risky-asker', 'yes')
	);

/** A child may be harmed, and the duty counts. */
const duty = () =>
	recordOf(
		scenario(pack, 'share')
			.receivers('social-care')
			.answer('what-brings-you', 'seen-or-told')
			.answer('immediate-danger', 'no')
			.answer('identifiable', 'yes')
			.answer('why-share', 'protect-child')
			.answer('specific-report', 'none')
			.answer('each-receiver', ['social-care'])
			.answer('scope-check', [
				'my-body-in-scope',
				'receiver-in-scope',
				'about-a-child',
				'relevant-to-welfare',
				'may-help-receiver'
			])
			.answer('more-harm', 'no')
	);

function preview(record: DecisionRecord, change: (loose: Loose) => void) {
	return previewMove(record, { from: use(pack), to: use(laterPack(change)) });
}

describe('what a later pack touches', () => {
	it('is nothing where the content is the same', () => {
		expect(preview(refusal(), () => undefined)).toMatchObject({
			touching: [],
			rest: [],
			setAside: [],
			isSameDecision: true,
			newlyRequired: [],
			asks: undefined
		});
	});

	it('names a changed question with the answer given to it', () => {
		const { touching, rest } = preview(refusal(), (loose) => (nodeOf(loose, 'who-asks').ask = 'Who?'));
		expect(touching).toHaveLength(1);
		expect(touching[0]!.answers).toMatchObject([{ node: 'who-asks', value: 'parent-or-relative' }]);
		expect(rest).toEqual([]);
	});

	it('leaves a question that was never met to the rest', () => {
		const { touching, rest } = preview(refusal(), (loose) => (nodeOf(loose, 'more-harm').ask = 'Else?'));
		expect(touching).toEqual([]);
		expect(rest).toHaveLength(1);
	});

	it('tells the answer that was chosen from one that was not', () => {
		const changeLabel = (id: string) => (loose: Loose) => {
			nodeOf(loose, 'who-asks').answers!.find((answer) => answer.id === id)!.label = 'Else';
		};
		expect(preview(refusal(), changeLabel('parent-or-relative')).touching).toHaveLength(1);
		expect(preview(refusal(), changeLabel('the-person')).touching).toHaveLength(0);
	});

	it('names a new answer to a question that was asked', () => {
		const { touching } = preview(refusal(), (loose) =>
			nodeOf(loose, 'who-asks').answers!.push({ id: 'new', label: 'Someone else' })
		);
		expect(touching).toMatchObject([{ change: { kind: 'added' }, answers: [{ node: 'who-asks' }] }]);
	});

	it('names a dated rule of the path, and no other', () => {
		const later = (loose: Loose) => (loose.rules.dutyActive!.effectiveFrom = '2026-10-01');
		expect(preview(duty(), later).touching).toMatchObject([{ change: { part: 'rule', id: 'dutyActive' } }]);
		const other = (loose: Loose) => (loose.rules.csaDutyActive!.effectiveFrom = '2099-10-01');
		expect(preview(refusal(), other).touching).toEqual([]);
	});
});

describe('a move', () => {
	const off = (loose: Loose) => (loose.rules.dutyActive!.effectiveFrom = '2099-01-01');

	it('shows the decision before and after, and the answers that would be set aside', () => {
		const seen = preview(duty(), off);
		expect(seen.isSameDecision).toBe(false);
		expect(seen.outcomes[0]).toMatchObject([{ id: 'O-DUTY' }]);
		expect(seen.outcomes[1]).toEqual([]);
		expect(seen.setAside.map(({ node }) => node)).toEqual(['scope-check', 'more-harm']);
		expect(seen.asks).toMatchObject({ node: 'child-harm' });
	});

	it('shows the fields that would be asked for, and whether they are written', () => {
		const asksMore = (loose: Loose) =>
			(loose.record.fields.find(({ id }) => id === 'concernSummary')!.need = Array<string>(7).fill('R'));
		const before = structuredClone(pack) as unknown as Loose;
		before.record.fields.find(({ id }) => id === 'concernSummary')!.need = Array<string>(7).fill('O');
		const from = use(before as unknown as Pack);
		const moved = (record: DecisionRecord) =>
			previewMove(record, { from, to: use(laterPack(asksMore)) }).newlyRequired;
		expect(moved(refusal())).toMatchObject([{ isComplete: false }]);
		expect(moved(withValue(refusal(), 'case/concernSummary', 'Written.'))).toMatchObject([
			{ isComplete: true }
		]);
	});

	it('is offered to a draft on an earlier pack, and to no other record', () => {
		expect(isMovable('draft', '2026-11-22.1', '2026-11-25.1')).toBe(true);
		expect(isMovable('draft', '2026-11-25.1', '2026-11-25.1')).toBe(false);
		expect(isMovable('draft', '2026-11-25.2', '2026-11-25.1')).toBe(false);
		expect(isMovable('final', '2026-11-22.1', '2026-11-25.1')).toBe(false);
		expect(isMovable('handed-over', '2026-11-22.1', '2026-11-25.1')).toBe(false);
	});

	it('keeps every answer and every word, and names the new pack', () => {
		const before = withValue(withValue(duty(), 'r:social-care/reason', 'My words'), 'case/urgency', '');
		const moved = moveRecord(before, { to: use(laterPack(off)), trace: 'moved', mark: '-abc' });
		expect(moved.pack).toEqual({ version: '2099-01-01.1', hash: 'later' });
		expect(moved.answers).toEqual(before.answers);
		expect(moved.values).toMatchObject(before.values);
		expect(moved.decidedAt).toBe(before.decidedAt);
	});

	it('leaves a line in the record that its summary shows', () => {
		const to = use(laterPack(() => undefined));
		const moved = moveRecord(refusal(), { to, trace: 'Moved today.', mark: '-abc' });
		const result = journeyOf(to.pack, moved, to.settings);
		const rows = summarise(to.pack, { id: 'x', record: moved, result }).flatMap((section) => section.rows);
		expect(rows.find(({ field }) => field === 'amendments')?.lines).toEqual(['Moved today.']);
	});

	it('adds a second line where it is moved again', () => {
		const to = use(laterPack(() => undefined));
		const once = moveRecord(refusal(), { to, trace: 'First.', mark: '-abc' });
		const twice = moveRecord(once, { to, trace: 'Second.', mark: '-abc' });
		expect(Object.values(twice.values)).toEqual(expect.arrayContaining(['First.', 'Second.']));
	});

	it('does not change the record that is looked at', () => {
		const record = duty();
		const copy = structuredClone(record);
		preview(record, off);
		expect(record).toEqual(copy);
	});
});
