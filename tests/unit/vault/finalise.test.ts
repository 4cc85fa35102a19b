import { afterEach, describe, expect, it, vi } from 'vitest';
import { openKit } from '#lib/trust/kit.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { verifyLog } from '#lib/trust/verify.ts';
import { copyStateOf } from '#lib/vault/copy-state.ts';
import type { EntryRow, EntryState } from '#lib/vault/outbox.ts';
import { utf8 } from '#lib/trust/bytes.ts';
import { FACTS, textOf } from '../../support/drawer.ts';
import { completed, emergency, FINAL_AT as AT, finalising } from '../../support/final-record.ts';
import {
	disconnect,
	joinedPractitioner,
	connect,
	KIT_WORDS,
	logRows,
	newOfficeDevice,
	pushed,
	queued,
	recordIn
} from '../../support/office-drawer.ts';
import { contentPack } from '../../support/pack.ts';

afterEach(() => vi.unstubAllGlobals());

const pack = await contentPack();

const kinds = async (device: Parameters<typeof queued>[0]) => (await queued(device)).map(({ kind }) => kind);

describe('finalising', () => {
	it('names what is missing, and signs nothing', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, emergency());
		const result = await device.vault.finalise(finalising(id));
		if (result.ok || result.reason !== 'missing-parts') return expect.fail('was signed');
		expect(result.missing.map(({ path }) => path)).toContain('r:/reason');
		expect(result.missing.every(({ label }) => label !== '')).toBe(true);
		expect(await kinds(device)).toEqual([]);
	});

	it('waits for the organisation', async () => {
		const alone = await newOfficeDevice();
		const { vault, drafts } = alone;
		await drafts.create({ id: 'a'.repeat(26), record: completed(emergency()), facts: FACTS, at: AT });
		const result = await vault.finalise(finalising('a'.repeat(26)));
		expect(result).toEqual({ ok: false, reason: 'not-joined' });
	});

	it('signs offline under a key of its own, and the list says final', async () => {
		const { device, server, kit, fingerprint } = await joinedPractitioner();
		const record = completed(emergency());
		const id = await recordIn(device, record);
		await device.vault.cut(id);
		disconnect();
		expect(await device.vault.finalise(finalising(id))).toMatchObject({
			ok: true,
			header: { life: 'final' }
		});
		expect(await kinds(device)).toEqual(['grant', 'grant', 'draft', 'grant', 'grant', 'final']);
		const list = await device.reopened().drafts.list();
		expect(list.headers).toMatchObject([{ id, life: 'final', missing: 0 }]);
		expect(await device.vault.copyState(id)).toEqual({ place: 'waiting' });
		connect(server);
		expect((await pushed(server, device)).every((ack) => 'seq' in ack)).toBe(true);
		expect(await device.vault.copyState(id)).toEqual({ place: 'server' });
		const checked = await verifyLog(await logRows(server), fingerprint);
		expect(checked.findings).toEqual([]);
		const opened = await openKit(kit, KIT_WORDS);
		const all = await openRecord(checked.entries, id, [opened.ok ? opened.value.recoveryIdentity : '']);
		const final = all.ok ? all.value.revisions.at(-1) : undefined;
		expect(final?.checked.entry.header).toMatchObject({ kind: 'final', version: 1, keyNumber: 2, n: 2 });
		expect(final?.opened).toMatchObject({ ok: true, value: { content: record } });
	});

	it('ends editing: no save and no second final, in this tab or another', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, completed(emergency()));
		const other = device.reopened();
		await other.drafts.open(id);
		expect((await device.vault.finalise(finalising(id))).ok).toBe(true);
		const input = { id, record: emergency(), facts: FACTS, at: AT };
		expect(await other.drafts.save(input)).toEqual({ ok: false, reason: 'changed-elsewhere' });
		expect(await device.drafts.save(input)).toEqual({ ok: false, reason: 'not-open' });
		await device.drafts.open(id);
		expect(await device.drafts.save(input)).toEqual({ ok: false, reason: 'final' });
		expect(await device.vault.finalise(finalising(id))).toEqual({ ok: false, reason: 'already-final' });
		expect(await device.vault.cut(id)).toEqual({ ok: true, value: null });
	});

	it('is judged by the pack that the record was made with, or not at all', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, completed(emergency()));
		const other = { ...pack, hash: 'y'.repeat(43) };
		expect(await device.vault.finalise({ ...finalising(id), pack: other })).toMatchObject({
			reason: 'other-pack'
		});
	});

	it('is all or nothing: killed before the end, the draft is there and nothing was signed', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, completed(emergency()));
		const quota = new DOMException('no room', 'QuotaExceededError');
		vi.spyOn(device.db.headerPages, 'put').mockImplementation(() => Promise.reject(quota) as never);
		expect(await device.vault.finalise(finalising(id))).toEqual({ ok: false, reason: 'full' });
		vi.restoreAllMocks();
		expect(await kinds(device)).toEqual([]);
		expect((await device.reopened().drafts.list()).headers).toMatchObject([{ life: 'draft' }]);
		expect(await textOf(device, id)).toBeUndefined();
		expect((await device.vault.finalise(finalising(id))).ok).toBe(true);
	});
});

describe('where the copy is', () => {
	const working = { saveCounter: 3, cut: 3, salt: 'x' };
	const row = (
		kind: string,
		state: EntryState,
		more: Partial<EntryRow> & { key?: number } = {}
	): EntryRow => {
		const { key = 1, ...rest } = more;
		const h = utf8(`{"keyNumber":${key}}`);
		return { id: kind, kind, record: 'r', h, s: h, state, order: 1, queuedAt: 0, ...rest };
	};

	it.each<[string, EntryRow[]]>([
		['waiting', [row('grant', 'safe'), row('draft', 'queued', { order: 2 })]],
		['waiting', [row('grant', 'acked'), row('draft', 'echoed', { seq: 3 })]],
		['server', [row('grant', 'safe', { seq: 1 }), row('draft', 'echoed', { seq: 3 })]],
		['safe', [row('grant', 'safe', { seq: 1 }), row('draft', 'safe', { seq: 3 })]],
		['parked', [row('grant', 'parked'), row('draft', 'queued')]],
		['server', [row('grant', 'queued', { key: 2 }), row('draft', 'echoed', { seq: 3 })]],
		['device-only', []]
	])('says %s for the lowest of the newest revision and its grants', (place, rows) => {
		expect(copyStateOf(working, rows).place).toBe(place);
	});

	it('says so when text is in no revision yet, whatever was sent before', () => {
		const rows = [row('draft', 'safe', { seq: 3 })];
		expect(copyStateOf({ ...working, saveCounter: 4 }, rows)).toEqual({
			place: 'device-only',
			reason: 'not-cut'
		});
	});

	it('gives the reason of the last try', () => {
		const rows = [row('draft', 'queued', { reason: 'unreachable', lastTryAt: 7 })];
		expect(copyStateOf(working, rows)).toEqual({ place: 'waiting', reason: 'unreachable', triedAt: 7 });
	});
});
