import { describe, expect, it, vi } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { ROWS_OF_A_PAGE } from '#lib/vault/header-pages.ts';
import { draft, FACTS, kept, openTestDrawer, recordWith, spoilt, textOf } from '../support/drawer.ts';

describe('keeping drafts', () => {
	it('opens what was created, and what was saved last', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'first');
		expect(await textOf(drawer, id)).toBe('first');
		await drawer.drafts.save(draft(id, 'second'));
		expect(await textOf(drawer, id)).toBe('second');
	});

	it('keeps when it was created, and says when it was saved', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'x');
		const saved = await drawer.drafts.save(draft(id, 'y', '2026-11-22T11:30:00Z'));
		const times = { createdAt: '2026-11-22T10:00:00Z', savedAt: '2026-11-22T11:30:00Z' };
		expect(saved).toEqual({ ok: true, header: { id, ...FACTS, ...times } });
		expect((await drawer.again().list()).headers).toEqual([{ id, ...FACTS, ...times }]);
	});

	it('stores no word of it in the clear', async () => {
		const drawer = await openTestDrawer();
		await kept(drawer, 'MARKER-PLAIN-7731');
		const tables = await Promise.all(drawer.db.tables.map((table) => table.toArray()));
		const stored = tables
			.flat()
			.map((row: object) =>
				Object.values(row).map((value: unknown) =>
					value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value)
				)
			);
		expect(stored.flat().join(' ')).not.toMatch(/MARKER|school/);
	});

	it('refuses to save what was not opened here', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'x');
		expect(await drawer.again().save(draft(id, 'y'))).toEqual({ ok: false, reason: 'not-open' });
	});

	it('refuses more than 4 MiB and keeps what was there', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'small');
		const saved = await drawer.drafts.save(draft(id, 'x'.repeat(4 * 1024 * 1024)));
		expect(saved).toEqual({ ok: false, reason: 'too-large' });
		expect(await textOf(drawer, id)).toBe('small');
		expect((await drawer.drafts.save(draft(id, 'small again'))).ok).toBe(true);
	});

	it('seals each record under a key of its own', async () => {
		const drawer = await openTestDrawer();
		const [one, other] = [await kept(drawer, 'one'), await kept(drawer, 'other')];
		const row = await drawer.db.working.get(one);
		await drawer.db.working.put({ ...row!, id: other });
		expect(await textOf(drawer, other)).toBe('wrong-key-or-tampered');
		expect(await textOf(drawer, one)).toBe('one');
	});
});

describe('the list', () => {
	it('is read from pages of at most 32 rows', async () => {
		const drawer = await openTestDrawer();
		for (let at = 0; at < ROWS_OF_A_PAGE + 3; at += 1) await kept(drawer, `${at}`);
		expect((await drawer.again().list()).headers).toHaveLength(ROWS_OF_A_PAGE + 3);
		expect(await drawer.db.headerPages.count()).toBe(2);
	});

	it('does not open the records: it is right with all of them spoilt', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'x');
		const rows = await drawer.db.working.toArray();
		await drawer.db.working.bulkPut(rows.map((row) => ({ ...row, blob: spoilt(row.blob) })));
		expect((await drawer.again().list()).headers.map((header) => header.id)).toEqual([id]);
	});

	it('is made again from the records when a page is damaged, swapped or gone', async () => {
		const drawer = await openTestDrawer();
		for (let at = 0; at < ROWS_OF_A_PAGE + 1; at += 1) await kept(drawer, `${at}`);
		const [first, second] = await drawer.db.headerPages.toArray();
		await drawer.db.headerPages.put({ ...first!, blob: spoilt(first!.blob) });
		expect((await drawer.again().list()).headers).toHaveLength(ROWS_OF_A_PAGE + 1);
		const [mended] = await drawer.db.headerPages.toArray();
		await drawer.db.headerPages.put({ ...mended!, page: second!.page });
		expect((await drawer.again().list()).headers).toHaveLength(ROWS_OF_A_PAGE + 1);
		await drawer.db.headerPages.delete(first!.page);
		expect((await drawer.again().list()).headers).toHaveLength(ROWS_OF_A_PAGE + 1);
		expect(await drawer.db.quarantine.count()).toBe(2);
	});
});

describe('two tabs', () => {
	it('may write different records of one page at the same time', async () => {
		const drawer = await openTestDrawer();
		const [one, other] = [await kept(drawer, '0'), await kept(drawer, '0')];
		const [left, right] = [drawer.again(), drawer.again()];
		await left.open(one);
		await right.open(other);
		for (let turn = 1; turn <= 5; turn += 1) {
			const results = await Promise.all([
				left.save(draft(one, `left ${turn}`)),
				right.save(draft(other, `right ${turn}`))
			]);
			expect(results.every((result) => result.ok)).toBe(true);
		}
		expect([await textOf(drawer, one), await textOf(drawer, other)]).toEqual(['left 5', 'right 5']);
		expect((await drawer.again().list()).headers).toHaveLength(2);
	});

	it('may make records at the same time', async () => {
		const drawer = await openTestDrawer();
		const tabs = [drawer.again(), drawer.again(), drawer.again()];
		const made = await Promise.all(tabs.map((tab, at) => tab.create(draft(newId(), `${at}`))));
		expect(made.every((result) => result.ok)).toBe(true);
		expect((await drawer.again().list()).headers).toHaveLength(3);
	});

	it('cannot overwrite each other on one record', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, '0');
		const [left, right] = [drawer.again(), drawer.again()];
		await left.open(id);
		await right.open(id);
		expect((await left.save(draft(id, 'left'))).ok).toBe(true);
		expect(await right.save(draft(id, 'right'))).toEqual({ ok: false, reason: 'changed-elsewhere' });
		expect(await textOf(drawer, id)).toBe('left');
	});
});

/** A browser that refuses to write to one store. */
function refusing(store: string, error: DOMException) {
	// eslint-disable-next-line @typescript-eslint/unbound-method -- called below on the store it was asked on
	const { put } = IDBObjectStore.prototype;
	return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
		this: IDBObjectStore,
		...row: Parameters<IDBObjectStore['put']>
	) {
		if (this.name === store) throw error;
		return put.apply(this, row);
	});
}

describe('a write that fails', () => {
	it('says that the device is full, keeps the last text, and saves again when there is room', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'before');
		const full = refusing('working', new DOMException('no room', 'QuotaExceededError'));
		expect(await drawer.drafts.save(draft(id, 'after'))).toEqual({ ok: false, reason: 'full' });
		expect(await textOf(drawer, id)).toBe('before');
		full.mockRestore();
		expect((await drawer.drafts.save(draft(id, 'after'))).ok).toBe(true);
		expect(await textOf(drawer, id)).toBe('after');
	});

	it('writes the record and its list row together or not at all', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'before');
		const broken = refusing('headerPages', new DOMException('broken', 'UnknownError'));
		expect(await drawer.drafts.save(draft(id, 'after'))).toEqual({ ok: false, reason: 'storage' });
		broken.mockRestore();
		expect(await textOf(drawer, id)).toBe('before');
	});
});

describe('words set aside at a lock', () => {
	it('come back after the next unlock, sealed in between, and can then be saved', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'on the disk');
		const aside = await drawer.drafts.setAside(draft(id, 'MARKER not on the disk'));
		expect(Buffer.from(aside!).toString('latin1')).not.toContain('MARKER');
		const later = drawer.again();
		expect(await later.takeBack(id, aside!)).toBeUndefined();
		await later.open(id);
		expect(await later.takeBack(id, aside!)).toEqual(recordWith('MARKER not on the disk'));
		expect(await textOf(drawer, id)).toBe('on the disk');
		await later.save(draft(id, 'saved since'));
		expect(await later.takeBack(id, aside!)).toBeUndefined();
	});

	it('need an open record', async () => {
		const drawer = await openTestDrawer();
		expect(await drawer.drafts.setAside(draft(newId(), 'x'))).toBeUndefined();
	});
});
