import type { Table } from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkPulled } from '#lib/vault/pulled.ts';
import { moveRecords } from '#lib/vault/rehome.ts';
import { joinedPractitioner, recordIn, type OfficeDevice } from '../../support/office-drawer.ts';

afterEach(() => {
	vi.unstubAllGlobals();
});

type Row = Readonly<Record<string, unknown>>;

/** What somebody who can write to the disk might leave in the place of any field. */
const STRANGE: readonly unknown[] = [
	undefined,
	null,
	NaN,
	-1,
	1.5,
	2 ** 60,
	'x',
	{},
	new Date(0),
	new ArrayBuffer(9),
	new Uint8Array(3)
];

/** What unlocking does with the office's part of a drawer, and what the screens ask first. */
async function unlocked(device: OfficeDevice, record: string): Promise<void> {
	const { office, vault, drafts } = device.reopened();
	await checkPulled(office);
	await moveRecords(office);
	await vault.membership();
	await office.standing();
	await vault.logPlace();
	const opened = await drafts.open(record);
	if (!opened.ok) throw new TypeError(`the record does not open: ${opened.reason}`);
}

/** Rows of one table, spoilt one field at a time; each run begins from the drawer as it was. */
async function faults(
	device: OfficeDevice,
	record: string,
	name: 'entries' | 'membership' | 'deviceKeys' | 'sync'
) {
	const { db } = device;
	// Rows as plain objects: their kinds do not matter to whoever spoils them.
	const table = db[name] as unknown as Table<Row>;
	const before = await table.toArray();
	const found: string[] = [];
	let tried = 0;
	for (const row of before.slice(0, 2)) {
		for (const field of Object.keys(row)) {
			for (const value of STRANGE) {
				try {
					await table.put({ ...row, [field]: value });
				} catch {
					// IndexedDB takes no such key.
					continue;
				}
				tried += 1;
				try {
					await unlocked(device, record);
				} catch (fault) {
					found.push(`${field} = ${String(value)}: ${String(fault).split('\n')[0] ?? ''}`);
				}
				await table.clear();
				await table.bulkPut(before);
				await db.quarantine.clear();
			}
		}
	}
	return { tried, found };
}

describe('a drawer whose rows about the office were written to by somebody else', () => {
	it.each(['membership', 'deviceKeys', 'entries', 'sync'] as const)(
		'unlocks, and its records open: %s',
		async (name) => {
			const { device } = await joinedPractitioner();
			const record = await recordIn(device, 'words');
			await unlocked(device, record);
			const { tried, found } = await faults(device, record, name);
			expect(found).toEqual([]);
			expect(tried).toBeGreaterThan(10);
		},
		60_000
	);
});
