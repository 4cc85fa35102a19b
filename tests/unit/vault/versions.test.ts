import { afterEach, describe, expect, it, vi } from 'vitest';
import { withValue } from '#lib/record/paths.ts';
import { withoutSides } from '#lib/record/stamp.ts';
import { FACTS } from '../../support/drawer.ts';
import { pushed, type OfficeDevice } from '../../support/office-drawer.ts';
import { furtherDevice } from '../../support/second-device.ts';
import { ADVICE, adopted, AT, both, exchange, shown, WORRY, write } from '../../support/two-writers.ts';

afterEach(() => vi.unstubAllGlobals());

async function headers({ db }: OfficeDevice, record: string) {
	const rows = await db.entries.where('record').equals(record).toArray();
	return rows
		.filter(({ kind }) => kind === 'draft' || kind === 'final')
		.map(({ id, h }) => ({
			id,
			...(JSON.parse(Buffer.from(h).toString()) as { parents: readonly string[]; n: number; kind: string })
		}));
}

describe('a record of the other device', () => {
	it('becomes a working copy here: listed, opened, edited, cut on what the other wrote', async () => {
		const { phone, id } = await both();
		expect((await phone.drafts.list()).headers.map((header) => header.id)).toEqual([id]);
		expect((await phone.reopened().drafts.list()).headers).toHaveLength(1);
		expect((await shown(phone, id)).values[WORRY]).toBe('first words');
		const [first] = await headers(phone, id);
		await write(phone, id, [ADVICE, 'from the phone']);
		const all = await headers(phone, id);
		expect(all.find(({ n }) => n === 2)?.parents).toEqual([first?.id]);
		expect(await phone.vault.pulledOnly()).toEqual([]);
		expect(await phone.vault.adoptPulled({ id, facts: FACTS })).toBe(false);
	});
});

describe('two devices that wrote offline', () => {
	/** Both have everything, and each wrote something else in the same place. */
	async function clash() {
		const two = await both();
		await write(two.tablet, two.id, [WORRY, 'as the tablet has it']);
		await write(two.phone, two.id, [WORRY, 'as the phone has it']);
		await exchange(two.server, two.tablet, two.phone);
		return two;
	}

	it.each(['tablet first', 'phone first'])(
		'keep both when they wrote in different places, with nothing to choose: %s',
		async (order) => {
			const { server, tablet, phone, id } = await both();
			await write(tablet, id, [WORRY, 'more from the tablet']);
			await write(phone, id, [ADVICE, 'advice from the phone']);
			await exchange(server, ...(order === 'tablet first' ? [tablet, phone] : [phone, tablet]));
			for (const device of [tablet, phone]) {
				const before = await headers(device, id);
				const record = await shown(device, id);
				expect(record.values).toEqual({ [WORRY]: 'more from the tablet', [ADVICE]: 'advice from the phone' });
				expect(record.sides).toBeUndefined();
				// Looking writes nothing.
				expect(await headers(device, id)).toEqual(before);
			}
			const versions = await tablet.vault.versions(id);
			expect(versions).toMatchObject({ unseen: 1, open: [], combined: [ADVICE], unread: 0 });
			const leaves = (await headers(tablet, id)).filter(({ n }) => n === 2).map((one) => one.id);
			await write(tablet, id, ['case/setting', 'next edit']);
			const next = (await headers(tablet, id)).find(({ n }) => n === 3);
			expect([...(next?.parents ?? [])].sort()).toEqual(leaves.sort());
		}
	);

	it('are asked where both wrote in one place, and each shows its own first', async () => {
		const { tablet, phone, id } = await clash();
		const onTablet = await shown(tablet, id);
		expect(onTablet.values[WORRY]).toBe('as the tablet has it');
		expect(onTablet.sides?.[WORRY]).toMatchObject([{ value: 'as the phone has it' }]);
		expect((await shown(phone, id)).sides?.[WORRY]).toMatchObject([{ value: 'as the tablet has it' }]);
		const facts = await tablet.vault.versions(id);
		expect(facts?.open).toEqual([WORRY]);
		const by = onTablet.sides?.[WORRY]?.[0]?.by ?? '';
		expect(facts?.writers[by]).toMatchObject({ isHere: false, device: phone.keys.device });
		expect(await tablet.vault.listedVersions()).toEqual([{ record: id, open: 1, unseen: 1, late: 0 }]);
	});

	it('work on elsewhere while the question is open, lose neither side, and agree once one has chosen', async () => {
		const { server, tablet, phone, id } = await clash();
		await write(tablet, id, [ADVICE, 'meanwhile']);
		await exchange(server, tablet, phone);
		expect((await shown(tablet, id)).sides?.[WORRY]).toMatchObject([{ value: 'as the phone has it' }]);
		const onPhone = await shown(phone, id);
		expect([onPhone.values[WORRY], onPhone.values[ADVICE]]).toEqual(['as the phone has it', 'meanwhile']);
		expect(onPhone.sides?.[WORRY]).toMatchObject([{ value: 'as the tablet has it' }]);

		const settled = withoutSides(withValue(onPhone, WORRY, 'both, in one'), WORRY);
		await phone.drafts.save({ id, record: settled, facts: FACTS, at: AT });
		await phone.vault.cut(id);
		await exchange(server, phone, tablet);
		const last = await shown(tablet, id);
		expect([last.values[WORRY], last.sides]).toEqual(['both, in one', undefined]);
		await write(tablet, id, ['case/setting', 'goes on']);
		expect(await tablet.vault.listedVersions()).toEqual([]);
		expect((await tablet.vault.versions(id))?.open).toEqual([]);
	});

	it('never overwrite what came while the record was open: it is cut beside it and shown at the next look', async () => {
		const { server, tablet, phone, id } = await both();
		const open = await shown(tablet, id);
		await write(phone, id, [WORRY, 'came in meanwhile']);
		await exchange(server, phone, tablet);
		await tablet.drafts.save({ id, record: withValue(open, WORRY, 'typed blind'), facts: FACTS, at: AT });
		await tablet.vault.cut(id);
		const own = (await headers(tablet, id)).filter(({ n }) => n === 2);
		expect(own.map(({ parents }) => parents.length)).toEqual([1, 1]);
		const record = await shown(tablet, id);
		expect([record.values[WORRY], record.sides?.[WORRY]?.[0]?.value]).toEqual([
			'typed blind',
			'came in meanwhile'
		]);
	});

	it('count text that is in no revision yet as one more version', async () => {
		const { server, tablet, phone, id } = await both();
		const open = await shown(tablet, id);
		await tablet.drafts.save({ id, record: withValue(open, WORRY, 'not cut yet'), facts: FACTS, at: AT });
		await write(phone, id, [WORRY, 'from the phone']);
		await exchange(server, phone, tablet);
		const after = tablet.reopened();
		const record = await shown(after, id);
		expect([record.values[WORRY], record.sides?.[WORRY]?.[0]?.value]).toEqual([
			'not cut yet',
			'from the phone'
		]);
		expect((await after.vault.versions(id))?.open).toEqual([WORRY]);
	});

	it('may be three', async () => {
		const { server, tablet, phone, id } = await both();
		const laptop = await furtherDevice((device) => pushed(server, device), tablet);
		await exchange(server, tablet, phone, laptop);
		await adopted(laptop, id);
		await write(tablet, id, [WORRY, 'tablet']);
		await write(phone, id, [WORRY, 'phone']);
		await write(laptop, id, [WORRY, 'laptop']);
		await exchange(server, tablet, phone, laptop);
		for (const device of [tablet, phone, laptop]) {
			const { values, sides } = await shown(device, id);
			const all = [values[WORRY], ...(sides?.[WORRY] ?? []).map(({ value }) => value)];
			expect(all.sort()).toEqual(['laptop', 'phone', 'tablet']);
		}
	});

	it('keep both rows that they added to one list', async () => {
		const { server, tablet, phone, id } = await both();
		await write(tablet, id, ['case/adviceTaken/1-tab/who', 'the nurse']);
		await write(phone, id, ['case/adviceTaken/1-pho/who', 'the lead']);
		await exchange(server, phone, tablet);
		const { values, sides } = await shown(tablet, id);
		expect(values).toMatchObject({
			'case/adviceTaken/1-tab/who': 'the nurse',
			'case/adviceTaken/1-pho/who': 'the lead'
		});
		expect(sides).toBeUndefined();
	});
});
