import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openRescue } from '#lib/trust/rescue.ts';
import { asText } from '#lib/trust/age-text.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeLockedRescue } from '#lib/vault/rescue-locked.ts';
import { makeRescuePart, noteRescueKeys } from '#lib/vault/rescue.ts';
import { FACTS, recordWith, textOf } from '../../support/drawer.ts';
import {
	joinedPractitioner,
	KIT_WORDS,
	newOfficeDevice,
	pushed,
	recordIn,
	type OfficeDevice
} from '../../support/office-drawer.ts';

afterEach(() => vi.unstubAllGlobals());

const NOTHING = { open: [], aside: [] } as const;
const AT = '2026-11-25T10:00:00Z';

function rescueOf(device: OfficeDevice) {
	return makeRescuePart(
		() => device,
		() => Promise.resolve({ id: newId() })
	);
}

async function made(device: OfficeDevice) {
	const outcome = await rescueOf(device).makeRescue(NOTHING);
	if (!outcome.ok) throw new TypeError(outcome.reason);
	return outcome.value;
}

function recover(kit: Uint8Array, rescue: Uint8Array, ...more: readonly string[]) {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-rescue-'));
	const path = (name: string, content: Uint8Array | string) => {
		writeFileSync(join(folder, name), content);
		return join(folder, name);
	};
	const files = ['--kit', path('kit.age', kit), '--rescue', path('rescue.age', rescue)];
	const args = [...files, '--passphrase-file', path('words', `${KIT_WORDS}\n`), ...more];
	const ran = spawnSync(process.execPath, ['tools/recover.ts', ...args], { encoding: 'utf8', input: '' });
	rmSync(folder, { recursive: true });
	return { code: ran.status, out: ran.stdout, faults: ran.stderr };
}

describe('a rescue file', () => {
	it('holds every text that no office has, and the office opens it with its kit', async () => {
		const { device, kit } = await joinedPractitioner();
		const uncut = await recordIn(device, 'words in no revision');
		const cut = await recordIn(device, 'words that wait to be sent');
		await device.vault.cut(cut);
		const { file, texts, isForOffice } = await made(device);
		expect({ texts, isForOffice }).toEqual({ texts: 2, isForOffice: true });
		const { code, out, faults } = recover(kit, file);
		expect(faults).toBe('');
		expect(code).toBe(0);
		for (const said of [uncut, cut, 'words in no revision']) expect(out).toContain(said);
		// Once as a text, once out of its sealed revision.
		expect(out.split('words that wait to be sent')).toHaveLength(3);
		const shared = new TextEncoder().encode(asText(file));
		const json = JSON.parse(recover(kit, shared, '--json').out) as { texts: { record: string }[] };
		expect(json.texts.map(({ record }) => record).sort()).toEqual([uncut, cut].sort());
	}, 30_000);

	it('leaves out what is on the server, and says so when that is everything', async () => {
		const { device, server } = await joinedPractitioner();
		const id = await recordIn(device, 'sent');
		await device.vault.cut(id);
		await pushed(server, device);
		await pushed(server, device);
		expect(await rescueOf(device).makeRescue(NOTHING)).toEqual({ ok: false, reason: 'nothing-unsent' });
	}, 30_000);

	it('takes along words that the disk refused, on the screen and set aside', async () => {
		const device = await newOfficeDevice();
		const created = await device.drafts.create({
			id: newId(),
			record: recordWith('old'),
			facts: FACTS,
			at: AT
		});
		if (!created.ok) throw new TypeError(created.reason);
		const { id } = created.header;
		const aside = await device.drafts.setAside({
			id,
			record: recordWith('sealed in memory'),
			facts: FACTS,
			at: AT
		});
		const open = [{ id: newId(), record: recordWith('on the screen'), facts: FACTS, at: AT }];
		const words = { open, aside: aside ? [[id, aside] as const] : [] };
		const outcome = await rescueOf(device).makeRescue(words);
		if (!outcome.ok) throw new TypeError(outcome.reason);
		const identity = (await device.office.device())?.identity ?? '';
		const opened = await openRescue(outcome.value.file, [identity]);
		const contents = opened.ok
			? opened.value.texts.map(({ content, isUnsaved }) => [content, isUnsaved])
			: [];
		expect(contents).toEqual([
			[JSON.stringify(recordWith('sealed in memory')), true],
			[JSON.stringify(recordWith('on the screen')), true]
		]);
	});

	it('puts texts back as drafts and changes nothing that is here', async () => {
		const device = await newOfficeDevice();
		const keep = async (text: string) => {
			const made = await device.drafts.create({
				id: newId(),
				record: recordWith(text),
				facts: FACTS,
				at: AT
			});
			return made.ok ? made.header.id : '';
		};
		const [same, changed] = [await keep('the same'), await keep('before')];
		const { file } = await made(device);
		await device.drafts.open(changed);
		await device.drafts.save({ id: changed, record: recordWith('after'), facts: FACTS, at: AT });
		expect(await rescueOf(device).putBack(file, AT)).toEqual({
			ok: true,
			value: { made: 1, here: 1, failed: 0, entries: 0 }
		});
		expect([await textOf(device, same), await textOf(device, changed)]).toEqual(['the same', 'after']);
		const { headers } = await device.drafts.list();
		expect(headers).toHaveLength(3);
		const [third] = headers.filter(({ id }) => id !== same && id !== changed);
		expect(await textOf(device, third?.id ?? '')).toBe('before');
	});

	it('refuses a file of another person, a damaged one, and one that is none', async () => {
		const [one, other] = [await newOfficeDevice(), await newOfficeDevice()];
		await one.drafts.create({ id: newId(), record: recordWith('mine'), facts: FACTS, at: AT });
		const { file } = await made(one);
		const reason = async (device: OfficeDevice, bytes: Uint8Array<ArrayBuffer>) => {
			const back = await rescueOf(device).putBack(bytes, AT);
			return back.ok ? 'taken' : back.reason;
		};
		expect(await reason(other, file)).toBe('no-key');
		const damaged = file.map((byte, at) => (at === file.length - 5 ? byte ^ 1 : byte));
		expect(await reason(one, damaged)).toBe('damaged');
		expect(await reason(one, file.slice(0, 100))).toBe('not-age');
		const text = new TextEncoder().encode(asText(file));
		for (const cut of [
			text.slice(0, -40),
			text.slice(0, 200),
			text.map((byte, at) => (at === 90 ? 33 : byte))
		])
			expect(await reason(one, cut)).toBe('not-age');
		expect(await reason(one, new TextEncoder().encode('hello'))).toBe('not-age');
		expect((await one.drafts.list()).headers).toHaveLength(1);
	});

	it('made while locked holds the sealed entries, which the office opens', async () => {
		const { device, kit } = await joinedPractitioner();
		await device.vault.cut(await recordIn(device, 'sealed before the lock'));
		await noteRescueKeys(device.office);
		const { profile } = device.keys;
		const locked = await makeLockedRescue(profile, 1_800_000_000_000);
		if (!locked.ok) throw new TypeError(locked.reason);
		expect(locked.value.texts).toBe(0);
		const { code, out } = recover(kit, locked.value.file);
		expect(code).toBe(0);
		expect(out).toContain('Made while locked');
		expect(out).toContain('sealed before the lock');
	}, 30_000);

	it('puts a stranger’s key right that was put in while locked', async () => {
		const device = await newOfficeDevice();
		await device.db.sync.put({
			key: 'rescue-keys',
			value: { tenant: null, recipients: ['age1pq1stranger'] }
		});
		await noteRescueKeys(device.office);
		const own = (await device.office.device())?.recipient;
		expect(await device.db.sync.get('rescue-keys')).toMatchObject({ value: { own, recipients: [own] } });
	});
});
