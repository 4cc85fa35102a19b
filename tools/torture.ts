import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { addressOf, makeCluster, startCluster, stopCluster } from '../tests/support/postgres-cluster.ts';
import { torture, type Enough, type Outcome, type Victim } from '../tests/torture/torture.ts';

/**
 * The long form of tests/torture: `npm run torture -- --minutes 10 [--engine sqlite|postgres]`. PostgreSQL itself is
 * crashed as well, one time in five. Ends with a failure when anything was lost.
 */
const MINUTE_MS = 60_000;
const { values } = parseArgs({
	options: { minutes: { type: 'string', default: '10' }, engine: { type: 'string', default: 'both' } }
});
const minutes = Number(values.minutes);
if (!(minutes > 0) || !['both', 'sqlite', 'postgres'].includes(values.engine)) {
	process.stderr.write('Use: npm run torture -- --minutes 10 [--engine sqlite|postgres]\n');
	process.exit(1);
}
const enough: Enough = { ms: minutes * MINUTE_MS, kills: 1, acknowledged: 1, betweenMs: [500, 4_000] };
const folder = mkdtempSync(join(tmpdir(), 'doorstep-torture-'));
chmodSync(folder, 0o755);

function report(engine: string, { violations, counts, acknowledged, entries }: Outcome): void {
	const figures = {
		...counts,
		slowestMs: Math.round(counts.slowestMs),
		entries,
		acknowledged: acknowledged.size
	};
	const load = loadavg()[0]?.toFixed(1);
	process.stdout.write(`${engine}, ${minutes} min, load ${load}: ${JSON.stringify(figures)}\n`);
	process.stdout.write(`${violations.length} violations\n${violations.slice(0, 20).join('\n')}\n`);
	if (violations.length > 0) process.exitCode = 1;
}

async function onSqlite(): Promise<Outcome> {
	const victim: Victim = {
		settings: { DATABASE_URL: '', DOORSTEP_DATA_DIR: folder },
		open: () => openSqliteStore(join(folder, 'doorstep.sqlite'))
	};
	return torture(victim, enough);
}

async function onPostgres(): Promise<Outcome> {
	const place = mkdtempSync(join(folder, 'cluster-'));
	makeCluster(place);
	let cluster = await startCluster(place);
	const address = addressOf(cluster, 'postgres');
	const victim: Victim = {
		settings: { DATABASE_URL: address, DOORSTEP_DATA_DIR: '' },
		open: () => openPostgresStore(address),
		async upset() {
			await stopCluster(cluster, 'SIGQUIT');
			cluster = await startCluster(place);
		}
	};
	try {
		return await torture(victim, enough);
	} finally {
		await stopCluster(cluster);
	}
}

try {
	if (values.engine !== 'postgres') report('SQLite', await onSqlite());
	if (values.engine !== 'sqlite') report('PostgreSQL', await onPostgres());
} finally {
	rmSync(folder, { recursive: true, force: true });
}
