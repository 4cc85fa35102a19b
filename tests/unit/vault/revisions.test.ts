import { afterEach, describe, expect, it, vi } from 'vitest';
import { openWith } from '#lib/trust/age.ts';
import { recordId } from '#lib/trust/ids.ts';
import { openKit } from '#lib/trust/kit.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { verifyLog } from '#lib/trust/verify.ts';
import { fromBase64Url } from '#lib/trust/bytes.ts';
import { draft, kept, recordWith, spoilt, textOf } from '../../support/drawer.ts';
import {
	joinedPractitioner,
	KIT_WORDS,
	logRows,
	newOfficeDevice,
	pushed,
	queued,
	recordIn,
	type OfficeDevice
} from '../../support/office-drawer.ts';
import { moveRecords } from '#lib/vault/rehome.ts';

afterEach(() => vi.unstubAllGlobals());

const reasonOf = (outcome: { ok: boolean; reason?: string }) => (outcome.ok ? 'done' : outcome.reason);

const kinds = async (device: OfficeDevice) => (await queued(device)).map(({ kind }) => kind);

describe('joining with records on the device', () => {
	it('gives each record a name that only its author can claim, and queues it with its grants first', async () => {
		let old = '';
		const { device } = await joinedPractitioner(async (before) => {
			old = await kept(before, 'written before');
		});
		const list = await device.reopened().drafts.list();
		const [id = ''] = list.headers.map((header) => header.id);
		const row = await device.db.working.get(id);
		const facts = await device.vault.membership();
		const person = facts?.state === 'joined' ? facts.person : '';
		expect(id).toBe(await recordId(person, fromBase64Url(row?.salt ?? '') ?? new Uint8Array()));
		expect(await textOf(device, id)).toBe('written before');
		expect(await textOf(device, old)).toBe('no-such-record');
		expect(await kinds(device)).toEqual(['grant', 'grant', 'draft']);
		expect(await device.db.recordKeys.where('record').equals(old).count()).toBe(0);
	});

	it('leaves every record readable when it is killed between two of them, and goes on at the next unlock', async () => {
		const texts = ['one', 'two', 'three'];
		const { device } = await joinedPractitioner(async (before) => {
			for (const text of texts) await kept(before, text);
			const { db } = before;
			let moves = 0;
			const put = db.working.put.bind(db.working);
			vi.spyOn(db.working, 'put').mockImplementation((row) => {
				moves += 1;
				return moves === 2 ? (Promise.reject(new DOMException('killed', 'AbortError')) as never) : put(row);
			});
		});
		vi.restoreAllMocks();
		const after = device.reopened();
		const ids = (await after.drafts.list()).headers.map((header) => header.id);
		const found = await Promise.all(ids.map((id) => textOf(device, id)));
		expect(found.sort()).toEqual([...texts].sort());
		const left = (await device.db.working.toArray()).filter(({ salt }) => salt === undefined).length;
		expect(left).toBe(1);
		expect(await moveRecords(after.office)).toEqual({ moved: 1, left: 0 });
		expect((await after.drafts.list()).headers).toHaveLength(3);
		expect((await kinds(device)).filter((kind) => kind === 'draft')).toHaveLength(3);
	});

	it('leaves a damaged record where it is, with its reason', async () => {
		let old = '';
		const { device } = await joinedPractitioner(async (before) => {
			old = await kept(before, 'damaged');
			const row = await before.db.working.get(old);
			if (row) await before.db.working.put({ ...row, blob: spoilt(row.blob) });
		});
		expect((await device.db.working.get(old))?.salt).toBeUndefined();
		expect(await textOf(device, old)).toBe('wrong-key-or-tampered');
		expect(await device.vault.copyState(old)).toEqual({ place: 'device-only', reason: 'not-joined' });
	});
});

describe('cutting a revision', () => {
	it('queues grants before the first draft of a key, and no grant twice', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, 'first');
		expect((await device.vault.cut(id)).ok).toBe(true);
		await device.drafts.save(draft(id, 'second'));
		expect((await device.vault.cut(id)).ok).toBe(true);
		expect(await kinds(device)).toEqual(['grant', 'grant', 'draft', 'draft']);
		const rows = await queued(device);
		const headers = rows.map(({ h }) => JSON.parse(Buffer.from(h).toString()) as Record<string, unknown>);
		expect(headers.map(({ deviceSeq }) => deviceSeq)).toEqual([5, 6, 7, 8]);
		expect(headers[3]).toMatchObject({ n: 2, parents: [rows[2]?.id], devicePrev: rows[2]?.id, salt: null });
	});

	it('cuts nothing when nothing changed, also when a save said the same again', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, 'same');
		await device.vault.cut(id);
		expect(await device.vault.cut(id)).toEqual({ ok: true, value: null });
		await device.drafts.save(draft(id, 'same'));
		expect(await device.vault.copyState(id)).toEqual({ place: 'device-only', reason: 'not-cut' });
		expect(await device.vault.cut(id)).toEqual({ ok: true, value: null });
		expect((await device.vault.copyState(id)).place).toBe('waiting');
		expect(await queued(device)).toHaveLength(3);
	});

	it('cuts nothing before joining', async () => {
		const device = await newOfficeDevice();
		const id = await kept(device, 'alone');
		expect(reasonOf(await device.vault.cut(id))).toBe('not-joined');
		expect(await device.db.entries.count()).toBe(0);
	});

	it('never uses a number twice when two tabs cut at once', async () => {
		const { device } = await joinedPractitioner();
		const ids = [await recordIn(device, 'a'), await recordIn(device, 'b')];
		const tabs = [device.vault, device.reopened().vault];
		const cuts = await Promise.all(tabs.map((tab, at) => tab.cut(ids[at] ?? '')));
		expect(cuts.map((cut) => cut.ok)).toEqual([true, true]);
		const orders = (await queued(device)).map(({ order }) => order);
		expect(new Set(orders).size).toBe(orders.length);
	});

	it('cuts text with half an emoji in it', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, 'cut off \ud83d');
		expect((await device.vault.cut(id)).ok).toBe(true);
	});

	it('shows nothing of the text to the server, and verifies back to the kit', async () => {
		const { device, server, kit, fingerprint } = await joinedPractitioner();
		const id = await recordIn(device, 'Zwingli at the door');
		await device.vault.cut(id);
		const acks = await pushed(server, device);
		expect(acks.map((ack) => 'seq' in ack)).toEqual([true, true, true]);
		const rows = await logRows(server);
		const bytes = Buffer.concat(rows.flatMap(({ h, c }) => (c ? [h, c] : [h]))).toString('latin1');
		expect(bytes).not.toContain('Zwingli');
		const checked = await verifyLog(rows, fingerprint);
		expect(checked.findings).toEqual([]);
		const opened = await openKit(kit, KIT_WORDS);
		const identity = opened.ok ? opened.value.recoveryIdentity : '';
		const record = await openRecord(checked.entries, id, [identity]);
		expect(record.ok && record.value.revisions.map((one) => one.opened)).toMatchObject([
			{ ok: true, value: { content: recordWith('Zwingli at the door') } }
		]);
		expect(await device.vault.copyState(id)).toEqual({ place: 'server' });
	});

	it('grants to the person’s own space and to recovery, and to nobody else', async () => {
		const { device } = await joinedPractitioner();
		await device.vault.cut(await recordIn(device, 'mine'));
		const grants = (await queued(device)).filter(({ kind }) => kind === 'grant');
		const held = await device.office.held();
		const said = held.said === 'damaged' ? undefined : held.said;
		const own = said?.state === 'joined' ? said.personal.identity : '';
		const opened = await Promise.all(grants.map(({ c }) => openWith(c ?? new Uint8Array(), [own])));
		expect(opened.map(({ ok }) => ok).sort()).toEqual([false, true]);
	});
});
