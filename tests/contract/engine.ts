import { utf8 } from '#lib/trust/bytes.ts';
import { entryId, newId } from '#lib/trust/ids.ts';
import type { Entry } from '#lib/trust/entry.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { addTenant, appendEntry, lockTenant } from '#lib/server/log.ts';
import type { Store } from '#lib/server/store.ts';

/** One engine under test. `open` on the same place finds what was written before. */
export interface StoreUnderTest {
	readonly name: string;
	/** The engine's word for bytes. */
	readonly bytesType: 'BLOB' | 'BYTEA';
	/** Nothing is found by opening it again. */
	readonly isPassing?: boolean;
	/** An empty place, and how to open it. */
	place(): Promise<() => Promise<Store>>;
}

/** Server time of every test, ms. */
export const AT = 1_700_000_000_000;
let made = 0;

/** An entry with just the header fields that the store reads. Its rules are the receiver's, not the store's. */
export async function entry(tenant: string, fields: Partial<EntryHeader>): Promise<Entry> {
	made += 1;
	const header = { tenant, kind: 'draft', record: null, device: null, deviceSeq: null, ...fields };
	const h = utf8(JSON.stringify({ ...header, made }));
	const whole = { keyNumber: null, ...header } as EntryHeader;
	return { id: await entryId(h), header: whole, h, s: utf8('signature'), c: utf8(`body ${made}`) };
}

/** Appends in order, in one transaction. */
export async function append(store: Store, ...entries: readonly Entry[]): Promise<void> {
	await store.write(async (sql) => {
		for (const one of entries) {
			const head = await lockTenant(sql, one.header.tenant);
			await appendEntry(sql, one, { head, at: AT });
		}
	});
}

/** Adds an organisation. */
export async function withTenant(store: Store): Promise<string> {
	const tenant = newId();
	await store.write((sql) => addTenant(sql, { tenant, rootKey: utf8('root'), at: AT }));
	return tenant;
}
