import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendEntry, lockTenant, addTenant } from '#lib/server/log.ts';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import type { Store } from '#lib/server/store.ts';
import type { Entry } from '#lib/trust/entry.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { randomBytes } from '#lib/trust/bytes.ts';
import { entryId, newId } from '#lib/trust/ids.ts';
import { addressOf, makeCluster, startCluster, stopCluster } from '../tests/support/postgres-cluster.ts';

/**
 * What sharing a commit is worth: `node bench/store-commits.ts`. Entries of 3 kB are appended to one organisation's log,
 * one in each work, by 1, 16 and 64 writers at once, on both engines in one run. Rules and signatures are not in it.
 */
const WORKS = 1_500;
const WRITERS = [1, 16, 64, 16, 1];

async function entries(tenant: string, many: number): Promise<Entry[]> {
	const made: Entry[] = [];
	for (let one = 0; one < many; one += 1) {
		const h = randomBytes(700);
		const fields = { tenant, kind: 'draft', record: newId(), device: null, deviceSeq: null, keyNumber: 1 };
		const header = fields as unknown as EntryHeader;
		made.push({ id: await entryId(h), header, h, s: randomBytes(64), c: randomBytes(3_000) });
	}
	return made;
}

async function rate(store: Store, writers: number): Promise<number> {
	const tenant = newId();
	await store.write((sql) => addTenant(sql, { tenant, rootKey: randomBytes(32), at: 0 }));
	const waiting = await entries(tenant, WORKS);
	const from = performance.now();
	const write = async () => {
		for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
			const entry = one;
			await store.write(async (sql) => {
				const head = await lockTenant(sql, tenant);
				await appendEntry(sql, entry, { head, at: 0 });
			}, tenant);
		}
	};
	await Promise.all(Array.from({ length: writers }, write));
	return (WORKS / (performance.now() - from)) * 1000;
}

async function measure(engine: string, store: Store): Promise<void> {
	for (const writers of WRITERS) {
		const perSecond = Math.round(await rate(store, writers));
		process.stdout.write(
			`${engine}, ${writers} at once: ${perSecond} works/s (load ${loadavg()[0]?.toFixed(1)})\n`
		);
	}
	await store.close();
}

const folder = mkdtempSync(join(tmpdir(), 'doorstep-commits-'));
chmodSync(folder, 0o755);
const place = mkdtempSync(join(folder, 'cluster-'));
makeCluster(place);
const cluster = await startCluster(place);
try {
	await measure('node:sqlite', await openSqliteStore(join(folder, 'doorstep.sqlite')));
	await measure('PostgreSQL', await openPostgresStore(addressOf(cluster, 'postgres')));
} finally {
	await stopCluster(cluster);
	rmSync(folder, { recursive: true, force: true });
}
