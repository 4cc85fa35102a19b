import { isAbsolute, join, relative, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { startBackups, type BackupTimer } from './backup.ts';
import { makeOffice, type Office } from './office.ts';
import { issueSetupCode } from './setup.ts';
import { openPostgresStore } from './postgres-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';
import { startWatching, type Watching } from './watching.ts';
import { readWireSettings } from './wire-settings.ts';

/** Settings from the environment; every one has a default but the backup, which needs a folder of its own. */
interface Settings {
	readonly dataFolder: string;
	/** With the password: never to be shown or logged. */
	readonly databaseUrl: string | undefined;
	readonly backupFolder: string | undefined;
	readonly backupEveryMs: number;
}

const BACKUP_EVERY_S = 300;

type Environment = Readonly<Record<string, string | undefined>>;

function isInside(folder: string, outer: string): boolean {
	const way = relative(outer, folder);
	return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** @throws AppError 'backup-folder' inside the data folder, 'backup-every' not a number of seconds */
export function readSettings(env: Environment): Settings {
	const dataFolder = resolve(env.DOORSTEP_DATA_DIR ?? 'data');
	const named = env.DOORSTEP_BACKUP_DIR ?? '';
	const backupFolder = named === '' ? undefined : resolve(named);
	// A copy beside the original is lost with it.
	if (backupFolder !== undefined && isInside(backupFolder, dataFolder)) throw new AppError('backup-folder');
	const seconds = Number(env.DOORSTEP_BACKUP_EVERY_S ?? BACKUP_EVERY_S);
	if (!Number.isFinite(seconds) || seconds < 1) throw new AppError('backup-every');
	const databaseUrl = env.DATABASE_URL === '' ? undefined : env.DATABASE_URL;
	return { dataFolder, databaseUrl, backupFolder, backupEveryMs: seconds * 1000 };
}

/** `DATABASE_URL` switches from the file to PostgreSQL. @throws as `openSqliteStore` and `openPostgresStore` */
export function openStore({
	dataFolder,
	databaseUrl
}: Pick<Settings, 'dataFolder' | 'databaseUrl'>): Promise<Store> {
	if (databaseUrl !== undefined) return openPostgresStore(databaseUrl);
	return openSqliteStore(join(dataFolder, 'doorstep.sqlite'));
}

/** What runs in this process. */
interface Running {
	readonly office: Office;
	readonly backups: BackupTimer | undefined;
	readonly watching: Watching;
}

let running: Promise<Running> | undefined;

function announce(code: string): void {
	process.stdout.write(`No organisation yet. Set-up code, good for 30 minutes: ${code}\n`);
}

async function start(env: Environment): Promise<Running> {
	const settings = readSettings(env);
	const { backupFolder, backupEveryMs } = settings;
	const wire = readWireSettings(env);
	const watching = startWatching(wire);
	const { watch, gate } = watching;
	const store = await openStore(settings);
	const office = makeOffice(store, { limits: wire.limits, watch, gate });
	await watching.follow(office);
	const code = await issueSetupCode(office);
	if (code !== undefined) announce(code);
	const backups = backupFolder === undefined ? undefined : startBackups(office, backupFolder, backupEveryMs);
	return { office, backups, watching };
}

/**
 * Opens the store, prints a set-up code while no organisation exists, and starts the backups. Once for a process.
 * @throws AppError 'sqlite-too-old', 'storage-unavailable', 'backup-folder', 'backup-every', 'setting', 'metrics-port'
 */
export async function startOffice(env: Environment): Promise<void> {
	running ??= start(env);
	await running;
}

/** The running server. @throws AppError 'not-started' */
export async function office(): Promise<Office> {
	if (running === undefined) throw new AppError('not-started');
	return (await running).office;
}

/** Makes a last backup and closes the store. */
export async function stopOffice(): Promise<void> {
	if (running === undefined) return;
	const { office: stopping, backups, watching } = await running;
	running = undefined;
	watching.stop();
	await backups?.stop();
	await stopping.store.close();
}
