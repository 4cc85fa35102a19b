import { beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { deriveKeys, wrapSecret, type DrawerKeys } from '#lib/vault/keys.ts';
import { makePlacesPart, type PersonPlace, type Places } from '#lib/vault/place.ts';

const PLACE: PersonPlace = {
	path: '/records/abc/2',
	scrolled: 12,
	field: {
		id: 'f-x',
		from: 3,
		to: 5,
		top: 80,
		scrolled: 0,
		trail: { first: '', steps: [{ at: 0, gone: 0, text: 'MARKER' }] }
	}
};

async function drawer(owner = { profile: newId(), device: newId() }, root = randomBytes(32)) {
	const keys = await deriveKeys(root.slice(), owner);
	return { keys, places: makePlacesPart(() => ({ office: { keys } })) };
}

describe('where a person was, sealed', () => {
	let mine: { keys: DrawerKeys; places: Places };
	let sealed: Uint8Array<ArrayBuffer>;

	beforeAll(async () => {
		mine = await drawer();
		sealed = (await mine.places.sealPlace(PLACE)) ?? new Uint8Array();
	});

	it('comes back whole, and says nothing in the clear', async () => {
		expect(await mine.places.openPlace(sealed)).toEqual(PLACE);
		expect(new TextDecoder('latin1').decode(sealed)).not.toMatch(/MARKER|records|f-x/);
	});

	it('is opened by no other drawer, and never with a bit changed or cut short', async () => {
		const other = await drawer();
		expect(await other.places.openPlace(sealed)).toBeUndefined();
		for (let at = 0; at < sealed.length; at += 17) {
			const bad = sealed.slice();
			bad[at] = (bad[at] ?? 0) ^ 1;
			expect(await mine.places.openPlace(bad), `byte ${at}`).toBeUndefined();
			expect(await mine.places.openPlace(sealed.slice(0, at))).toBeUndefined();
		}
	});

	it('is no other secret of the same person, and no other secret is one', async () => {
		const secret = new TextEncoder().encode(JSON.stringify({ v: 1, place: PLACE }));
		const wrapped = await wrapSecret(mine.keys, secret, { id: mine.keys.profile, keyNumber: 0 });
		expect(await mine.places.openPlace(wrapped)).toBeUndefined();
	});

	it('is not asked for while the drawer is closed', async () => {
		const closed = makePlacesPart(() => undefined);
		expect(await closed.sealPlace(PLACE)).toBeUndefined();
		expect(await closed.openPlace(sealed)).toBeUndefined();
	});
});
