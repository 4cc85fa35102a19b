import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeSetting } from '#lib/vault/device-db.ts';
import { readAddress, takeCookie, withCookieOf } from '#lib/vault/outbox-signals.ts';

const ANNA = { profile: 'a'.repeat(26), device: '2'.repeat(26) };
const BEN = { profile: 'b'.repeat(26), device: '3'.repeat(26) };

const yes = () => Promise.resolve({ ok: true } as const);
const no = () => Promise.resolve({ ok: false } as const);

/** Posts for a drawer with the cookie. @returns the status, and whether anything left the device */
async function postFor(drawer: typeof ANNA): Promise<readonly [number, boolean]> {
	let isSent = false;
	const { status } = await withCookieOf(drawer, () => {
		isSent = true;
		return Promise.resolve(new Response('{}'));
	});
	return [status, isSent];
}

beforeEach(() => writeSetting('delivery', undefined));

describe('the one delivery cookie of a browser', () => {
	it('carries only what is of the person who signed in last', async () => {
		expect(await postFor(ANNA)).toEqual([401, false]);
		await takeCookie(ANNA, yes);
		expect(await postFor(ANNA)).toEqual([200, true]);
		expect(await postFor(BEN)).toEqual([401, false]);
		await takeCookie(BEN, yes);
		expect(await postFor(ANNA)).toEqual([401, false]);
		expect(await postFor(BEN)).toEqual([200, true]);
	});

	it('stays whose it was when the office refuses or cannot be reached', async () => {
		await takeCookie(ANNA, yes);
		await takeCookie(BEN, no);
		expect(await readAddress()).toEqual(ANNA);
		expect(await postFor(ANNA)).toEqual([200, true]);
	});

	it("is nobody's while the office is asked, so that a page which is killed then leaves nothing wrong", async () => {
		await takeCookie(ANNA, yes);
		const during = await takeCookie(BEN, async () => ({ ok: true, address: await readAddress() }));
		expect(during.address).toBeUndefined();
		// The same person again needs no such care: whichever answer comes, the cookie is theirs.
		const again = await takeCookie(BEN, async () => ({ ok: false, address: await readAddress() }));
		expect(again.address).toEqual(BEN);
	});

	it('is not changed under a post that is under way', async () => {
		await takeCookie(ANNA, yes);
		const order: string[] = [];
		let isPosting = false;
		let answer: () => void = () => undefined;
		const posting = withCookieOf(ANNA, async () => {
			const answered = new Promise<void>((resolve) => (answer = resolve));
			isPosting = true;
			await answered;
			order.push('posted');
			return new Response('{}');
		});
		await expect.poll(() => isPosting).toBe(true);
		const taking = takeCookie(BEN, () => {
			order.push('signed in');
			return yes();
		});
		answer();
		await Promise.all([posting, taking]);
		expect(order).toEqual(['posted', 'signed in']);
	});
});
