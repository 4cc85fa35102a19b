import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendEntry, addTenant, lockTenant } from '#lib/server/log.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { fromBase64Url } from '#lib/trust/bytes.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { makeKit } from '#lib/trust/kit.ts';
import { writeRecord, type WrittenRecord } from '../trust/log.ts';
import { openOffice, type Office } from '../trust/office.ts';
import { NOW } from '../trust/people.ts';

export const PASSPHRASE = 'five words for this kit';

export interface StoredOffice {
	readonly office: Office;
	readonly written: WrittenRecord;
	/** A data folder as the server leaves it. */
	readonly data: string;
	readonly file: string;
	readonly kit: string;
	readonly passphraseFile: string;
}

/** Entries that follow the record in the log. */
type More = readonly Entry[] | ((written: WrittenRecord) => Promise<readonly Entry[]>);

/** An organisation with one record in a server's data folder, and its kit in a file. */
export async function storeOffice(more: More = []): Promise<StoredOffice> {
	const office = await openOffice();
	const written = await writeRecord(office.worker.by, office.keylog);
	const rest = typeof more === 'function' ? await more(written) : more;
	const data = mkdtempSync(join(tmpdir(), 'doorstep-recover-'));
	const file = join(data, 'doorstep.sqlite');
	const store = await openSqliteStore(file);
	const { tenant, rootKey, kit } = office.organisation;
	await store.write(async (sql) => {
		await addTenant(sql, { tenant, rootKey: fromBase64Url(rootKey) ?? new Uint8Array(), at: NOW });
		let head = await lockTenant(sql, tenant);
		for (const entry of [...office.entries, ...written.entries, ...rest]) {
			head = await appendEntry(sql, entry, { head, at: NOW + head.seq });
		}
	});
	await store.close();
	const files = { kit: join(data, 'kit.age'), passphraseFile: join(data, 'passphrase') };
	writeFileSync(files.kit, await makeKit(kit, PASSPHRASE, 15));
	writeFileSync(files.passphraseFile, `${PASSPHRASE}\n`);
	return { office, written, data, file, ...files };
}
