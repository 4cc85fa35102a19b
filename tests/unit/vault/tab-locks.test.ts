import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { changingSlots, changingSlotsIfFree, OpenShare } from '#lib/vault/tab-locks.ts';

describe('a drawer that several tabs have open', () => {
	it('is not worked on alone until the others have given it back', async () => {
		const profile = newId();
		const mine = await OpenShare.take(profile);
		const other = await OpenShare.take(profile);
		expect(await mine.whileAlone(50, () => Promise.resolve('done'))).toBeUndefined();
		const waiting = mine.whileAlone(2000, () => Promise.resolve('done'));
		await other.giveBack();
		expect(await waiting).toBe('done');
	});

	it('lets nobody in meanwhile, and is shared again afterwards', async () => {
		const profile = newId();
		const steps: string[] = [];
		const mine = await OpenShare.take(profile);
		await mine.whileAlone(2000, async () => {
			void OpenShare.take(profile).then(() => steps.push('let in'));
			await new Promise((resolve) => setTimeout(resolve, 50));
			steps.push('done');
		});
		await expect.poll(() => steps).toEqual(['done', 'let in']);
	});

	it('keeps the share when the work fails', async () => {
		const profile = newId();
		const mine = await OpenShare.take(profile);
		await expect(mine.whileAlone(2000, () => Promise.reject(new TypeError('broke')))).rejects.toThrow(
			'broke'
		);
		const other = await OpenShare.take(profile);
		expect(await other.whileAlone(50, () => Promise.resolve(1))).toBeUndefined();
		await mine.giveBack();
		expect(await other.whileAlone(2000, () => Promise.resolve(1))).toBe(1);
	});

	it('has its slots changed by one tab at a time', async () => {
		const profile = newId();
		const steps: string[] = [];
		const slow = changingSlots(profile, async () => {
			await new Promise((resolve) => setTimeout(resolve, 30));
			steps.push('first');
		});
		await changingSlotsIfFree(profile, () => Promise.resolve(void steps.push('never')));
		await changingSlots(profile, () => Promise.resolve(void steps.push('second')));
		await slow;
		await changingSlotsIfFree(profile, () => Promise.resolve(void steps.push('third')));
		expect(steps).toEqual(['first', 'second', 'third']);
	});
});
