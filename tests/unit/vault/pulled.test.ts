import { afterEach, describe, expect, it, vi } from 'vitest';
import { draft, textOf } from '../../support/drawer.ts';
import { openSession } from '#lib/app/join.ts';
import { deliver } from '#lib/sync/deliver.ts';
import { openOutbox } from '#lib/vault/outbox.ts';
import { invitation, joinedPractitioner, pushed, queued, recordIn } from '../../support/office-drawer.ts';
import type { PostPath } from '../../support/test-office.ts';

afterEach(() => vi.unstubAllGlobals());

describe('what is pulled', () => {
	it('takes keys from nowhere but the keylog: a forged statement changes nothing and is named', async () => {
		const { device, administrator, server } = await joinedPractitioner();
		await administrator.vault.dropStatements();
		await pushed(server, administrator);
		await administrator.vault.invite({ role: 'practitioner', issuedAt: Date.now() });
		const [good] = await administrator.vault.waitingStatements();
		if (!good) return expect.fail('no statement');
		const s = good.s.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
		const before = await device.vault.membership();
		const applied = await device.vault.applyPulled([{ ...good, s, seq: 99 }]);
		expect(applied).toMatchObject({ taken: 0, isRed: true, refused: [{ reason: 'bad-signature' }] });
		expect(await device.vault.membership()).toEqual({ ...before, refusedStatement: 'bad-signature' });
		expect((await device.vault.applyPulled([{ ...good, seq: 99 }])).isRed).toBe(false);
		expect(await device.vault.membership()).toEqual(before);
	});

	it('counts for nothing when an exchange stored it without keys, until it is verified', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, 'kept');
		await device.vault.cut(id);
		const own = (await queued(device)).at(-1);
		if (!own) return expect.fail('nothing queued');
		const { checked: _checked, ...row } = own;
		const forged = { ...row, s: row.s.with(3, (row.s[3] ?? 0) ^ 1), state: 'echoed', seq: 77 } as const;
		await device.db.entries.put(forged);
		await device.drafts.save(draft(id, 'changed'));
		const cut = await device.reopened().vault.cut(id);
		const next = cut.ok ? await device.db.entries.get(cut.value ?? '') : undefined;
		expect(JSON.parse(Buffer.from(next?.h ?? []).toString())).toMatchObject({ n: 1, parents: [] });
		const checked = await device.vault.checkPulled();
		expect(checked.refused).toEqual([{ id: row.id, seq: 77, reason: 'bad-signature' }]);
		expect(await device.db.entries.get(row.id)).toBeUndefined();
		expect(await device.vault.checkPulled()).toEqual({ taken: 0, refused: [], isRed: false });
	});

	it('takes a good statement that an exchange stored', async () => {
		const { device, administrator, server } = await joinedPractitioner();
		await pushed(server, administrator);
		await administrator.vault.invite({ role: 'practitioner', issuedAt: Date.now() });
		const statements = (await queued(administrator)).map(({ checked: _checked, ...row }, at) => ({
			...row,
			state: 'echoed' as const,
			seq: 50 + at
		}));
		await device.db.entries.bulkPut(statements);
		expect((await device.vault.membership())?.state).toBe('joined');
		expect(await device.vault.checkPulled()).toEqual({ taken: 2, refused: [], isRed: false });
		expect((await device.reopened().vault.membership())?.state).toBe('joined');
	});

	it('takes what an exchange without keys kept apart, and lets it wait no longer', async () => {
		const { device, administrator, server } = await joinedPractitioner();
		await invitation(administrator);
		const outbox = await openOutbox(device.keys.profile);
		if (!outbox) return expect.fail('no outbox');
		const ports = { store: outbox, device: device.keys.device, now: Date.now };
		await openSession(device.vault);
		const token = await device.vault.sessionToken();
		const post = (path: string, body: unknown) => server.post(path as PostPath, body, { token: token ?? '' });
		const before = (await device.vault.membership())?.state;
		await deliver({ ...ports, post }, { failures: 0, random: () => 0, hasSession: true });
		expect(await outbox.pulled()).toHaveLength(2);
		expect(await device.vault.checkPulled()).toEqual({ taken: 2, refused: [], isRed: false });
		expect(await outbox.pulled()).toEqual([]);
		expect((await device.reopened().vault.membership())?.state).toBe(before);
		outbox.close();
	});

	it('sets apart an entry with a bad signature, and keeps the record', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, 'kept');
		await device.vault.cut(id);
		const [row] = await queued(device);
		const [h = '', s = '', c = ''] = [row?.h, row?.s, row?.c].map((bytes) =>
			Buffer.from(bytes ?? []).toString('base64url')
		);
		const forged = s.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
		const applied = await device.vault.applyPulled([{ h, s: forged, c, seq: 50 }]);
		expect(applied.refused).toMatchObject([{ reason: 'bad-signature' }]);
		expect((await device.db.entries.get(row?.id ?? ''))?.state).toBe('queued');
		expect((await device.drafts.list()).damaged).toEqual([]);
		expect(await textOf(device, id)).toBe('kept');
	});
});
