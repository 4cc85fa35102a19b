import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { unsentRecord } from '../support/deliveries.ts';
import { testFolder } from '../support/folder.ts';
import { practitioner, sync, wire } from '../support/office-people.ts';
import { foundedOn, type Running } from './remote-office.ts';
import { startProcess } from './server-process.ts';
import { mayTrace, trace } from './strace.ts';

const PUSHES = 12;

/** What the trace shows in order: the flushes, and the answers that went out. */
function inOrder(lines: readonly string[]): readonly ('flush' | 'answer')[] {
	return lines.flatMap((line) => {
		if (/ f(data)?sync\(/.test(line)) return ['flush'];
		return line.includes('HTTP/1.1 200') ? ['answer'] : [];
	});
}

describe('what was acknowledged lies on the disk', () => {
	it('flushes before each answer: one flush at least for each push that comes alone', async ({ skip }) => {
		if (!mayTrace()) skip('NOT PROVED HERE: strace is missing, or may not follow processes on this machine');
		const dataDir = join(testFolder(), 'data');
		const running: Running = { process: await startProcess({ dataDir }), dataDir };
		const office = await foundedOn(running);
		const worker = await practitioner(office);
		const { entries } = await unsentRecord(office, worker, PUSHES - 2);
		expect(entries).toHaveLength(PUSHES);

		const alone = await trace(running.process.pid, '-e', 'trace=fsync,fdatasync,write,writev');
		for (const entry of entries) await sync(office.server, worker, { push: wire(entry) });
		const seen = inOrder(await alone.end());
		expect(seen.filter((one) => one === 'answer')).toHaveLength(PUSHES);
		const runs = seen.join(' ').split('answer').slice(0, -1);
		expect(runs.every((run) => run.includes('flush'))).toBe(true);

		const more = await Promise.all(
			Array.from({ length: PUSHES }, () => unsentRecord(office, office.administrator))
		);
		const together = await trace(running.process.pid, '-e', 'trace=fsync,fdatasync,write,writev');
		await Promise.all(
			more.map((one) => sync(office.server, office.administrator, { push: wire(...one.entries) }))
		);
		const grouped = inOrder(await together.end());
		const flushes = (list: readonly string[]) => list.filter((one) => one === 'flush').length;
		console.log(
			`Flushes: ${flushes(seen)} for ${PUSHES} pushes one by one; ${flushes(grouped)} for ${PUSHES} at once`
		);
		expect(flushes(grouped)).toBeGreaterThan(0);
		expect(grouped.indexOf('flush')).toBeLessThan(grouped.indexOf('answer'));
	}, 60_000);

	it('has every connection of the store in WAL mode with full flushing', async () => {
		const store = await openSqliteStore(join(testFolder(), 'doorstep.sqlite'));
		// 2 is FULL.
		expect(await store.read((sql) => sql.all('PRAGMA synchronous'))).toMatchObject([{ synchronous: 2 }]);
		await store.write(async (sql) => {
			expect(await sql.all('PRAGMA synchronous')).toMatchObject([{ synchronous: 2 }]);
			expect(await sql.all('PRAGMA journal_mode')).toMatchObject([{ journal_mode: 'wal' }]);
		});
		await store.close();
	});
});
