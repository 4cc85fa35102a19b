import { afterEach, describe, expect, it, vi } from 'vitest';
import { withValue } from '#lib/record/paths.ts';
import type { Addition } from '#lib/record/addendum.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { openKit } from '#lib/trust/kit.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { verifyLog } from '#lib/trust/verify.ts';
import { FACTS } from '../../support/drawer.ts';
import { completed, emergency, finalIn, finalising } from '../../support/final-record.ts';
import {
	connect,
	joinedPractitioner,
	KIT_WORDS,
	logRows,
	pushed,
	recordIn,
	type OfficeDevice
} from '../../support/office-drawer.ts';

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

describe('signed versions', () => {
	it('hold against signature, content root and the copy on this device', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		const [version, ...others] = await device.vault.signedVersions(id);
		expect(others).toEqual([]);
		expect(version?.problem).toBeUndefined();
		expect(version).toMatchObject({
			version: 1,
			isThisDevice: true,
			record: { sealed: { kinds: { '': 'emergency' } } }
		});
	});

	it('hold of a final that the office refused: it is signed, and waits for a person', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.db.entries.toCollection().modify((row) => {
			if (row.kind === 'final') Object.assign(row, { state: 'parked', reason: 'device-revoked' });
		});
		const versions = await device.vault.signedVersions(id);
		expect(versions.map(({ version, problem }) => [version, problem])).toEqual([[1, undefined]]);
	});

	it('say what does not hold', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		const entry = (await device.vault.signedVersions(id))[0]?.entry ?? '';
		const row = await device.db.entries.get(entry);
		if (row?.c === undefined) return expect.fail('no final');
		const problem = async () => (await device.reopened().vault.signedVersions(id))[0]?.problem;
		await device.db.entries.put({ ...row, s: row.s.with(3, (row.s[3] ?? 0) ^ 1) });
		expect(await problem()).toBe('bad-signature');
		await device.db.entries.put({ ...row, c: row.c.with(70, (row.c[70] ?? 0) ^ 1) });
		expect(await problem()).toBe('no-entry');
		await device.db.entries.delete(entry);
		expect(await problem()).toBe('no-entry');
		const { c: _body, ...pruned } = row;
		await device.db.entries.put(pruned);
		expect(await problem()).toBeUndefined();
	});
});

describe('a further version', () => {
	it('starts from what was signed, keeps that readable, and carries its reason', async () => {
		const { device, server, kit, fingerprint } = await joinedPractitioner();
		const id = await finalIn(device, withValue(completed(emergency()), 'case/concernSummary', 'first words'));
		expect(await device.vault.startVersion(id, START)).toEqual({ ok: true, value: 2 });
		const draft = await textOf(device, id);
		expect(draft).toMatchObject({
			version: 2,
			newVersion: { reason: START.reason },
			values: { 'case/concernSummary': 'first words' }
		});
		expect(draft?.sealed).toBeUndefined();
		expect((await device.drafts.list()).headers).toMatchObject([{ life: 'draft' }]);
		const next = withValue(draft ?? emergency(), 'case/concernSummary', 'second words');
		const at = '2026-11-25T10:00:00Z';
		expect((await device.drafts.save({ id, record: next, facts: { ...FACTS, missing: 0 }, at })).ok).toBe(
			true
		);
		expect((await device.vault.cut(id)).ok).toBe(true);
		expect((await device.vault.finalise(finalising(id))).ok).toBe(true);
		const versions = await device.reopened().vault.signedVersions(id);
		expect(
			versions.map(({ version, record, problem }) => [
				version,
				record?.values['case/concernSummary'],
				problem
			])
		).toEqual([
			[2, 'second words', undefined],
			[1, 'first words', undefined]
		]);
		connect(server);
		expect((await pushed(server, device)).every((ack) => 'seq' in ack)).toBe(true);
		const checked = await verifyLog(await logRows(server), fingerprint);
		expect(checked.findings).toEqual([]);
		const opened = await openKit(kit, KIT_WORDS);
		const all = await openRecord(checked.entries, id, [opened.ok ? opened.value.recoveryIdentity : '']);
		const revisions = all.ok ? all.value.revisions : [];
		expect(
			revisions.map(
				({
					checked: {
						entry: { header }
					}
				}) => [header.kind, header.version, header.keyNumber]
			)
		).toEqual([
			['final', 1, 2],
			['draft', null, 3],
			['final', 2, 4]
		]);
		expect(revisions.at(-1)?.checked.entry.header.supersedes).toBe(revisions[0]?.checked.entry.id);
	});

	it('needs a reason, one at a time, and something signed that holds', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		expect(await device.vault.startVersion(id, { ...START, reason: '  ' })).toEqual({
			ok: false,
			reason: 'no-reason'
		});
		await device.vault.startVersion(id, START);
		expect(await device.vault.startVersion(id, START)).toEqual({ ok: false, reason: 'draft-open' });
		const draft = await recordIn(device, emergency());
		expect(await device.vault.startVersion(draft, START)).toEqual({ ok: false, reason: 'draft-open' });
	});

	it('can be dropped until a revision of it was cut, and then leaves what was signed as it was', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.vault.addTo(id, event('exported'));
		const before = await textOf(device, id);
		const entries = await device.db.entries.toArray();
		await device.vault.startVersion(id, START);
		expect(await device.vault.dropVersion(id)).toEqual({ ok: true, value: null });
		expect(await textOf(device.reopened(), id)).toEqual(before);
		expect((await device.drafts.list()).headers).toMatchObject([{ id, life: 'final' }]);
		expect(await device.db.entries.toArray()).toEqual(entries);
		expect(await device.vault.afterFinal(id)).toHaveLength(1);
		await device.vault.startVersion(id, START);
		await device.vault.cut(id);
		expect(await device.vault.dropVersion(id)).toEqual({ ok: false, reason: 'has-revision' });
		expect(await device.vault.dropVersion(await finalIn(device))).toEqual({
			ok: false,
			reason: 'no-version-open'
		});
	});

	it('leaves an addition to the earlier version readable, and takes further ones', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.vault.addTo(id, event('exported'));
		await device.vault.startVersion(id, START);
		expect((await device.vault.addTo(id, event('confirmed-in-system'))).ok).toBe(true);
		const draft = await textOf(device, id);
		const record = withValue(draft ?? emergency(), 'case/concernSummary', 'new');
		expect((await device.drafts.save({ id, record, facts: FACTS, at: START.at })).ok).toBe(true);
		await device.vault.finalise(finalising(id));
		expect((await device.vault.afterFinal(id)).map(({ version }) => version)).toEqual([1, 1]);
	});
});

describe('the past of a record', () => {
	it('names every revision with its clocks and who wrote it', async () => {
		const { device, server } = await joinedPractitioner();
		const id = await recordIn(device, withValue(completed(emergency()), 'case/practitionerName', 'A. Name'));
		await device.vault.cut(id);
		await device.vault.finalise(finalising(id));
		await device.vault.addTo(id, event('exported'));
		connect(server);
		await pushed(server, device);
		expect(await device.vault.history(id)).toMatchObject([
			{ kind: 'draft', name: 'A. Name', place: 'head', receivedAt: server.clock.now, isThisDevice: true },
			{ kind: 'final', name: 'A. Name', place: 'final', version: 1 },
			{ kind: 'addendum', content: { kind: 'exported' } }
		]);
	});
});
