import { describe, expect, it } from 'vitest';
import { changeLine, groupChanges } from '#lib/app/pack-change-words.ts';
import { comparePacks } from '#lib/pack/compare.ts';
import type { Pack } from '#lib/pack/types.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();

interface Loose {
	flows: { share: { nodes: { ask: string; answers: { id: string; label: string; next?: string }[] }[] } };
	rules: Record<string, { effectiveFrom: string; evidenceNote: string }>;
}

function groupsOf(change: (loose: Loose) => void) {
	const later = structuredClone(pack) as unknown as Loose;
	change(later);
	const packs = { earlier: pack, later: later as unknown as Pack };
	return groupChanges(packs, comparePacks(packs.earlier, packs.later));
}

const first = (loose: Loose) => loose.flows.share.nodes[0]!;

describe('what changed, in words', () => {
	it('brings a question and its answers together under the question', () => {
		const groups = groupsOf((loose) => {
			first(loose).ask = 'Why are you here?';
			first(loose).answers[0]!.next = 'who-asks';
			first(loose).answers[1]!.label = 'Seen';
		});
		expect(groups).toHaveLength(1);
		expect(groups[0]).toMatchObject({ kind: 'Question', title: 'Why are you here?' });
		expect(groups[0]!.changes).toHaveLength(3);
	});

	it('shows the words before and now', () => {
		const [group] = groupsOf((loose) => (first(loose).ask = 'Why are you here?'));
		expect(changeLine(group!.changes[0]!)).toMatchObject({
			before: pack.flows.share.nodes[0]!.ask,
			after: 'Why are you here?'
		});
	});

	it('says which answer leads elsewhere', () => {
		const [group] = groupsOf((loose) => (first(loose).answers[0]!.next = 'who-asks'));
		const { label } = pack.flows.share.nodes[0]!.answers![0]!;
		expect(changeLine(group!.changes[0]!).what).toBe(`The answer “${label}” leads elsewhere`);
	});

	it('puts the day of a rule into words, and no other text that has a number in it', () => {
		const [group] = groupsOf((loose) => (loose.rules.dutyActive!.effectiveFrom = '2026-10-01'));
		expect(changeLine(group!.changes[0]!)).toMatchObject({
			before: '30 September 2026',
			after: '1 October 2026'
		});
		const [words] = groupsOf((loose) => (loose.rules.dutyActive!.evidenceNote = 'regulation 2'));
		expect(changeLine(words!.changes[0]!).after).toBe('regulation 2');
	});
});
