import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { makeSearchPart } from '#lib/vault/record-search.ts';
import { draft, FACTS, kept, recordWith } from '../../support/drawer.ts';
import { newOfficeDevice } from '../../support/office-drawer.ts';

describe('search in records', () => {
	it('finds words of the text and of the title, beginnings and slips of the pen', async () => {
		const device = await newOfficeDevice();
		const dog = await kept(device, 'A dog was barking behind the garden door');
		await kept(device, 'The school telephoned about a bruise');
		const search = makeSearchPart(() => device);
		const ids = async (query: string) => (await search.searchRecords(query)).hits.map(({ id }) => id);
		expect(await ids('barking')).toEqual([dog]);
		expect(await ids('gard')).toEqual([dog]);
		expect(await search.searchRecords('barkign')).toMatchObject({ meant: 'barking', hits: [{ id: dog }] });
		expect(await ids('school')).toHaveLength(2); // The title of both names the school.
		expect(await ids('zebra')).toEqual([]);
		expect(await ids('   ')).toEqual([]);
	});

	it('follows what is saved, and forgets words that no record has any more', async () => {
		const device = await newOfficeDevice();
		const id = await kept(device, 'a bruise');
		const search = makeSearchPart(() => device);
		expect((await search.searchRecords('bruise')).hits).toHaveLength(1);
		await device.drafts.open(id);
		await device.drafts.save({ id, record: recordWith('a burn'), facts: FACTS, at: '2026-11-25T10:00:00Z' });
		expect((await search.searchRecords('burn')).hits).toHaveLength(1);
		expect(await search.searchRecords('bruise')).toMatchObject({ hits: [] });
	});

	it('says what it could not look into, and works for the rest', async () => {
		const device = await newOfficeDevice();
		await kept(device, 'readable');
		const broken = await kept(device, 'broken');
		const row = await device.db.working.get(broken);
		await device.db.working.put({ ...row!, blob: row!.blob.map((byte) => byte ^ 255) });
		const search = makeSearchPart(() => device);
		expect(await search.searchRecords('readable')).toMatchObject({ searched: 1, closed: 1, hits: [{}] });
	});

	it('finds one among 1,000, and two questions at once do not read a record twice', async () => {
		const device = await newOfficeDevice();
		for (let n = 0; n < 1000; n += 1)
			await device.drafts.create(draft(newId(), `visit number ${n} to the house`));
		const search = makeSearchPart(() => device);
		const [one, all] = await Promise.all([search.searchRecords('777'), search.searchRecords('visit')]);
		expect(one.hits).toHaveLength(1);
		expect(all.searched).toBe(1000);
		expect(all.hits).toHaveLength(50);
		expect(all.ids).toHaveLength(1000);
	}, 60_000);

	it('gives nothing once the drawer is closed', async () => {
		const search = makeSearchPart(() => undefined);
		expect(await search.searchRecords('anything')).toEqual({ hits: [], ids: [], searched: 0, closed: 0 });
	});
});
