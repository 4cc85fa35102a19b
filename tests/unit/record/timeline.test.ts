import { describe, expect, it } from 'vitest';
import { withEvent } from '#lib/record/events.ts';
import { clockNote, timeline, type PastEntry } from '#lib/record/timeline.ts';
import { recordWith } from '../../support/drawer.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-22T12:00:00Z');
const record = recordWith('words');

const past = (entry: string, kind: PastEntry['kind'], more: Partial<PastEntry> = {}): PastEntry => ({
	entry,
	kind,
	place: kind === 'final' ? 'final' : 'head',
	version: kind === 'final' ? 1 : null,
	claimedAt: NOON,
	device: 'tablet-one',
	isThisDevice: true,
	...more
});
const kinds = (lines: ReturnType<typeof timeline>) => lines.map(({ kind }) => kind);

describe('the timeline', () => {
	it('is newest first, and gathers drafts of one device', () => {
		const entries = [
			past('a', 'draft', { claimedAt: NOON, name: 'A. Name' }),
			past('b', 'draft', { claimedAt: NOON + MINUTE, name: 'A. Name' }),
			past('c', 'final', { claimedAt: NOON + 2 * MINUTE, receivedAt: NOON + 3 * MINUTE })
		];
		const lines = timeline(entries, [record]);
		expect(kinds(lines)).toEqual(['received', 'final', 'drafts', 'decided', 'begun']);
		expect(lines[2]).toMatchObject({
			count: 2,
			since: NOON,
			at: NOON + MINUTE,
			who: 'A. Name',
			device: 'tablet'
		});
	});

	it('keeps drafts of another device, or under another name, apart', () => {
		const entries = [
			past('a', 'draft'),
			past('b', 'draft', { device: 'phone-two' }),
			past('c', 'draft', { name: 'B' })
		];
		expect(kinds(timeline(entries, [])).filter((kind) => kind === 'drafts')).toHaveLength(3);
	});

	it('invents no time: what the log has not shown has no received time, an unreadable date stays unreadable', () => {
		const lines = timeline([past('a', 'final')], [{ ...record, decidedAt: 'yesterday' }]);
		expect(lines.find(({ kind }) => kind === 'final')).not.toHaveProperty('receivedAt');
		expect(lines.at(-1)).toMatchObject({ kind: 'decided', at: NaN });
	});

	it('says when the clocks are more than two minutes apart, and which way', () => {
		expect(clockNote(NOON, undefined)).toBeUndefined();
		expect(clockNote(NOON, NOON + 2 * MINUTE)).toBeUndefined();
		expect(clockNote(NOON, NOON + 2 * MINUTE + 1)).toBe('later');
		expect(clockNote(NOON + 2 * MINUTE + 1, NOON)).toBe('ahead');
	});

	it('tells additions with their words, events with their facts, and what cannot be read', () => {
		const base = { schema: 1, final: 'f', at: '', by: 'B. Other' } as const;
		const words = { ...base, sort: 'words', text: 'They rang', why: 'Later news' } as const;
		const exported = { ...base, by: '', sort: 'event', kind: 'exported', facts: { form: 'text' } } as const;
		const entries = [
			past('a', 'addendum', { content: words }),
			past('b', 'addendum', { content: exported, claimedAt: NOON + 1 }),
			past('c', 'addendum', { claimedAt: NOON + 2 }),
			past('d', 'addendum', { claimedAt: NOON + 3, content: { ...exported, kind: 'from-a-newer-app' } })
		];
		expect(timeline(entries, [])).toMatchObject([
			{ kind: 'from-a-newer-app' },
			{ kind: 'unreadable' },
			{ kind: 'exported', facts: { form: 'text' } },
			{ kind: 'words', who: 'B. Other', text: 'They rang', why: 'Later news' }
		]);
	});

	it('shows late work and a final that lost for what they are', () => {
		const entries = [
			past('a', 'final'),
			past('b', 'draft', { place: 'late', claimedAt: NOON + 1 }),
			past('c', 'final', { place: 'leaf', claimedAt: NOON + 2 })
		];
		expect(kinds(timeline(entries, []))).toEqual(['beside', 'late', 'final']);
	});

	it('tells of each version once, with its reason, though every version carries the log before it', () => {
		const drafted = withEvent(record, { kind: 'shown', at: '2026-11-22T11:00:00Z', facts: {} }, '-x');
		const newVersion = { reason: 'A date was wrong', from: 'a', at: '2026-11-23T12:00:00Z' };
		const lines = timeline([], [{ ...drafted, version: 2, newVersion }, drafted]);
		expect(kinds(lines)).toEqual(['version-begun', 'shown', 'decided', 'begun']);
		expect(lines[0]).toMatchObject({ version: 2, why: 'A date was wrong' });
	});
});
