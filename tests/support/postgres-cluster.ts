import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL of the tests' own, in one folder, reached by a socket there. */
export interface Cluster {
	readonly folder: string;
	readonly pid: number;
}

const USER = 'doorstep';
/** Of a server that only this machine's tests reach; in characters that an address has to spell otherwise. */
export const PASSWORD = 'p@ss/word:1';
const START_WITHIN_MS = 30_000;
const DEBIAN = '/usr/lib/postgresql';

/** Debian keeps the server's programs by version and off the path; others have them on it. */
function programs(): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
	const folders = versions
		.filter((version) => existsSync(join(DEBIAN, version, 'bin/initdb')))
		.sort((one, other) => Number(other) - Number(one))
		.map((version) => join(DEBIAN, version, 'bin'));
	const onPath = (process.env.PATH ?? '').split(':').filter((folder) => existsSync(join(folder, 'initdb')));
	const [found] = [...folders, ...onPath];
	if (found === undefined) {
		throw new TypeError(
			'The store tests need PostgreSQL. Install the package postgresql, or put initdb on the PATH.'
		);
	}
	return found;
}

/** PostgreSQL refuses to run as root: then it runs as its own account, or as nobody. */
function account(): { readonly uid: number; readonly gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
	const of = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.split(':');
	const [, , uid, gid] = of('postgres') ?? of('nobody') ?? [];
	if (uid === undefined || gid === undefined)
		throw new TypeError('No account for PostgreSQL: add the user postgres.');
	return { uid: Number(uid), gid: Number(gid) };
}

/** The address of a database in a cluster. @param options of the connection, for example `-c search_path=one` */
export function addressOf({ folder }: Pick<Cluster, 'folder'>, database: string, options = ''): string {
	const more = options === '' ? '' : `&options=${encodeURIComponent(options)}`;
	const who = `${USER}:${encodeURIComponent(PASSWORD)}`;
	return `postgresql://${who}@localhost/${database}?host=${encodeURIComponent(folder)}${more}`;
}

/** Makes an empty cluster in an empty folder. */
export function makeCluster(folder: string): void {
	const as = account();
	const secret = join(folder, 'secret');
	writeFileSync(secret, PASSWORD);
	if (as !== undefined) for (const path of [folder, secret]) chownSync(path, as.uid, as.gid);
	const settings = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'];
	const args = ['-D', join(folder, 'data'), '-U', USER, `--pwfile=${secret}`, ...settings];
	const made = spawnSync(join(programs(), 'initdb'), args, { ...as, cwd: folder, encoding: 'utf8' });
	if (made.status !== 0) throw new TypeError(`initdb failed: ${made.stderr}`);
}

async function answers(cluster: Pick<Cluster, 'folder'>): Promise<boolean> {
	const client = new pg.Client({ connectionString: addressOf(cluster, 'postgres') });
	client.on('error', () => undefined);
	return client.connect().then(
		() => client.end().then(() => true),
		() => false
	);
}

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	// A dead child that nobody has waited for yet still has its number.
	const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
	return !/\) Z /.test(state);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts a cluster that was made. It outlives this process: end it with `stopCluster`.
 * @param settings `name=value`
 */
export async function startCluster(folder: string, settings: readonly string[] = []): Promise<Cluster> {
	const log = openSync(join(folder, 'log'), 'a');
	const ours = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=120', ...settings];
	const args = ['-D', join(folder, 'data'), ...ours.flatMap((setting) => ['-c', setting])];
	const child = spawn(join(programs(), 'postgres'), args, {
		...account(),
		cwd: folder,
		detached: true,
		stdio: ['ignore', log, log]
	});
	child.unref();
	const { pid } = child;
	if (pid === undefined) throw new TypeError('PostgreSQL could not be started');
	const until = performance.now() + START_WITHIN_MS;
	while (!(await answers({ folder }))) {
		if (!isAlive(pid) || performance.now() > until) {
			throw new TypeError(
				`PostgreSQL did not start: ${readFileSync(join(folder, 'log'), 'utf8').slice(-2000)}`
			);
		}
		await pause(30);
	}
	return { folder, pid };
}

/** @param signal SIGINT closes connections and stops; SIGQUIT stops as a crash would, with recovery at the next start */
export async function stopCluster({ pid }: Cluster, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
	if (isAlive(pid)) process.kill(pid, signal);
	while (isAlive(pid)) await pause(20);
}

/** Runs statements as the owner of a cluster. */
export async function asOwner(cluster: Pick<Cluster, 'folder'>, statements: string, database = 'postgres') {
	const client = new pg.Client({ connectionString: addressOf(cluster, database) });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await client.query<Record<string, unknown>>(statements);
	} finally {
		await client.end();
	}
}
