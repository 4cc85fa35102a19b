import { expect, it } from 'vitest';
import { isShared, takeShare, whileNobodyHolds } from '#lib/app/hold-lock.ts';

const held = () => {
	let giveBack: () => void = () => undefined;
	const ready = new Promise<void>((resolve) => (giveBack = takeShare(resolve)));
	return { ready, giveBack: () => giveBack() };
};

const settled = () => new Promise((wake) => setTimeout(wake, 20));

it('does nothing while one of two holders is left, and acts when both are gone', async () => {
	const [first, second] = [held(), held()];
	await Promise.all([first.ready, second.ready]);
	let acted = 0;
	const act = () => Promise.resolve(void (acted += 1));

	expect(await whileNobodyHolds(act)).toBe(false);
	first.giveBack();
	await settled();
	expect(await isShared()).toBe(true);
	expect(await whileNobodyHolds(act)).toBe(false);
	second.giveBack();
	await settled();
	expect(await isShared()).toBe(false);
	expect(await whileNobodyHolds(act)).toBe(true);
	expect(acted).toBe(1);
});

it('lets a new holder wait until the act is over', async () => {
	const order: string[] = [];
	let finish: () => void = () => undefined;
	const acting = whileNobodyHolds(() => new Promise<void>((resolve) => (finish = resolve)));
	await settled();
	const giveBack = takeShare(() => order.push('held'));
	await settled();
	order.push('finished');
	finish();
	expect(await acting).toBe(true);
	await settled();
	expect(order).toEqual(['finished', 'held']);
	giveBack();
});

it('never counts a holder that gave up while it waited', async () => {
	let finish: () => void = () => undefined;
	const acting = whileNobodyHolds(() => new Promise<void>((resolve) => (finish = resolve)));
	await settled();
	let isHeld = false;
	takeShare(() => (isHeld = true))();
	finish();
	await acting;
	await settled();
	expect(isHeld).toBe(false);
	expect(await isShared()).toBe(false);
});
