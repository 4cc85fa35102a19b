/** A drawer full of real records, for the list: made from the content's own pack, kept by the real vault in the lab. */
import type { Page } from '@playwright/test';
import type { Pack } from '../../src/lib/pack/types.ts';
import { headerOf } from '../../src/lib/record/header.ts';
import { journeyOf, makeRecord } from '../../src/lib/record/make.ts';
import type { DecisionRecord, Json, RecordHeader } from '../../src/lib/record/types.ts';
import { openLab } from './lab.ts';
import { LAB_PASSPHRASE } from './lab/passphrase.ts';
import { contentPack } from './pack.ts';
import { scenario } from './scenario.ts';

/** One record to be kept: its reference, the dates it promises, and whether it is an emergency. */
export interface Wanted {
	readonly reference: string;
	readonly values?: Readonly<Record<string, Json>>;
	readonly isEmergency?: boolean;
	/** Days before now at which it was saved. */
	readonly daysAgo?: number;
	readonly life?: RecordHeader['life'];
}

const DAY_MS = 24 * 60 * 60_000;

/** A day so many days from now, as a review has it. */
export const dayFromNow = (days: number): string =>
	new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** An instant so many hours from now. */
export const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

function journeyTo(pack: Pack, isEmergency: boolean) {
	const share = scenario(pack, 'share');
	return isEmergency
		? share
				.answer('what-brings-you', 'may-be-danger')
				.answer('immediate-danger', 'yes')
				.answer('emergency-card', 'seen')
		: share.answer('what-brings-you', 'want-advice');
}

function made(
	pack: Pack,
	{ reference, values = {}, isEmergency = false, daysAgo = 0, life = 'draft' }: Wanted
) {
	const at = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
	const settings = pack.localSettings;
	const { input } = journeyTo(pack, isEmergency);
	const plain = makeRecord({ pack, input, now: at, settings, timeZone: 'Europe/London' });
	const record: DecisionRecord = {
		...plain,
		values: { ...plain.values, 'case/subjectRef': reference, ...values }
	};
	const result = journeyOf(pack, record, settings);
	const header = headerOf({ pack, result }, record, { id: '', life, savedAt: at });
	const { id: _id, createdAt: _created, savedAt: _saved, ...facts } = header;
	return { record, facts, at };
}

/**
 * Makes a drawer with these records in it, the first one the oldest. Ends on the lab's page; unlock with `LAB_PASSPHRASE`.
 * @param origin of a lab that passes on to the app's server
 */
export async function fillList(page: Page, origin: string, wanted: readonly Wanted[]): Promise<void> {
	const pack = await contentPack();
	await openLab(page, origin);
	const inputs = wanted.map((one) => made(pack, one));
	await page.evaluate(
		async ({ text, passphrase }) => {
			const drawer = await window.lab.vault.make(passphrase);
			if (!drawer.ok) throw new TypeError(drawer.reason);
			// As text: Playwright's own type of plain data has no end for a record's values.
			const inputs = JSON.parse(text) as Parameters<typeof window.lab.vault.create>[0][];
			for (const input of inputs) {
				const kept = await window.lab.vault.create(input);
				if (!kept.ok) throw new TypeError(kept.reason);
			}
		},
		{ text: JSON.stringify(inputs), passphrase: LAB_PASSPHRASE }
	);
}
