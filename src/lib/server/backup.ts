import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { equalBytes, type Bytes } from '../trust/bytes.ts';
import { CHAIN_START, chainStep } from '../trust/ids.ts';
import { entryAt, listTenants, moveDurable, readLog, readTenant, type LogHead } from './log.ts';
import type { Office } from './office.ts';
import { openSqliteReader, type StoreReader } from './sqlite-store.ts';
import type { Sql } from './store.ts';

const NAME = /^doorstep-[\d-]+\.sqlite$/;
/** Copies kept: the newest and two before it. */
const KEPT = 3;
const PAGE = 500;

/** What a verified copy holds of one organisation. */
interface Held {
	readonly tenant: string;
	readonly head: LogHead;
}

async function copies(folder: string): Promise<readonly string[]> {
	return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}

const fault = (why: string) => new AppError('backup-not-good', { why });

/** The chain value after the last entry, computed again from the entries after a point that was computed before. */
async function chainFrom(sql: Sql, tenant: string, from: LogHead): Promise<LogHead> {
	let { seq, chain } = from;
	for (;;) {
		const page = await readLog(sql, tenant, { after: seq, most: PAGE });
		for (const entry of page) {
			if (entry.seq !== seq + 1) throw fault('gap');
			chain = await chainStep(chain, { entryId: entry.id, seq: entry.seq, receivedAt: entry.receivedAt });
			if (!equalBytes(chain, entry.chain)) throw fault('chain');
			seq = entry.seq;
		}
		if (page.length < PAGE) return { seq, chain };
	}
}

async function chainAt(sql: Sql, tenant: string, seq: number): Promise<Bytes> {
	if (seq === 0) return CHAIN_START;
	return (await entryAt(sql, tenant, seq))?.chain ?? new Uint8Array();
}

/** Checks one organisation of a copy against itself and against the live log. */
async function heldOf(live: Sql, copy: Sql, tenant: string): Promise<Held> {
	const said = await readTenant(copy, tenant);
	if (said === undefined) throw fault('organisation missing');
	const checked = (await readTenant(live, tenant))?.durableSeq ?? 0;
	const from = { seq: checked, chain: await chainAt(live, tenant, checked) };
	const head = await chainFrom(copy, tenant, from);
	const isLive = equalBytes(await chainAt(live, tenant, head.seq), head.chain);
	if (head.seq !== said.seq || !equalBytes(head.chain, said.chain) || !isLive) throw fault('head');
	return { tenant, head };
}

/** @throws AppError 'backup-not-good' */
async function verified(office: Office, copy: StoreReader): Promise<readonly Held[]> {
	if (!(await copy.isWhole())) throw fault('damaged');
	return copy.read((held) =>
		office.store.read(async (live) => {
			const tenants = await listTenants(held);
			return Promise.all(tenants.map((tenant) => heldOf(live, held, tenant)));
		})
	);
}

/** The new name must be on the disk before anything is called safe. */
async function settleName(folder: string, from: string, to: string): Promise<void> {
	await rename(join(folder, from), join(folder, to));
	const directory = await open(folder, 'r');
	await directory.sync();
	await directory.close();
}

async function isUpToDate(office: Office, folder: string): Promise<boolean> {
	if ((await copies(folder)).length === 0) return false;
	return office.store.read(async (sql) => {
		const rows = await Promise.all((await listTenants(sql)).map((tenant) => readTenant(sql, tenant)));
		return rows.every((row) => row?.seq === (row?.durableSeq ?? 0));
	});
}

/** Copies, checks, names the copy, and only then moves the mark that devices call safe. */
async function copyAndVerify(office: Office, folder: string): Promise<void> {
	const name = `doorstep-${new Date(office.now()).toISOString().replaceAll(/[^\d]+/g, '-')}`;
	const partial = `${name}partial`;
	await rm(join(folder, partial), { force: true });
	await office.store.copyTo(join(folder, partial));
	const copy = openSqliteReader(join(folder, partial));
	const held = await verified(office, copy).finally(() => copy.close());
	await settleName(folder, partial, `${name.replace(/-$/, '')}.sqlite`);
	await office.store.write(async (sql) => {
		for (const { tenant, head } of held) await moveDurable(sql, tenant, head.seq);
	});
	const old = (await copies(folder)).slice(0, -KEPT);
	await Promise.all(old.map((file) => rm(join(folder, file), { force: true })));
}

/**
 * Makes a verified backup when something is new: another file in another folder, read back whole, with every new
 * link of the chain computed again.
 * @returns `failing` when it could not be made; the mark stays where it was and the next call tries again
 */
export async function backUp(office: Office, folder: string): Promise<Office['backup']['state']> {
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		if (!(await isUpToDate(office, folder))) await copyAndVerify(office, folder);
		office.backup.state = 'verified';
	} catch (caught) {
		const code = caught instanceof AppError ? caught.code : 'backup-failed';
		const why = caught instanceof AppError ? (caught.detail.why ?? caught.detail.cause ?? '') : '';
		process.stderr.write(`${JSON.stringify({ level: 'error', at: 'backup', code, why })}\n`);
		office.backup.state = 'failing';
	}
	return office.backup.state;
}

/** A backup on a timer; runs never overlap. */
export interface BackupTimer {
	/** Ends the timer, and makes a last backup. */
	stop(): Promise<void>;
}

/** @param everyMs pause between the end of one run and the beginning of the next */
export function startBackups(office: Office, folder: string, everyMs: number): BackupTimer {
	office.backup.state = 'pending';
	let timer: NodeJS.Timeout | undefined;
	let running = Promise.resolve();
	const run = () => {
		running = backUp(office, folder).then(() => {
			timer = setTimeout(run, everyMs).unref();
		});
	};
	run();
	return {
		async stop() {
			await running;
			clearTimeout(timer);
			await backUp(office, folder);
		}
	};
}
