import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { STATEMENTS } from '#lib/server/statements.ts';
import { readTenant } from '#lib/server/log.ts';
import { openPostgresStore } from '#lib/server/postgres-store.ts';
import { issueSetupCode } from '#lib/server/setup.ts';
import type { Sql, Store } from '#lib/server/store.ts';
import {
	addressOf,
	asOwner,
	makeCluster,
	PASSWORD,
	startCluster,
	stopCluster
} from '../support/postgres-cluster.ts';
import { cutterTo } from '../support/postgres-cutter.ts';
import { emptyDatabase, emptySchema, postgres } from '../support/postgres.ts';
import { testFolder } from '../support/folder.ts';
import { newOrganisation, NOW } from '../support/people.ts';
import { wire } from '../support/office-people.ts';
import { serverOn } from '../support/test-office.ts';
import { append, entry, withTenant } from './engine.ts';

async function opened(address: string): Promise<Store> {
	const store = await openPostgresStore(address);
	onTestFinished(() => store.close());
	return store;
}

const put = (sql: Sql, key: string) => sql.run(STATEMENTS.putNote, key, 'there');
const has = async (store: Store, key: string) =>
	(await store.read((sql) => sql.all(STATEMENTS.note, key))).length === 1;

describe('PostgreSQL in trouble', () => {
	it('ends a statement that takes too long: nothing is kept, and the next work goes on', async () => {
		const store = await opened(await emptySchema());
		const slow = store.write(async (sql) => {
			await put(sql, 'slow');
			await sql.run('SET LOCAL statement_timeout = 20');
			await sql.all('SELECT pg_sleep(20)');
		});
		await expect(slow).rejects.toMatchObject({ code: 'storage-unavailable', detail: { cause: 'timeout' } });
		await store.write((sql) => put(sql, 'next'));
		expect([await has(store, 'slow'), await has(store, 'next')]).toEqual([false, true]);
	});

	it('runs a work again after a serialization failure', async () => {
		const store = await opened(await emptySchema());
		await store.write((sql) => put(sql, 'row'));
		let tries = 0;
		await store.write(async (sql) => {
			tries += 1;
			await sql.run('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
			await sql.all(STATEMENTS.note, 'row');
			if (tries === 1) await store.write((other) => other.run(STATEMENTS.putNote, 'row', 'other'), 'other');
			await sql.run(STATEMENTS.putNote, 'row', 'mine');
		});
		expect(tries).toBe(2);
		expect(await store.read((sql) => sql.all(STATEMENTS.note, 'row'))).toEqual([{ v: 'mine' }]);
	});

	it('runs a work again after a deadlock of two processes', async () => {
		const address = await emptySchema();
		const stores = [await opened(address), await opened(address)];
		let inside = 0;
		const both = Promise.withResolvers<undefined>();
		const crossing = (store: Store | undefined, keys: readonly [string, string]) =>
			store?.write(async (sql) => {
				await sql.run(`SET LOCAL deadlock_timeout = '20ms'`);
				await put(sql, keys[0]);
				inside += 1;
				if (inside === 2) both.resolve(undefined);
				await both.promise;
				await put(sql, keys[1]);
			});
		await Promise.all([crossing(stores[0], ['a', 'b']), crossing(stores[1], ['b', 'a'])]);
		expect(inside).toBe(3);
	});

	it('keeps nothing of a transaction whose connection breaks, and goes on by a new one', async () => {
		const cutter = await cutterTo(await postgres(), await emptySchema());
		onTestFinished(() => cutter.close());
		const store = await opened(cutter.address);
		const broken = store.write(async (sql) => {
			await put(sql, 'broken');
			cutter.cut();
			await put(sql, 'more');
		});
		await expect(broken).rejects.toMatchObject({ code: 'storage-unavailable', detail: { cause: 'gone' } });
		await store.write((sql) => put(sql, 'next'));
		expect([await has(store, 'broken'), await has(store, 'next')]).toEqual([false, true]);
	});

	it('does not say that it kept what it cannot know, when the answer to a commit is lost', async () => {
		const cutter = await cutterTo(await postgres(), await emptySchema());
		onTestFinished(() => cutter.close());
		const store = await opened(cutter.address);
		const tenant = await withTenant(store);
		const one = await entry(tenant, {});
		cutter.cutAnswerTo('COMMIT\0');
		await expect(append(store, one)).rejects.toMatchObject({ code: 'storage-unavailable' });
		// It was kept; whoever asks again is told the same seq.
		expect((await store.read((sql) => readTenant(sql, tenant)))?.seq).toBe(1);
	});

	it('refuses a number that JavaScript cannot hold exactly', async () => {
		const store = await opened(await emptySchema());
		const tenant = await withTenant(store);
		await store.write((sql) => sql.run('UPDATE tenant SET seq = 9007199254740992'));
		await expect(store.read((sql) => readTenant(sql, tenant))).rejects.toMatchObject({ code: 'column-type' });
	});

	it('founds one organisation when two processes are asked at once', async () => {
		const address = await emptySchema();
		const servers = [await opened(address), await opened(address)].map((store) =>
			serverOn(store, { file: '', clock: { now: NOW } })
		);
		const [first] = servers;
		const code = first && (await issueSetupCode(first.office));
		const answers = await Promise.all(
			servers.map(async (server) => {
				const { tenant, entries } = (await newOrganisation()).made;
				return server.post('/api/v1/setup', { code, tenant, entries: wire(...entries) });
			})
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(await first?.office.store.read((sql) => sql.all(STATEMENTS.tenants))).toHaveLength(1);
	});
});

describe('PostgreSQL gone and back', () => {
	it(
		'is told to devices as a time to wait, and the process goes on by itself',
		{ timeout: 60_000 },
		async () => {
			const folder = mkdtempSync(join(inject('postgresFolder'), 'own-'));
			makeCluster(folder);
			let cluster = await startCluster(folder);
			onTestFinished(() => stopCluster(cluster));
			const server = serverOn(await opened(addressOf(cluster, 'postgres')), {
				file: '',
				clock: { now: NOW }
			});
			const device = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
			expect((await server.health()).status).toBe(200);
			for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
				await stopCluster(cluster, signal);
				for (const answer of [await server.health(), await server.post('/api/v1/challenge', { device })]) {
					expect(answer.status).toBe(503);
					expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
					expect(await answer.json()).toMatchObject({ reason: 'storage-unavailable' });
				}
				cluster = await startCluster(folder);
				expect((await server.health()).status).toBe(200);
				await server.office.store.write((sql) => put(sql, signal));
			}
		}
	);
});

describe('an address that does not do', () => {
	const failing = async (address: string, waitMs?: number): Promise<unknown> => {
		const fault: unknown = await openPostgresStore(address, waitMs).then(
			() => undefined,
			(caught: unknown) => caught
		);
		// However it is printed, the password is not in it.
		const printed = inspect(fault, { depth: 20, showHidden: true });
		for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'wr0ng'])
			expect(printed).not.toContain(secret);
		return fault;
	};

	it('is named: no address, wrong password, missing database, no rights, nobody there', async () => {
		const cluster = await postgres();
		const address = addressOf(cluster, 'postgres');
		const wrong = address.replace(encodeURIComponent(PASSWORD), 'wr0ng');
		for (const bad of [
			'mysql://a:wr0ng@b/c',
			'postgres://a:wr0ng@b',
			'a:wr0ng@b/c',
			'postgres://a:wr0ng@b:x/c'
		]) {
			expect(await failing(bad)).toMatchObject({ code: 'database-url' });
		}
		expect(await failing(wrong)).toMatchObject({ code: 'database-password' });
		expect(await failing(addressOf(cluster, 'missing'))).toMatchObject({ code: 'database-missing' });
		const nobody = address.replace(encodeURIComponent(cluster.folder), encodeURIComponent(testFolder()));
		expect(await failing(nobody, 600)).toMatchObject({
			code: 'database-unreachable',
			detail: { cause: 'gone' }
		});
		const account = new URL(await emptyDatabase());
		const name = `reader${account.pathname.slice(1)}`;
		await asOwner(cluster, `CREATE ROLE ${name} LOGIN PASSWORD 'wr0ng'`);
		Object.assign(account, { username: name, password: 'wr0ng' });
		expect(await failing(account.href)).toMatchObject({ code: 'database-rights' });
	});

	it('is refused where a commit may be lost', async () => {
		const lazy = `${await emptySchema()}%20-c%20synchronous_commit%3Doff`;
		expect(await failing(lazy)).toMatchObject({ code: 'database-not-durable' });
	});
});
