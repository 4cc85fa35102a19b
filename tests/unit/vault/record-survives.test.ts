import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fieldViews, withEdit } from '#lib/app/record-view.ts';
import { parsePackText } from '#lib/pack/parse.ts';
import type { Pack } from '#lib/pack/types.ts';
import { isEmergencyOpen } from '#lib/record/emergency.ts';
import { recordForm } from '#lib/record/form.ts';
import { journeyOf } from '#lib/record/make.ts';
import { summarise } from '#lib/record/summary.ts';
import { warningsOf } from '#lib/record/warnings.ts';
import { withPractitioner } from '#lib/record/practitioner.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { createVault } from '#lib/vault/vault.ts';
import { FACTS, PLACE, recordWith } from '../../support/drawer.ts';
import { joinedPractitioner, recordIn } from '../../support/office-drawer.ts';
import { completed, emergency, WRITTEN_AT } from '../../support/complete-record.ts';
import { contentPack } from '../../support/pack.ts';

afterEach(() => vi.unstubAllGlobals());

const content = await contentPack();
const RELEASED = ['2026-11-22.1', '2026-11-25.1'];

function releasedPack(version: string): Pack {
	const path = join(import.meta.dirname, `../../../static/packs/${version}.json`);
	const parsed = parsePackText(readFileSync(path, 'utf8'));
	if (!parsed.ok) throw new TypeError(version);
	return parsed.pack;
}

describe.each(RELEASED)('a record of pack %s', (version) => {
	const pack = releasedPack(version);
	const settings = pack.localSettings;

	it('opens, is edited, judged, and becomes final on its own pack', async () => {
		const { device } = await joinedPractitioner();
		const start = emergency(pack);
		const id = await recordIn(device, start);
		const opened = await device.drafts.open(id);
		const record = opened.ok ? opened.record : expect.fail('did not open');
		const page = { pack, record, settings, result: journeyOf(pack, record, settings) };
		const parts = recordForm(pack, page);
		const views = fieldViews(
			{ ...page, mark: '-abc', isChecked: true },
			parts.flatMap(({ fields }) => fields)
		);
		expect(views.length).toBeGreaterThan(20);
		expect(isEmergencyOpen(pack, page, 'draft')).toBe(true);
		const edited = completed(withEdit(page, 'r:/sentAt', '20/11/2026 9.15am'), { of: pack });
		expect(Array.isArray(warningsOf({ ...page, record: edited, now: WRITTEN_AT }))).toBe(true);
		expect((await device.drafts.save({ id, record: edited, facts: FACTS, at: WRITTEN_AT })).ok).toBe(true);
		const done = await device.vault.finalise({ id, pack, settings, at: WRITTEN_AT });
		expect(done).toMatchObject({ ok: true, header: { life: 'final', missing: 0 } });
		const final = await device.drafts.open(id);
		expect(final).toMatchObject({ ok: true, record: { pack: { version } } });
		expect(JSON.stringify(summarise(pack, { id, record: edited, result: page.result }))).toContain(
			'20 November 2026'
		);
	});
});

describe('a record of a newer app', () => {
	it('keeps what this app does not know over a save, a revision and a final, without a server', async () => {
		const { device } = await joinedPractitioner();
		const name = fc.stringMatching(/^[a-z]{3,8}$/).map((one) => `x${one}`);
		await fc.assert(
			fc.asyncProperty(fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }), async (extra) => {
				const values = Object.fromEntries(Object.entries(extra).map(([key, one]) => [`case/${key}`, one]));
				const start = completed(emergency());
				// JSON has no minus nought.
				const more = JSON.parse(
					JSON.stringify({ ...extra, values: { ...start.values, ...values } })
				) as object;
				const id = await recordIn(device, { ...start, ...more });
				expect(await device.drafts.open(id)).toMatchObject({ ok: true, record: more });
				expect((await device.vault.cut(id)).ok).toBe(true);
				const done = await device.vault.finalise({
					id,
					pack: content,
					settings: content.localSettings,
					at: WRITTEN_AT
				});
				expect(done.ok).toBe(true);
				expect(await device.reopened().drafts.open(id)).toMatchObject({ ok: true, record: more });
			}),
			{ numRuns: 5 }
		);
	});

	it('is not signed by an app that may not write it', async () => {
		const { device } = await joinedPractitioner();
		const id = await recordIn(device, { ...completed(emergency()), minWriter: 2 } as DecisionRecord);
		const finalising = { id, pack: content, settings: content.localSettings, at: WRITTEN_AT };
		expect(await device.vault.finalise(finalising)).toEqual({ ok: false, reason: 'newer-schema' });
	});
});

describe('who writes', () => {
	it('is known from the newest record that says so, and to nobody while the drawer is closed', async () => {
		const vault = createVault(PLACE);
		expect(await vault.lastPractitioner()).toEqual({});
		await vault.make('gravel unsaid tiptop marina dusk');
		expect(await vault.lastPractitioner()).toEqual({});
		const said = { 'case/practitionerName': 'R. Example', 'case/profession': 'doctor' };
		const keep = (values: DecisionRecord['values'], at: string) =>
			vault.create({ record: { ...recordWith('x'), values }, facts: FACTS, at });
		await keep({ ...said, 'case/practitionerRole': '' }, '2026-11-20T10:00:00Z');
		await keep({ 'case/reason': 'nothing about the writer' }, '2026-11-21T10:00:00Z');
		const known = await vault.lastPractitioner();
		expect(known).toEqual(said);
		const next = withPractitioner({ ...recordWith('y'), values: { 'case/profession': 'teacher' } }, known);
		expect(next.values).toEqual({ 'case/practitionerName': 'R. Example', 'case/profession': 'teacher' });
	});
});
