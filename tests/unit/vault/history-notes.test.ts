import { describe, expect, it } from 'vitest';
import { contradiction, withNote, withReceipts, type HistoryNote } from '#lib/vault/history-notes.ts';

const at = (seq: number, chain = `chain of ${seq}`) => ({ seq, chain });
const note = (mine: number, other: number): HistoryNote => ({
	kind: 'fork',
	at: 1,
	mine: at(mine),
	other: at(other, 'another')
});
const foreign = (seq: number, chain: string, place: number) => ({
	device: 'other',
	receipt: { seq, chain },
	seq: place
});

describe('receipts of other devices', () => {
	const kept = [at(5), at(9)];
	const none = { kept, notes: [] };

	it('fit, or cannot be said', () => {
		expect(contradiction(foreign(5, 'chain of 5', 6), none)).toBeUndefined();
		expect(contradiction(foreign(7, 'anything', 8), none)).toBeUndefined();
	});

	it('contradict with two values at one place', () => {
		expect(contradiction(foreign(5, 'another', 6), none)).toEqual(at(5));
	});

	it('contradict where an entry was signed on a place that the log had not reached when it came', () => {
		expect(contradiction(foreign(20, 'longer once', 12), none)).toEqual(at(9));
		expect(contradiction(foreign(12, 'itself', 12), none)).toEqual(at(9));
		expect(contradiction(foreign(11, 'before', 12), none)).toBeUndefined();
		expect(contradiction(foreign(3, 'x', 2), { kept: [], notes: [] })).toEqual({ seq: 0, chain: null });
	});

	it('are no news of a history that is known to be gone, and are news beyond it', () => {
		const notes = [note(9, 4)];
		expect(contradiction(foreign(9, 'old', 6), { kept, notes })).toBeUndefined();
		const longer = { kept: [...kept, at(12)], notes };
		expect(contradiction(foreign(12, 'yet another', 13), longer)).toEqual(at(12));
	});
});

describe('what is kept', () => {
	it('notes the same news once until it was seen, and nothing is overwritten', () => {
		const once = withNote([], note(9, 4));
		expect(withNote(once, { ...note(9, 4), at: 2 })).toBe(once);
		const seen = once.map((one) => ({ ...one, seenAt: 3 }));
		expect(withNote(seen, { ...note(9, 4), at: 4 })).toHaveLength(2);
		expect(withNote(once, note(9, 3))).toEqual([note(9, 4), note(9, 3)]);
	});

	it('keeps the first notes and the newest when a server changes its story all day', () => {
		let notes: readonly HistoryNote[] = [];
		for (let count = 1; count <= 300; count += 1) notes = withNote(notes, note(count, 0));
		expect(notes).toHaveLength(100);
		expect([notes[0]?.mine.seq, notes[19]?.mine.seq, notes[20]?.mine.seq, notes.at(-1)?.mine.seq]).toEqual([
			1, 20, 221, 300
		]);
	});

	it('keeps the newest receipts, each place once', () => {
		const kept = withReceipts([at(1)], [at(1, 'twice'), at(2), { seq: 3, chain: null }]);
		expect(kept).toEqual([at(1), at(2)]);
		expect(withReceipts(kept, [at(2)])).toBe(kept);
		const many = Array.from({ length: 400 }, (_, index) => at(index + 3));
		expect(withReceipts(kept, many)).toHaveLength(256);
	});
});
