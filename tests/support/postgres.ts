import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { addressOf, asOwner, makeCluster, startCluster, type Cluster } from './postgres-cluster.ts';

/** Told to who waits in another process; written under another name first, so that nobody reads half of it. */
function tell(folder: string, name: string, words: string): void {
	writeFileSync(join(folder, 'telling'), words);
	renameSync(join(folder, 'telling'), join(folder, name));
}

async function start(folder: string): Promise<Cluster> {
	try {
		const inner = join(folder, 'cluster');
		mkdirSync(inner);
		makeCluster(inner);
		const cluster = await startCluster(inner);
		tell(folder, 'ready', JSON.stringify(cluster));
		return cluster;
	} catch (fault) {
		tell(folder, 'failed', String(fault));
		throw fault;
	}
}

async function awaited(folder: string): Promise<Cluster> {
	for (;;) {
		if (existsSync(join(folder, 'ready')))
			return JSON.parse(readFileSync(join(folder, 'ready'), 'utf8')) as Cluster;
		if (existsSync(join(folder, 'failed'))) throw new TypeError(readFileSync(join(folder, 'failed'), 'utf8'));
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** The PostgreSQL of this run; the first that asks starts it. Without PostgreSQL the test fails and says so. */
export async function postgres(): Promise<Cluster> {
	const folder = inject('postgresFolder');
	try {
		mkdirSync(join(folder, 'starting'));
	} catch {
		return awaited(folder);
	}
	return start(folder);
}

const newName = () => `t${randomBytes(6).toString('hex')}`;

/** The address of an empty place in a database that others use as well. */
export async function emptySchema(): Promise<string> {
	const cluster = await postgres();
	const name = newName();
	await asOwner(cluster, `CREATE SCHEMA ${name}`);
	return addressOf(cluster, 'postgres', `-c search_path=${name}`);
}

/** The address of an empty database. */
export async function emptyDatabase(): Promise<string> {
	const cluster = await postgres();
	const name = newName();
	await asOwner(cluster, `CREATE DATABASE ${name}`);
	return addressOf(cluster, name);
}
