import { afterEach, describe, expect, it, vi } from 'vitest';
import { openKit } from '#lib/trust/kit.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { verifyLog } from '#lib/trust/verify.ts';
import { completed, emergency, finalising } from '../../support/final-record.ts';
import { KIT_WORDS, logRows, recordIn, type OfficeDevice } from '../../support/office-drawer.ts';
import { twoDevices } from '../../support/second-device.ts';
import { adopted, AT, exchange, shown, WORRY, write } from '../../support/two-writers.ts';

afterEach(() => vi.unstubAllGlobals());

/** A complete draft on both devices, and who signs first as the log will have it. */
async function complete(first: 'tablet' | 'phone') {
	const two = await twoDevices();
	const { server, tablet, phone } = two;
	const id = await recordIn(tablet, completed(emergency()));
	await tablet.vault.cut(id);
	await exchange(server, tablet, phone);
	await adopted(phone, id);
	const winner = two[first];
	return { ...two, id, winner, loser: winner === tablet ? phone : tablet };
}

async function signs(device: OfficeDevice, id: string): Promise<string> {
	const done = await device.vault.finalise(finalising(id));
	if (!done.ok) throw new TypeError(done.reason);
	return done.entry;
}

/** Both sign without a signal, each its own words, under the same number; then both are sent, the winner first. */
async function bothSigned(first: 'tablet' | 'phone') {
	const office = await complete(first);
	const { server, winner, loser, id } = office;
	for (const [device, text] of [
		[winner, 'first in the log'],
		[loser, 'second in the log']
	] as const)
		await write(device, id, [WORRY, text]);
	// Neither has seen the other's last words: both are drafts of one line.
	const finals = { winner: await signs(winner, id), loser: await signs(loser, id) };
	await exchange(server, winner, loser);
	return { ...office, finals };
}

const late = async ({ vault }: OfficeDevice, id: string) =>
	((await vault.versions(id))?.late ?? []).map(({ kind, isHere, isRefused, record }) => ({
		kind,
		isHere,
		isRefused,
		text: record?.values[WORRY]
	}));

describe.each(['tablet', 'phone'] as const)('two finals signed without a signal, the %s first', (first) => {
	it('are kept, read on both devices and opened by the kit: one is the record, the other stands beside it', async () => {
		const { server, kit, fingerprint, winner, loser, id, finals } = await bothSigned(first);
		for (const device of [winner, loser]) {
			const opened = await device.show(id);
			expect(opened.ok && [opened.header.life, opened.record.values[WORRY]]).toEqual([
				'final',
				'first in the log'
			]);
			const [signed] = await device.vault.signedVersions(id);
			expect(signed).toMatchObject({ entry: finals.winner, version: 1 });
			expect(signed?.problem).toBeUndefined();
			expect(await device.db.quarantine.toArray()).toEqual([]);
		}
		const beside = { kind: 'final', isRefused: false, text: 'second in the log' };
		expect(await late(winner, id)).toEqual([{ ...beside, isHere: false }]);
		expect(await late(loser, id)).toEqual([{ ...beside, isHere: true }]);
		const again = loser.reopened();
		expect((await shown(again, id)).values[WORRY]).toBe('first in the log');
		expect(await late(again, id)).toEqual([{ ...beside, isHere: true }]);
		const log = await verifyLog(await logRows(server), fingerprint);
		const opened = await openKit(kit, KIT_WORDS);
		const record = await openRecord(log.entries, id, opened.ok ? [opened.value.recoveryIdentity] : []);
		expect(log.findings).toEqual([]);
		const signed = record.ok
			? record.value.revisions.filter(({ checked }) => checked.entry.header.kind === 'final')
			: [];
		const texts = signed.map(({ opened: one }) =>
			one.ok ? (one.value.content['values'] as Record<string, unknown>)[WORRY] : one.reason
		);
		expect(texts).toEqual(['first in the log', 'second in the log']);
	});
});

it('two finals leave a record that goes on: words are added, and a next version is signed by the device that lost', async () => {
	const { server, winner, loser, id } = await bothSigned('phone');
	await shown(loser, id);
	const words = { sort: 'words', at: AT, by: 'A. Writer', text: 'added', why: 'Later' } as const;
	expect((await loser.vault.addTo(id, words)).ok).toBe(true);
	await exchange(server, loser, winner);
	const added = (await winner.vault.afterFinal(id)).map(({ content }) => content?.sort);
	expect(added).toEqual(['words']);
	expect(await loser.vault.startVersion(id, { reason: 'Both are right', at: AT })).toEqual({
		ok: true,
		value: 2
	});
	await write(loser, id, [WORRY, 'both']);
	await signs(loser, id);
	await exchange(server, loser, winner);
	for (const device of [winner, loser]) {
		const { record, problem } = (await device.vault.signedVersions(id))[0] ?? {};
		expect([record?.values[WORRY], problem]).toEqual(['both', undefined]);
		const opened = await device.show(id);
		expect(opened.ok && [opened.header.version, opened.record.values[WORRY]]).toEqual([2, 'both']);
	}
});

it('two drafts of the next version, begun without a signal, are read and joined under two keys of one number', async () => {
	const { server, tablet, phone, id } = await complete('tablet');
	await signs(tablet, id);
	await exchange(server, tablet, phone);
	await shown(phone, id);
	for (const device of [tablet, phone]) await device.vault.startVersion(id, { reason: 'A date', at: AT });
	await write(tablet, id, [WORRY, 'tablet']);
	await write(phone, id, ['r:/reasons', 'phone']);
	await exchange(server, tablet, phone);
	for (const device of [tablet, phone]) {
		const { values } = await shown(device, id);
		expect([values[WORRY], values['r:/reasons']]).toEqual(['tablet', 'phone']);
		expect((await device.vault.versions(id))?.unread).toBe(0);
	}
	await write(phone, id, ['r:/reasons', 'phone, and on']);
	await exchange(server, phone, tablet);
	expect((await shown(tablet, id)).values['r:/reasons']).toBe('phone, and on');
});
