import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Autosave, type SaveAttempt, type SaveStatus } from '#lib/app/autosave.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A disk that takes `slowMs` and answers what it is told to; notes when each value was written. */
function disk(slowMs = 0) {
	const written: { value: string; at: number }[] = [];
	const statuses: SaveStatus[] = [];
	const start = Date.now();
	let answer: SaveAttempt = { ok: true, at: 'T' };
	const autosave = new Autosave<string>({
		save: async (value) => {
			if (slowMs > 0) await new Promise((wake) => setTimeout(wake, slowMs));
			if (answer.ok) written.push({ value, at: Date.now() - start });
			return answer;
		},
		onstatus: (status) => statuses.push(status)
	});
	return { autosave, written, statuses, answerWith: (next: SaveAttempt) => (answer = next) };
}

const FULL: SaveAttempt = { ok: false, reason: 'full' };

describe('saving by itself', () => {
	it('saves 400 ms after the last change, once', async () => {
		const { autosave, written } = disk();
		autosave.change('a');
		await vi.advanceTimersByTimeAsync(300);
		autosave.change('ab');
		await vi.advanceTimersByTimeAsync(399);
		expect(written).toEqual([]);
		await vi.advanceTimersByTimeAsync(5000);
		expect(written).toEqual([{ value: 'ab', at: 700 }]);
	});

	it('saves every 2 s while typing goes on without a pause', async () => {
		const { autosave, written } = disk();
		for (let typed = 1; typed <= 50; typed += 1) {
			autosave.change(`${typed}`);
			await vi.advanceTimersByTimeAsync(100);
		}
		expect(written.map(({ at }) => at)).toEqual([2000, 4000]);
		await vi.advanceTimersByTimeAsync(400);
		expect(written.at(-1)?.value).toBe('50');
	});

	it('says saved only after the disk has it, and not while newer words wait', async () => {
		const { autosave, statuses, written } = disk(1000);
		autosave.change('a');
		await vi.advanceTimersByTimeAsync(1000);
		autosave.change('ab');
		expect(statuses.every(({ kind }) => kind === 'saving')).toBe(true);
		await vi.advanceTimersByTimeAsync(400);
		expect(written.map(({ value }) => value)).toEqual(['a']);
		expect(statuses.at(-1)).toEqual({ kind: 'saving' });
		await vi.advanceTimersByTimeAsync(2000);
		expect(written.map(({ value }) => value)).toEqual(['a', 'ab']);
		expect(statuses.at(-1)).toEqual({ kind: 'saved', at: 'T' });
		expect(autosave.unsaved).toBeUndefined();
	});

	it('writes everything at once when asked, also what came while it was writing', async () => {
		const { autosave, written } = disk(50);
		autosave.change('a');
		const flushed = autosave.flush();
		autosave.change('ab');
		await vi.advanceTimersByTimeAsync(100);
		expect(await flushed).toBe(true);
		expect(written.map(({ value }) => value)).toEqual(['a', 'ab']);
	});

	it('never writes two at the same time', async () => {
		const { autosave, written } = disk(3000);
		for (let typed = 1; typed <= 4; typed += 1) {
			autosave.change(`${typed}`);
			await vi.advanceTimersByTimeAsync(1000);
		}
		await vi.advanceTimersByTimeAsync(10_000);
		const gaps = written.slice(1).map(({ at }, index) => at - (written[index]?.at ?? 0));
		expect(gaps.every((gap) => gap >= 3000)).toBe(true);
		expect(written.at(-1)?.value).toBe('4');
	});
});

describe('a disk that refuses', () => {
	it('keeps the words, says why, and tries again until it works', async () => {
		const { autosave, written, statuses, answerWith } = disk();
		answerWith(FULL);
		autosave.change('kept');
		await vi.advanceTimersByTimeAsync(400);
		expect(statuses.at(-1)).toEqual({ kind: 'not-saved', reason: 'full' });
		expect(autosave.unsaved).toBe('kept');
		await vi.advanceTimersByTimeAsync(60_000);
		expect(statuses.at(-1)).toEqual({ kind: 'not-saved', reason: 'full' });
		answerWith({ ok: true, at: 'T' });
		await vi.advanceTimersByTimeAsync(30_000);
		expect(written.map(({ value }) => value)).toEqual(['kept']);
		expect(statuses.at(-1)).toEqual({ kind: 'saved', at: 'T' });
	});

	it('goes on saying so while more is typed', async () => {
		const { autosave, statuses, answerWith } = disk();
		answerWith(FULL);
		autosave.change('a');
		await vi.advanceTimersByTimeAsync(400);
		autosave.change('ab');
		expect(statuses.at(-1)).toEqual({ kind: 'not-saved', reason: 'full' });
		expect(autosave.unsaved).toBe('ab');
	});

	it('counts a fault as not saved', async () => {
		const statuses: SaveStatus[] = [];
		const autosave = new Autosave<string>({
			save: () => Promise.reject(new TypeError('fault')),
			onstatus: (status) => statuses.push(status)
		});
		autosave.change('a');
		await vi.advanceTimersByTimeAsync(400);
		expect(statuses.at(-1)).toEqual({ kind: 'not-saved', reason: 'storage' });
		expect(autosave.unsaved).toBe('a');
	});

	it('tells whoever flushes that words are left', async () => {
		const { autosave, answerWith } = disk();
		answerWith(FULL);
		autosave.change('a');
		const flushed = autosave.flush();
		await vi.advanceTimersByTimeAsync(1);
		expect(await flushed).toBe(false);
	});
});

describe('stopping', () => {
	it('forgets the words and writes no more', async () => {
		const { autosave, written } = disk();
		autosave.change('a');
		autosave.stop();
		autosave.change('b');
		await vi.advanceTimersByTimeAsync(5000);
		expect([written, autosave.unsaved]).toEqual([[], undefined]);
	});
});
