import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeKept } from '#lib/vault/kept.ts';
import { keepApart } from '#lib/vault/quarantine.ts';
import { bench, CLEAR, cut, DAMAGES, flip, putBlob, rowOf } from '../support/damages.ts';
import { draft, FACTS, recordWith, textOf } from '../support/drawer.ts';

afterEach(() => vi.unstubAllGlobals());

describe('what is kept and cannot be used', () => {
	it.each(DAMAGES)(
		'%s, %s: named, listed, in the file, and the rest works',
		async (...[kind, , reason, spoil]) => {
			const at = await bench(kind);
			await spoil(at);
			const fresh = at.device.reopened();
			const kept = makeKept(() => ({ office: fresh.office, drafts: fresh.drafts }));
			const { kept: count } = await kept.inspect();
			expect(count).toBeGreaterThan(0);
			const found = (await kept.kept()).find((item) => item.kind === kind);
			expect(found?.reason).toMatch(reason);
			expect(Date.parse(found?.noticedAt ?? '')).toBeGreaterThan(0);
			const file = JSON.stringify(await kept.keptCopies());
			expect(file).not.toContain(CLEAR);
			expect(file).not.toContain(FACTS.title);
			// The rest works: the other record opens, and is saved.
			expect(await textOf(fresh, at.good)).toBe(`${CLEAR} good`);
			const again = fresh.again();
			await again.open(at.good);
			expect((await again.save(draft(at.good, 'after'))).ok).toBe(true);
			const created = await again.create({
				id: newId(),
				record: recordWith('new'),
				facts: FACTS,
				at: new Date().toISOString()
			});
			expect(created.ok).toBe(true);
			// Looking again finds the same, once.
			const before = await fresh.db.quarantine.count();
			await kept.inspect();
			expect(await fresh.db.quarantine.count()).toBe(before);
		}
	);

	it('finds nothing in a whole drawer, and changes nothing in it', async () => {
		const at = await bench('entry');
		const before = await Promise.all(at.device.db.tables.map((table) => table.toArray()));
		expect((await at.kept.inspect()).kept).toBe(0);
		expect(await Promise.all(at.device.db.tables.map((table) => table.toArray()))).toEqual(before);
	});

	it('hands out every byte of a damaged row', async () => {
		const at = await bench('record');
		await putBlob(at, flip);
		const { blob } = await rowOf(at);
		await at.kept.inspect();
		expect(JSON.stringify(await at.kept.keptCopies())).toContain(toBase64Url(blob));
	});

	it('keeps what was damaged after it can be used again, and a second damage beside the first', async () => {
		const at = await bench('record');
		const whole = await rowOf(at);
		await putBlob(at, flip);
		await at.kept.inspect();
		await putBlob(at, cut);
		await at.kept.inspect();
		expect((await at.kept.keptCopies()).filter(({ kind }) => kind === 'record')).toHaveLength(2);
		await at.device.db.working.put(whole);
		await at.kept.inspect();
		const items = await at.kept.kept();
		expect(items).toHaveLength(2);
		expect(items.some(({ isPast }) => isPast)).toBe(true);
		expect((await at.device.again().list()).damaged).toEqual([]);
	});

	it('does not fill the device with the same thing that comes again and again', async () => {
		const {
			device: { db }
		} = await bench('record');
		const row = {
			id: 'x',
			kind: 'draft',
			record: null,
			h: randomBytes(9),
			s: randomBytes(9),
			state: 'parked',
			order: 1
		} as const;
		for (let queuedAt = 0; queuedAt < 5; queuedAt += 1)
			await keepApart(db, { key: 'entry:x', reason: 'bad-signature', row: { ...row, queuedAt } });
		expect(await db.quarantine.count()).toBe(1);
	});
});
