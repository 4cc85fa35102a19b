import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBundle } from '#lib/record/export/bundle.ts';
import { laterLine } from '#lib/record/export/later.ts';
import { bundleText, makeBundle } from '#lib/record/export/make-bundle.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { checkBundle } from '#lib/trust/bundle.ts';
import { utf8 } from '#lib/trust/bytes.ts';
import { readWireEntry } from '#lib/trust/entry.ts';
import { makeProvingPart } from '#lib/vault/proof.ts';
import { completed, emergency, finalIn } from '../../support/final-record.ts';
import {
	connect,
	joinedPractitioner,
	newOfficeDevice,
	pushed,
	recordIn,
	type OfficeDevice
} from '../../support/office-drawer.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
afterEach(() => vi.unstubAllGlobals());

const partOf = ({ office, drafts }: OfficeDevice) => makeProvingPart(() => ({ office, drafts }));

async function proofOf(device: OfficeDevice, id: string) {
	const found = await partOf(device).proofOf(id);
	if (!found.ok) throw new TypeError(found.reason);
	return found.value;
}

/** The file that the page makes of a proof, checked as anybody would. */
async function checked(id: string, { proof, version, lockedAt }: Awaited<ReturnType<typeof proofOf>>) {
	const lines = proof.additions.map(async (part) => {
		const entry = await readWireEntry({ h: part.h, s: part.s, c: null });
		if (!entry.ok) throw new TypeError(entry.reason);
		const { clientAt, author } = entry.value.header;
		return laterLine({ content: part.content, clientAt, author });
	});
	const record = proof.final.content as unknown as DecisionRecord;
	const signed = { proof, version, lockedAt: new Date(lockedAt).toISOString() };
	const after = await Promise.all(lines);
	const made = makeBundle(pack, { id, record, life: 'final', after, signed, madeAt: '2026-11-30T12:00:00Z' });
	const read = readBundle(utf8(bundleText(made)));
	if (!read.ok) throw new TypeError(`${read.reason} ${read.at ?? ''}`);
	const { checks } = await checkBundle(read.bundle, () => Promise.resolve(pack));
	return checks.filter(({ state }) => state !== 'holds');
}

describe('proofOf', () => {
	it('proves a final and what was added to it, before and after the office has it', async () => {
		const { device, server, fingerprint } = await joinedPractitioner();
		const id = await finalIn(device);
		const at = '2026-11-23T09:00:00Z';
		await device.vault.addTo(id, { sort: 'words', at, by: 'S. Writer', text: 'one', why: 'late' });
		await device.vault.addTo(id, { sort: 'event', event: { kind: 'exported', at, facts: { form: 'json' } } });
		const offline = await proofOf(device.reopened(), id);
		expect(offline.proof.fingerprint).toBe(fingerprint);
		expect(offline.proof.additions.map(({ content }) => content['sort'])).toEqual(['words', 'event']);
		expect(offline.receipts).toEqual({});
		expect(await checked(id, offline)).toEqual([]);

		connect(server);
		await pushed(server, device);
		const sent = await proofOf(device, id);
		expect(Object.keys(sent.receipts).sort()).toEqual(
			[sent.proof.final, ...sent.proof.additions].map((part) => part.id).sort()
		);
		expect(await checked(id, sent)).toEqual([]);
	});

	it('says why there is none', async () => {
		const { device } = await joinedPractitioner();
		const draft = await recordIn(device, completed(emergency()));
		expect(await partOf(device).proofOf(draft)).toMatchObject({ ok: false, reason: 'not-signed' });
		const id = await finalIn(device);
		await device.db.recordKeys.clear();
		await device.db.entries.where('kind').equals('grant').delete();
		expect(await partOf(device).proofOf(id)).toMatchObject({ ok: false, reason: 'no-key' });
		expect(await partOf(await newOfficeDevice()).proofOf(id)).toMatchObject({ reason: 'not-joined' });
		expect(await makeProvingPart(() => undefined).proofOf(id)).toMatchObject({ reason: 'not-open' });
	});

	it('gives no proof of an entry that was spoilt on the disk', async () => {
		const { device } = await joinedPractitioner();
		const id = await finalIn(device);
		await device.db.entries
			.where('record')
			.equals(id)
			.modify((row) => {
				if (row.kind === 'final' && row.c) row.c[40] = (row.c[40] ?? 0) ^ 1;
			});
		expect(await partOf(device.reopened()).proofOf(id)).toMatchObject({ ok: false, reason: 'not-signed' });
	});
});

it('allows files unless the organisation says otherwise', async () => {
	const { device } = await joinedPractitioner();
	expect(await partOf(device).exportPolicy()).toEqual({ mayMakeFiles: true });
	expect(await partOf(await newOfficeDevice()).exportPolicy()).toEqual({ mayMakeFiles: true });
});

it('remembers the name of the case system, sealed and under these keys alone', async () => {
	const device = await newOfficeDevice();
	const part = partOf(device);
	expect(await part.systemName()).toBe('');
	expect(await part.rememberSystem('Casebook')).toBe(true);
	expect(await partOf(device.reopened()).systemName()).toBe('Casebook');
	const row = await device.db.sync.get('case-system');
	expect(new TextDecoder('latin1').decode(row?.value as Uint8Array)).not.toContain('Casebook');
	const other = await newOfficeDevice();
	if (row) await other.db.sync.put(row);
	expect(await partOf(other).systemName()).toBe('');
	await device.db.sync.put({ key: 'case-system', value: 'Somebody wrote this' });
	expect(await part.systemName()).toBe('');
});
