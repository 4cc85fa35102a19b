import { afterEach, describe, expect, it, vi } from 'vitest';
import { withValue } from '#lib/record/paths.ts';
import type { Addition } from '#lib/record/addendum.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { entryOf } from '#lib/vault/keylog-shelf.ts';
import { recordKey } from '#lib/vault/record-keys.ts';
import { writtenText } from '#lib/vault/record-search.ts';
import { completed, emergency, finalIn } from '../../support/final-record.ts';
import { connect, joinedPractitioner, pushed, type OfficeDevice } from '../../support/office-drawer.ts';

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

const START = { reason: 'The school corrected a date', at: '2026-11-25T09:00:00Z' };
const event = (kind: 'exported' | 'confirmed-in-system'): Addition => ({
	sort: 'event',
	event: { kind, at: '2026-11-23T10:00:00Z', facts: { form: 'text' } }
});

async function textOf({ drafts }: OfficeDevice, id: string): Promise<DecisionRecord | undefined> {
	const opened = await drafts.open(id);
	return opened.ok ? opened.record : undefined;
}

describe('clearing a record from this device', () => {
	async function sent() {
		const joined = await joinedPractitioner();
		const { device, server } = joined;
		const secret = withValue(completed(emergency()), 'case/concernSummary', 'secret words');
		const id = await finalIn(device, withValue(secret, 'case/subjectRef', 'AB-12'));
		connect(server);
		await pushed(server, device);
		return { ...joined, id };
	}
	const AT = '2026-11-26T09:00:00Z';

	async function ready() {
		const { device, server, id } = await sent();
		await device.vault.addTo(id, event('exported'));
		await device.vault.addTo(id, event('confirmed-in-system'));
		await pushed(server, device);
		return { device, server, id };
	}

	it('asks for an export, a copy that was confirmed, and a copy elsewhere, in this order', async () => {
		const { device, server, id } = await sent();
		const why = async () => device.vault.clearObstacle(id);
		expect(await why()).toBe('not-exported');
		await device.vault.addTo(id, event('exported'));
		expect(await why()).toBe('not-confirmed');
		await device.vault.addTo(id, event('confirmed-in-system'));
		expect(await why()).toBe('not-held');
		expect(await device.vault.clearHere(id, AT)).toEqual({ ok: false, reason: 'not-held' });
		await pushed(server, device);
		expect(await why()).toBeUndefined();
		await device.db.sync.put({ key: 'durable', value: 1 });
		expect(await why()).toBe('not-held');
		await device.db.entries.toCollection().modify({ state: 'safe' });
		expect(await why()).toBeUndefined();
		await device.vault.startVersion(id, START);
		expect(await why()).toBe('draft-open');
	});

	it('leaves a line and the signed headers, and nothing that opens', async () => {
		const { device, id } = await ready();
		const headers = (await device.db.entries.toArray()).map(({ h, s }) => [h, s]);
		expect(await device.vault.clearHere(id, AT)).toEqual({ ok: true, value: null });
		const again = device.reopened();
		const list = await again.drafts.list();
		expect(list).toMatchObject({
			headers: [{ id, title: 'AB-12', kind: 'emergency', life: 'final', clearedAt: AT }],
			damaged: []
		});
		const opened = await again.drafts.open(id);
		expect(opened.ok && writtenText(opened.record)).toBe('');
		const rows = await device.db.entries.where('record').equals(id).toArray();
		expect(rows.filter(({ c }) => c !== undefined).map(({ kind, state }) => [kind, state])).toEqual([
			['addendum', 'queued']
		]);
		expect((await device.db.entries.toArray()).map(({ h, s }) => [h, s])).toEqual(
			expect.arrayContaining(headers)
		);
		expect(await device.db.recordKeys.where('record').equals(id).primaryKeys()).toEqual([[id, 0]]);
		const sealed = rows.filter(({ kind }) => kind === 'draft' || kind === 'final');
		const keys = sealed.map(async (row) => {
			const header = (await entryOf(row))?.header;
			return header && (await recordKey(device.office, header));
		});
		expect(sealed.length).toBeGreaterThan(0);
		expect((await Promise.all(keys)).filter((key) => key !== undefined)).toEqual([]);
		expect((await again.vault.afterFinal(id)).map(({ content }) => content)).toEqual([
			undefined,
			undefined,
			undefined
		]);
		expect(await again.vault.clearObstacle(id)).toBe('cleared');
		expect((await again.vault.addTo(id, event('exported'))).ok).toBe(false);
		expect((await again.vault.startVersion(id, START)).ok).toBe(false);
	});

	it('tells the office, and is not undone by an answer of the office', async () => {
		const { device, server, id } = await ready();
		await device.vault.clearHere(id, AT);
		expect((await pushed(server, device)).every((ack) => 'seq' in ack)).toBe(true);
		expect(await device.vault.copyState(id)).toEqual({ place: 'server' });
		expect((await device.reopened().drafts.list()).headers).toMatchObject([{ clearedAt: AT }]);
	});

	it('is made again from its row when the list page is damaged', async () => {
		const { device, id } = await ready();
		await device.vault.clearHere(id, AT);
		await device.db.headerPages.clear();
		expect((await device.reopened().drafts.list()).headers).toMatchObject([
			{ id, title: 'AB-12', clearedAt: AT }
		]);
	});

	it('cut off at any write, leaves everything as it was', async () => {
		const { device, id } = await ready();
		const before = await textOf(device, id);
		const stored = async () => [
			await device.db.entries.toArray(),
			await device.db.recordKeys.toArray(),
			await device.db.working.toArray(),
			await device.db.headerPages.toArray()
		];
		const all = await stored();
		const lost = new DOMException('the disk went', 'AbortError');
		const writes = [
			['entries', 'bulkAdd'],
			['membership', 'put'],
			['recordKeys', 'put'],
			['working', 'put'],
			['headerPages', 'put'],
			['recordKeys', 'bulkDelete'],
			['entries', 'bulkPut']
		] as const;
		for (const [table, write] of writes) {
			const spy = vi
				.spyOn(device.db[table], write as 'put')
				.mockImplementation(() => Promise.reject(lost) as never);
			expect((await device.vault.clearHere(id, AT)).ok).toBe(false);
			expect(spy).toHaveBeenCalled();
			vi.restoreAllMocks();
			expect(await stored()).toEqual(all);
			expect(await textOf(device.reopened(), id)).toEqual(before);
		}
		expect((await device.vault.clearHere(id, AT)).ok).toBe(true);
	});
});
