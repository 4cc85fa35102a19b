import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { sqliteEngine, sqlOver } from '#lib/server/sqlite-connection.ts';
import { writeQueue } from '#lib/server/write-queue.ts';
import type { WriteEngine } from '#lib/server/group-commit.ts';

/** The engine of the embedded store, counting its transactions. @param inTheWay faults of the first attempts to begin */
function counted(inTheWay: Error[] = []) {
	const db = new DatabaseSync(':memory:');
	db.exec('CREATE TABLE t (n INTEGER)');
	const engine = sqliteEngine(db, sqlOver(db));
	let begun = 0;
	const begin: WriteEngine['begin'] = (tenant) => {
		begun += 1;
		const fault = inTheWay.shift();
		return fault === undefined ? engine.begin(tenant) : Promise.reject(fault);
	};
	const queue = writeQueue({ ...engine, begin });
	const add = (n: number) => queue.write((sql) => sql.run('INSERT INTO t VALUES (?1)', n));
	const kept = () => db.prepare('SELECT n FROM t ORDER BY n').all().length;
	return { queue, add, kept, begun: () => begun };
}

const busy = () => new AppError('storage-unavailable', { cause: 'busy' });
const many = (most: number) => Array.from({ length: most }, (_, n) => n);

it('commits works that wait together, at most 48 at once', async () => {
	const { add, kept, begun } = counted();
	await Promise.all(many(97).map(add));
	expect(kept()).toBe(97);
	// The first found nobody waiting; then two whole groups.
	expect(begun()).toBe(3);
});

it('tries again while another process is in the way, and says so in the end', async () => {
	const patient = counted([busy(), busy()]);
	expect(await patient.add(1)).toBe(1);
	expect(patient.begun()).toBe(3);
	const given = counted(many(9).map(busy));
	await expect(given.add(1)).rejects.toMatchObject({
		code: 'storage-unavailable',
		detail: { cause: 'contended' }
	});
	expect(given.begun()).toBe(5);
});

it('asks a store that has gone once for all who wait', async () => {
	const gone = () => new AppError('storage-unavailable', { cause: 'gone' });
	const { add, kept, begun } = counted([gone()]);
	const outcomes = await Promise.allSettled(many(30).map(add));
	expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(30);
	expect([kept(), begun()]).toEqual([0, 1]);
	expect(await add(31)).toBe(1);
});

it('closes after what was asked for before', async () => {
	const { queue, add, kept } = counted();
	const writing = many(20).map(add);
	expect(await queue.alone(() => Promise.resolve(kept()))).toBe(20);
	await Promise.all(writing);
});
