import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asTimes, USUAL_MINUTES, type LockMinutes } from '#lib/app/lock-limits.ts';
import { LockTimer } from '#lib/app/lock-timer.ts';

const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 10) }));
afterEach(() => void vi.useRealTimers());

function watch() {
	let minutes = USUAL_MINUTES;
	const visible: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
	const page = Object.assign(new EventTarget(), visible);
	const heard: string[] = [];
	const timer: LockTimer = new LockTimer({
		page,
		times: () => asTimes(minutes),
		onwarn: (isWarning) => heard.push(isWarning ? 'warn' : 'calm'),
		onlock: (reason) => {
			heard.push(reason);
			timer.stop();
		}
	});
	timer.start();
	const show = (state: DocumentVisibilityState) => {
		page.visibilityState = state;
		page.dispatchEvent(new Event('visibilitychange'));
	};
	const choose = (next: LockMinutes) => {
		minutes = next;
		timer.stay();
	};
	return { timer, heard, show, choose, does: (sign: string) => page.dispatchEvent(new Event(sign)) };
}

describe('locking by itself', () => {
	it('warns 20 s before 5 minutes without a sign of life, then locks', async () => {
		const { heard } = watch();
		await vi.advanceTimersByTimeAsync(5 * MINUTE - 20_001);
		expect(heard).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(heard).toEqual(['warn']);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(heard).toEqual(['warn', 'idle', 'calm']);
	});

	it('counts from the last sign of life', async () => {
		const { heard, does } = watch();
		await vi.advanceTimersByTimeAsync(4 * MINUTE);
		does('keydown');
		await vi.advanceTimersByTimeAsync(4.5 * MINUTE);
		expect(heard).toEqual([]);
		await vi.advanceTimersByTimeAsync(MINUTE);
		expect(heard).toContain('idle');
	});

	it('stays open for whoever says so, but no touch beside the warning counts', async () => {
		const { timer, heard, does } = watch();
		await vi.advanceTimersByTimeAsync(4.8 * MINUTE);
		does('pointerdown');
		does('keydown');
		expect(heard).toEqual(['warn']);
		timer.stay();
		expect(heard).toEqual(['warn', 'calm']);
		await vi.advanceTimersByTimeAsync(4.6 * MINUTE);
		expect(heard).toEqual(['warn', 'calm']);
	});

	it('locks after 2 minutes out of sight', async () => {
		const { heard, show } = watch();
		show('hidden');
		await vi.advanceTimersByTimeAsync(2 * MINUTE - 1);
		expect(heard).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(heard).toEqual(['hidden']);
	});

	it('stays open when it comes back in time', async () => {
		const { heard, show } = watch();
		show('hidden');
		await vi.advanceTimersByTimeAsync(1.9 * MINUTE);
		show('visible');
		await vi.advanceTimersByTimeAsync(MINUTE);
		show('hidden');
		await vi.advanceTimersByTimeAsync(MINUTE);
		expect(heard).toEqual([]);
	});

	it('locks at once on waking from a sleep in which no timer ran', () => {
		const { heard, show } = watch();
		show('hidden');
		vi.setSystemTime(Date.now() + 60 * MINUTE);
		show('visible');
		expect(heard[0]).toBe('hidden');
	});

	it('is not put off by a clock that is set back ten years', async () => {
		const { heard, does } = watch();
		vi.setSystemTime(Date.now() - 10 * 365 * 24 * 60 * MINUTE);
		does('visibilitychange');
		await vi.advanceTimersByTimeAsync(5 * MINUTE);
		expect(heard).toContain('idle');
	});

	it('takes other times at once, and still warns 20 s before', async () => {
		const { heard, choose } = watch();
		await vi.advanceTimersByTimeAsync(3 * MINUTE);
		choose({ idle: 1, hidden: 20 });
		await vi.advanceTimersByTimeAsync(40_000 - 1);
		expect(heard).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(heard).toEqual(['warn']);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(heard).toContain('idle');
	});

	it('is not started by a choice made while the drawer is locked', async () => {
		const { timer, heard, choose } = watch();
		timer.stop();
		choose({ idle: 1, hidden: 1 });
		await vi.advanceTimersByTimeAsync(5 * MINUTE);
		expect(heard).toEqual([]);
	});

	it('is silent once stopped', async () => {
		const { timer, heard, show } = watch();
		timer.stop();
		show('hidden');
		await vi.advanceTimersByTimeAsync(10 * MINUTE);
		expect(heard).toEqual([]);
	});
});
