import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unsentRecord } from '../support/deliveries.ts';
import { flakyDevice, type FlakyDevice } from '../support/flaky-device.ts';
import { testFolder } from '../support/folder.ts';
import { practitioner, reason, sync, syncAnswer, wire, type TestOffice } from '../support/office-people.ts';
import { foundedOn, type Running } from './remote-office.ts';
import { startProcess, type ServerPlace } from './server-process.ts';
import { mayTrace, trace } from './strace.ts';

/** A disk of its own with little room; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
	const folder = testFolder();
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', folder]);
	if (status !== 0) return undefined;
	onTestFinished(() => void spawnSync('umount', ['-l', folder]));
	return folder;
}

/** Takes all the room that is left. @returns gives it back */
function fillUp(disk: string): () => void {
	const file = join(disk, 'filler');
	const block = Buffer.alloc(64 * 1024, 1);
	for (let size = block.length; size >= 512; size /= 2) {
		try {
			for (;;) writeFileSync(file, block.subarray(0, size), { flag: 'a' });
		} catch {
			// Full for pieces of this size.
		}
	}
	return () => rmSync(file);
}

interface Scene extends Running {
	readonly office: TestOffice;
	readonly flaky: FlakyDevice;
}

async function scene(place: ServerPlace): Promise<Scene> {
	const running: Running = { process: await startProcess(place), dataDir: place.dataDir };
	const office = await foundedOn(running);
	const flaky = await flakyDevice({ server: office.server }, await practitioner(office));
	return Object.assign(running, { office, flaky });
}

/** While the disk is bad: a named problem with a time to come back, the queue kept, the process alive. */
async function isHeldUp({ office, flaky, process: server }: Scene) {
	const { entries } = await unsentRecord(office, flaky.device);
	await flaky.queue(...entries);
	const answer = await syncAnswer(office.server, flaky.device, { push: wire(...entries) });
	expect(answer.status).toBe(503);
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(await reason(answer)).toBe('storage-unavailable');
	expect(await flaky.deliver()).toMatchObject({ kind: 'waiting' });
	expect(new Set(await flaky.states(entries))).toEqual(new Set(['queued']));
	expect(server.isAlive()).toBe(true);
	return entries;
}

/** Afterwards nobody does anything but try again. */
async function goesOn({ flaky }: Scene, entries: Awaited<ReturnType<typeof isHeldUp>>) {
	expect(await flaky.deliver()).toMatchObject({ kind: 'quiet' });
	expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
}

describe('a disk that fails', () => {
	it('full, read-only or broken: work waits on the device and goes on by itself', async ({ skip }) => {
		if (!mayTrace()) skip('NOT PROVED HERE: strace is missing, or may not follow processes on this machine');
		const bad = await scene({ dataDir: join(testFolder(), 'data') });
		const faults = [
			'pwrite64:error=ENOSPC',
			'pwrite64:error=EROFS',
			'pwrite64:error=EIO',
			'fsync,fdatasync:error=EIO'
		];
		for (const fault of faults) {
			const failing = await trace(
				bad.process.pid,
				'-e',
				'trace=pwrite64,fsync,fdatasync',
				'-e',
				`inject=${fault}`
			);
			const entries = await isHeldUp(bad);
			expect(
				(await failing.end()).some((line) => line.includes('(INJECTED)')),
				fault
			).toBe(true);
			await goesOn(bad, entries);
		}
	}, 60_000);

	it('really full: the same, on a disk of 4 MB', async ({ skip }) => {
		const disk = smallDisk() ?? skip('NOT PROVED HERE: this user may not mount a small disk');
		const full = await scene({ dataDir: join(disk, 'data') });
		const giveBack = fillUp(disk);
		// What is left of the last page may still take a little.
		for (let tries = 0; tries < 50; tries += 1) {
			const { entries } = await unsentRecord(full.office, full.office.administrator);
			const pushed = await syncAnswer(full.office.server, full.office.administrator, {
				push: wire(...entries)
			});
			if (pushed.status === 503) break;
		}
		const entries = await isHeldUp(full);
		giveBack();
		await goesOn(full, entries);
	}, 60_000);

	it('a data folder that is away takes nothing, since it would be gone with the process', async () => {
		const dataDir = join(testFolder(), 'data');
		const away = await scene({ dataDir });
		renameSync(dataDir, `${dataDir}-away`);
		const entries = await isHeldUp(away);
		expect(existsSync(dataDir)).toBe(false);
		renameSync(`${dataDir}-away`, dataDir);
		await goesOn(away, entries);
	}, 60_000);

	it('a backup folder that is full or away leaves safe what is safe, calls nothing else so, and is told', async ({
		skip
	}) => {
		const disk = smallDisk() ?? skip('NOT PROVED HERE: this user may not mount a small disk');
		const backupDir = join(disk, 'backups');
		mkdirSync(backupDir);
		const dataDir = join(testFolder(), 'data');
		const running = await scene({ dataDir, backupDir, env: { DOORSTEP_BACKUP_EVERY_S: '1' } });
		const { office, flaky } = running;
		const until = async (state: string) => {
			for (let tries = 0; tries < 100; tries += 1) {
				const health = await running.process.health();
				const answer = await sync(office.server, flaky.device);
				expect(answer.backup).toBe(health.backup);
				if (health.backup === state && (state === 'failing' || answer.durable === answer.cursor))
					return answer;
				await new Promise((wake) => setTimeout(wake, 100));
			}
			throw new TypeError(`never ${state}: ${running.process.printed()}`);
		};
		const safe = await until('verified');
		for (const breaks of [
			() => fillUp(disk),
			() => {
				renameSync(backupDir, `${backupDir}-away`);
				return () => renameSync(`${backupDir}-away`, backupDir);
			}
		]) {
			const { durable } = await until('verified');
			const mends = breaks();
			const { entries } = await unsentRecord(office, flaky.device);
			await flaky.queue(...entries);
			await flaky.deliver();
			const failing = await until('failing');
			expect(failing.durable).toBe(durable);
			expect(failing.backup_at).toBeGreaterThanOrEqual(safe.backup_at ?? 0);
			expect(new Set(await flaky.states(entries))).toEqual(new Set(['echoed']));
			mends();
			await until('verified');
			await flaky.deliver();
			expect(new Set(await flaky.states(entries))).toEqual(new Set(['safe']));
		}
	}, 60_000);
});
