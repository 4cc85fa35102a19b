import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { draft, FACTS, kept, openTestDrawer, recordWith, spoilt, textOf } from '../support/drawer.ts';

describe('damage', () => {
	it('keeps a damaged row, lists it as damaged with its reason, and works on with the rest', async () => {
		const drawer = await openTestDrawer();
		const [bad, good] = [await kept(drawer, 'bad'), await kept(drawer, 'good')];
		const row = await drawer.db.working.get(bad);
		const blob = spoilt(row!.blob);
		await drawer.db.working.put({ ...row!, blob });
		expect(await textOf(drawer, bad)).toBe('wrong-key-or-tampered');
		const list = await drawer.again().list();
		expect(list.headers.map((header) => header.id)).toEqual([good]);
		expect(list.damaged).toMatchObject([{ id: bad, reason: 'wrong-key-or-tampered', header: FACTS }]);
		expect((await drawer.db.quarantine.get(bad))?.row).toMatchObject({ blob });
		expect(await textOf(drawer, good)).toBe('good');
		await drawer.db.working.put(row!);
		expect(await textOf(drawer, bad)).toBe('bad');
		expect((await drawer.again().list()).damaged).toEqual([]);
	});

	it('notices an older row put back', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'older');
		const older = await drawer.db.working.get(id);
		await drawer.drafts.save(draft(id, 'newer'));
		await drawer.db.working.put(older!);
		expect(await textOf(drawer, id)).toBe('put-back');
		expect((await drawer.again().list()).damaged).toMatchObject([{ id, reason: 'put-back' }]);
	});

	it('notices an older row that pretends to be the newest', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'older');
		const older = await drawer.db.working.get(id);
		await drawer.drafts.save(draft(id, 'newer'));
		await drawer.db.working.put({ ...older!, saveCounter: 2 });
		expect(await textOf(drawer, id)).toBe('wrong-key-or-tampered');
	});

	it('mends an older page put back: the newest text stands', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'older');
		const page = await drawer.db.headerPages.toArray();
		await drawer.drafts.save(draft(id, 'newer'));
		await drawer.db.headerPages.bulkPut(page);
		const opened = drawer.again();
		expect(await opened.open(id)).toMatchObject({ ok: true, record: recordWith('newer') });
		expect((await opened.save(draft(id, 'newest'))).ok).toBe(true);
		expect(await textOf(drawer, id)).toBe('newest');
	});

	it('says that a record is gone which the list still names', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'x');
		await drawer.db.working.delete(id);
		expect(await textOf(drawer, id)).toBe('no-such-record');
		expect((await drawer.again().list()).damaged).toMatchObject([{ id, reason: 'no-such-record' }]);
		expect(await textOf(drawer, newId())).toBe('no-such-record');
		expect((await drawer.again().list()).damaged).toHaveLength(1);
	});

	it('says that the key is missing or damaged', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'x');
		const key = await drawer.db.recordKeys.get([id, 1]);
		await drawer.db.recordKeys.put({ ...key!, wrapped: spoilt(key!.wrapped) });
		expect(await textOf(drawer, id)).toBe('wrong-key-or-tampered');
		await drawer.db.recordKeys.clear();
		expect(await textOf(drawer, id)).toBe('no-key');
	});
});
