import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { device, writeSlotRow } from '#lib/vault/device-db.ts';
import { writeProfile } from '#lib/vault/profiles.ts';
import { lookForPeople, noteTurn, tilesOf } from '#lib/app/drawer-people.ts';

const [ANNA, BEN, CARE] = ['a'.repeat(26), 'b'.repeat(26), 'c'.repeat(26)];

/** The people as a page that has just been opened finds them. */
const people = () => lookForPeople(undefined);

async function slotFor(profile: string): Promise<void> {
	await writeSlotRow(`${profile}.passphrase`, '{}');
}

beforeEach(async () => {
	const db = await device();
	for (const store of ['slots', 'profiles', 'settings'] as const) await db.clear(store);
});

describe('the people of a device', () => {
	it('are shown by their initials in the order of making, and by number where there are none', () => {
		const mark = { profile: BEN, initials: 'BT', colour: 'plum', madeAt: 5 } as const;
		const tiles = tilesOf([BEN, CARE, ANNA], [mark]);
		expect(tiles.map(({ profile, words }) => [profile, words])).toEqual([
			[ANNA, 'Drawer 1'],
			[CARE, 'Drawer 2'],
			[BEN, 'BT']
		]);
		expect(tiles[2]).toMatchObject({ initials: 'BT', colour: 'plum' });
	});

	it('leave out a mark whose drawer was never finished', async () => {
		await writeProfile({ profile: BEN, initials: 'BT', colour: 'plum', madeAt: 5 });
		expect((await people()).all).toEqual([]);
	});

	it('need no choosing where there is one', async () => {
		await slotFor(ANNA);
		expect((await people()).chosen).toBe(ANNA);
	});

	it('are asked where there are two, and the one who said so is remembered', async () => {
		await slotFor(ANNA);
		await slotFor(BEN);
		expect((await people()).chosen).toBeUndefined();
		await noteTurn(BEN, true);
		expect((await people()).chosen).toBe(BEN);
	});

	it('are asked after handing over, even where there is one', async () => {
		await slotFor(ANNA);
		await noteTurn(undefined, true);
		expect((await people()).chosen).toBeUndefined();
		await noteTurn(ANNA, true);
		expect((await people()).chosen).toBe(ANNA);
	});

	it('forget one whose drawer is gone', async () => {
		await slotFor(ANNA);
		await slotFor(BEN);
		await noteTurn(BEN, true);
		await (await device()).delete('slots', `${BEN}.passphrase`);
		expect((await lookForPeople(BEN)).chosen).toBe(ANNA);
	});
});
