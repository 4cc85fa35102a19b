import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '#lib/trust/entry.ts';
import { logIds, unsentRecord } from '../support/deliveries.ts';
import { flakyDevice, type FlakyDevice } from '../support/flaky-device.ts';
import { testFolder } from '../support/folder.ts';
import {
	practitioner,
	publish,
	revocation,
	secondDevice,
	signedIn,
	sync,
	wire,
	type TestOffice
} from '../support/office-people.ts';
import { follow } from '../support/people.ts';
import { foundedOn, type Running } from './remote-office.ts';
import { startProcess } from './server-process.ts';

/** A device with what it has made, in order. */
interface Kept extends FlakyDevice {
	readonly made: Entry[];
}

async function writes(office: TestOffice, device: Kept): Promise<readonly Entry[]> {
	const { entries } = await unsentRecord(office, device.device);
	await device.queue(...entries);
	device.made.push(...entries);
	return entries;
}

/** Sends, hears, and takes what came. */
async function heard(device: FlakyDevice) {
	const end = await device.deliver();
	await device.take();
	return end;
}

/** Unlocks first. */
async function heals(office: TestOffice, device: FlakyDevice) {
	device.credential = 'session';
	Object.assign(device.device, await signedIn(office.server, device.device));
	return heard(device);
}

/** Lets devices ask until a backup holds all they made, or for a while. */
async function untilSafe(devices: readonly Kept[]): Promise<void> {
	for (let rounds = 0; rounds < 50; rounds += 1) {
		for (const device of devices) await device.deliver();
		const states = await Promise.all(devices.map((device) => device.states(device.made)));
		if (states.flat().every((state) => state === 'safe')) return;
		await new Promise((wake) => setTimeout(wake, 100));
	}
}

const restored = (backups: string, to: string) =>
	spawnSync(process.execPath, ['tools/restore.ts', 'newest', '--from', backups, '--to', to], {
		encoding: 'utf8'
	});

describe('the restore drill', () => {
	it('loses nothing with all devices alive, with one destroyed only its own unsafe work, and nothing safe', async () => {
		const [dataDir, backupDir] = [join(testFolder(), 'data'), join(testFolder(), 'backups')];
		const place = { dataDir, backupDir, env: { DOORSTEP_BACKUP_EVERY_S: '3600' } };
		const running: Running = { process: await startProcess(place), dataDir };
		const office = await foundedOn(running);
		const link = { server: office.server };
		const kept = async (device: Parameters<typeof flakyDevice>[1]): Promise<Kept> =>
			Object.assign(await flakyDevice(link, device), { made: [] });

		const [anna, ben, cleo, dan] = [
			await practitioner(office),
			await practitioner(office),
			await practitioner(office),
			await practitioner(office)
		];
		const further = await secondDevice(office, anna);
		await sync(office.server, anna, { push: wire(further.member) });
		await follow(office.organisation, [further.member]);
		const lead = await kept(office.administrator);
		const [tablet, phone] = [await kept(anna), await kept(further)];
		const [benDevice, lost, left] = [await kept(ben), await kept(cleo), await kept(dan)];
		const devices = [lead, tablet, phone, benDevice, lost, left];

		// Before the backup: a record on every device. Stopping makes the last backup.
		for (const device of devices) await writes(office, device);
		for (const device of devices) await device.deliver();
		await running.process.stop();
		running.process = await startProcess(place);
		for (const device of devices) {
			await heard(device);
			expect(new Set(await device.states(device.made))).toEqual(new Set(['safe']));
		}
		const safe = devices.flatMap(({ made }) => made.map(({ id }) => id));

		// After it: work that is acknowledged, a person who joins, a device that is revoked, and work not sent yet.
		const erin = await kept(await practitioner(office));
		const acknowledged = [tablet, phone, benDevice, lost, lead, erin];
		for (const device of acknowledged) await writes(office, device);
		benDevice.weather.push('lost-answer');
		for (const device of acknowledged) await device.deliver();
		await benDevice.deliver();
		const revoked = await revocation(office, left.device);
		await publish(office, [revoked]);
		for (const device of [tablet, phone, benDevice, lead, erin]) await heard(device);
		const [unsent, unsentLost] = [await writes(office, benDevice), await writes(office, lost)];
		const before = await logIds(office);

		// The machine is gone, and its disk with it.
		await running.process.kill();
		rmSync(dataDir, { recursive: true });
		running.dataDir = join(testFolder(), 'new');
		const said = restored(backupDir, running.dataDir);
		expect(said).toMatchObject({ status: 0, stderr: '' });
		expect(said.stdout).toContain('1 organisation');
		running.process = await startProcess({
			...place,
			dataDir: running.dataDir,
			env: { DOORSTEP_BACKUP_EVERY_S: '1' }
		});
		const atFirst = new Set(await logIds(office));
		const missingAtFirst = before.filter((id) => !atFirst.has(id));
		expect(missingAtFirst.length).toBeGreaterThan(30);

		// A device that is locked since before the backup is the first to be heard; then all but the destroyed one.
		phone.credential = 'delivery';
		expect(await phone.deliver()).toMatchObject({ kind: 'quiet', forked: true });
		const byLocked = (await logIds(office)).length - atFirst.size;
		expect(await logIds(office)).toContain(revoked.id);
		for (const device of [benDevice, lead, erin, phone, tablet]) await heals(office, device);
		for (const device of [benDevice, lead, erin, phone, tablet]) await heals(office, device);
		const log = new Set(await logIds(office));
		const lostWork = before.filter((id) => !log.has(id));
		expect(safe.filter((id) => !log.has(id))).toEqual([]);
		expect(unsent.filter(({ id }) => !log.has(id))).toEqual([]);
		expect(new Set(lostWork)).toEqual(new Set(lost.made.slice(5, 10).map(({ id }) => id)));
		await expect(signedIn(office.server, left.device)).rejects.toThrow('sign-in');

		// It was in a drawer after all.
		await heals(office, lost);
		const end = new Set(await logIds(office));
		expect(before.filter((id) => !end.has(id))).toEqual([]);
		expect(unsentLost.filter(({ id }) => !end.has(id))).toEqual([]);

		// Everything is safe again once the new server has made a backup of its own.
		await untilSafe(devices.slice(0, 5));
		for (const device of devices.slice(0, 5)) {
			expect(new Set(await device.states(device.made))).toEqual(new Set(['safe']));
		}
		expect(await running.process.health()).toMatchObject({ backup: 'verified' });
		console.log(
			`Restore drill: ${before.length} entries before, ${missingAtFirst.length} missing after the restore, ` +
				`${byLocked} of them back by one locked device; one device destroyed: lost ${lostWork.length} acknowledged ` +
				`and ${unsentLost.length} unsent entries of its own, 0 of ${safe.length} safe; all devices alive: lost 0.`
		);
	}, 120_000);
});
