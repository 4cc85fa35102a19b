import { afterEach, describe, expect, it, vi } from 'vitest';
import { withValue } from '#lib/record/paths.ts';
import { withoutSides } from '#lib/record/stamp.ts';
import { FACTS } from '../../support/drawer.ts';
import { completed, emergency, finalising } from '../../support/final-record.ts';
import { recordIn } from '../../support/office-drawer.ts';
import { twoDevices } from '../../support/second-device.ts';
import { ADVICE, adopted, AT, exchange, shown, WORRY, write } from '../../support/two-writers.ts';

afterEach(() => vi.unstubAllGlobals());

describe('making a record final', () => {
	/** A record that lacks nothing, on both devices. */
	async function complete() {
		const two = await twoDevices();
		const { server, tablet, phone } = two;
		const id = await recordIn(tablet, completed(emergency()));
		await tablet.vault.cut(id);
		await exchange(server, tablet, phone);
		await adopted(phone, id);
		return { ...two, id };
	}

	const reason = (done: { ok: boolean; reason?: string }) => (done.ok ? 'done' : done.reason);

	it('waits while the versions of two devices were not looked at, or a question between them is open', async () => {
		const { server, tablet, phone, id } = await complete();
		await write(tablet, id, [WORRY, 'tablet']);
		await write(phone, id, [WORRY, 'phone']);
		await exchange(server, tablet, phone);
		expect(reason(await tablet.vault.finalise(finalising(id)))).toBe('versions-open');
		await write(tablet, id, [ADVICE, 'looked at']);
		expect(reason(await tablet.vault.finalise(finalising(id)))).toBe('versions-open');
		const record = await shown(tablet, id);
		await tablet.drafts.save({ id, record: withoutSides(record, WORRY), facts: FACTS, at: AT });
		expect(reason(await tablet.vault.finalise(finalising(id)))).toBe('done');
		await exchange(server, tablet, phone);
		expect((await phone.show(id)).ok && (await phone.drafts.list()).headers[0]?.life).toBe('final');
	});

	it('shows what another device still had as late work, and keeps it', async () => {
		const { server, tablet, phone, id } = await complete();
		const open = await shown(phone, id);
		await phone.drafts.save({ id, record: withValue(open, WORRY, 'too late'), facts: FACTS, at: AT });
		expect(reason(await tablet.vault.finalise(finalising(id)))).toBe('done');
		await exchange(server, tablet, phone);
		const opened = await phone.show(id);
		expect(opened.ok && [opened.header.life, opened.record.values[WORRY]]).toEqual(['final', undefined]);
		const late = (await phone.vault.versions(id))?.late ?? [];
		expect(late.map(({ kind, isHere, record }) => [kind, isHere, record?.values[WORRY]])).toEqual([
			['draft', true, 'too late']
		]);
		await exchange(server, phone, tablet);
		expect((await tablet.vault.versions(id))?.late).toMatchObject([{ kind: 'draft', isHere: false }]);
		expect((await tablet.vault.listedVersions())[0]).toMatchObject({ record: id, late: 1 });
		expect(reason(await phone.vault.finalise(finalising(id)))).toBe('already-final');
		const added = await phone.vault.addTo(id, {
			sort: 'words',
			at: AT,
			by: 'A. Writer',
			text: 'too late',
			why: 'Written before the record was signed',
			from: late[0]?.entry ?? ''
		});
		expect(added.ok).toBe(true);
	});
});
