import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { randomBytes } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { device } from '#lib/vault/device-db.ts';
import { deviceKept } from '#lib/vault/device-kept.ts';
import { makeSlot } from '#lib/vault/slots.ts';

describe('outside the drawers', () => {
	const profile = newId();
	const named = async () => (await deviceKept()).map(({ kind, reason }) => [kind, reason]);

	beforeEach(async () => {
		const db = await device();
		await Promise.all([db.clear('slots'), db.clear('captures')]);
	});

	async function slotText(owner: string): Promise<string> {
		return JSON.stringify(
			await makeSlot(randomBytes(32), 'gravel unsaid tiptop marina', { profile: owner, device: newId() })
		);
	}

	it('names slots that are torn, newer, or of somebody else, and leaves whole ones alone', async () => {
		const db = await device();
		const [mine, other] = [await slotText(profile), await slotText(newId())];
		await db.put('slots', mine, `${profile}.passphrase`);
		expect(await named()).toEqual([]);
		const cases = [
			[mine.slice(0, 50), 'damaged'],
			[mine.replace(/"passes":\d+/, '"passes":15'), 'damaged'],
			[mine.replace('"v":1', '"v":2'), 'newer-format'],
			[other, 'foreign']
		] as const;
		for (const [text, reason] of cases) {
			await db.put('slots', text, `${profile}.passphrase`);
			expect(await named()).toEqual([['slot', reason]]);
			expect(JSON.stringify(await deviceKept())).toContain(JSON.stringify(text).slice(1, 40));
			expect(await db.get('slots', `${profile}.passphrase`)).toBe(text);
		}
	});

	it('names quick checks that are no age file, or whose person has no drawer here', async () => {
		const db = await device();
		await db.put('slots', await slotText(profile), `${profile}.passphrase`);
		const age = new Uint8Array(Buffer.from('age-encryption.org/v1\n-> x'));
		await db.put('captures', { id: 'a', profile, madeAt: 1, sealed: age }, 'a');
		await db.put('captures', { id: 'b', profile, madeAt: 1, sealed: randomBytes(40) }, 'b');
		await db.put('captures', { id: 'c', profile: newId(), madeAt: 1, sealed: age }, 'c');
		await db.put('captures', { id: 'd', profile, madeAt: 1, sealed: 'text' as never }, 'd');
		expect(await named()).toEqual([
			['capture', 'not-age'],
			['capture', 'foreign'],
			['capture', 'damaged']
		]);
		expect(await db.count('captures')).toBe(4);
	});
});
