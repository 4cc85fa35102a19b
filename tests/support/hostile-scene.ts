/**
 * The scene of every attack: an office with a tablet and a phone of one person, an administrator, a stranger who is a
 * colleague with a device of their own, and another office. Made once; the tablet, which is the victim, and the server
 * are put back to the same moment before each attack.
 */
import { joinOrganisation, openSession } from '#lib/app/join.ts';
import { toBase64Url } from '#lib/trust/bytes.ts';
import type { Keylog } from '#lib/trust/keylog-state.ts';
import type { AtEnd } from './folder.ts';
import {
	foundedByDrawer,
	invitation,
	logRows,
	newOfficeDevice,
	pushed,
	queued,
	recordIn,
	type OfficeDevice
} from './office-drawer.ts';
import { forkable, type TestServer } from './test-office.ts';
import { ADVICE, both, exchange, WORRY, write } from './two-writers.ts';
import { wireOf, type Wire } from './hostile-forge.ts';

/** Words that the victim and its own phone wrote; nothing else may ever be read on the tablet. */
export const WORDS = {
	first: 'first words',
	phone: 'advice from the phone',
	unsent: 'unsent words of the tablet',
	other: 'a record that was never sent'
} as const;

/** What an attacker would like to be read. */
export const EVIL = 'planted by the attacker';

/** A device of the office that colludes with the server, or was stolen. */
export interface Accomplice {
	readonly device: OfficeDevice;
	readonly person: string;
}

export interface Scene {
	/** Servers that go on from the moment of the attack. */
	readonly server: (end?: AtEnd) => Promise<TestServer>;
	/** The same before the phone wrote and before the newest invite. */
	readonly earlier: (end?: AtEnd) => Promise<TestServer>;
	readonly tablet: OfficeDevice;
	readonly token: string;
	readonly phone: Accomplice;
	readonly stranger: Accomplice;
	readonly administrator: Accomplice;
	/** Record that both devices have, one that waits on the tablet, and one of the stranger's. */
	readonly record: string;
	readonly unsent: string;
	readonly foreign: string;
	/** The phone's draft and the newest statements, in the log and not on the tablet yet. */
	readonly log: readonly Wire[];
	/** Log of another office, and an invite to this one. */
	readonly otherLog: readonly Wire[];
	readonly invite: string;
	/** As the tablet knows it before the attack, and as everybody honest knows it. */
	readonly keylog: Keylog;
	readonly newKeylog: Keylog;
	/** Ids that an honest log holds, or that wait on the tablet. */
	readonly honest: ReadonlySet<string>;
	/** What waits on the tablet. */
	readonly waiting: readonly string[];
	/** Their ids by header, as it travels. */
	readonly idOf: ReadonlyMap<string, string>;
	/** Puts the tablet back to the moment of the attack. */
	rewind(): Promise<OfficeDevice>;
}

async function accomplice(device: OfficeDevice): Promise<Accomplice> {
	const facts = await device.vault.membership();
	if (facts?.state !== 'joined') throw new TypeError('not joined');
	return { device, person: facts.person };
}

async function keylogOf({ office }: OfficeDevice): Promise<Keylog> {
	const standing = await office.standing();
	if (!standing.ok) throw new TypeError(standing.reason);
	return standing.value.keylog;
}

async function joined(administrator: OfficeDevice): Promise<OfficeDevice> {
	const device = await newOfficeDevice();
	const done = await joinOrganisation(device.vault, await invitation(administrator));
	if (!done.ok) throw new TypeError(done.reason);
	return device;
}

async function written(device: OfficeDevice, text: string): Promise<string> {
	const id = await recordIn(device, text);
	const cut = await device.vault.cut(id);
	if (!cut.ok) throw new TypeError(cut.reason);
	return id;
}

/** Everything that a drawer holds, to be put back as often as wanted. */
async function snapshot({ db, reopened }: OfficeDevice): Promise<() => Promise<OfficeDevice>> {
	const tables = await Promise.all(
		db.tables.map(async (table) => [table.name, (await table.toArray()) as unknown[]] as const)
	);
	return async () => {
		await db.transaction('rw', db.tables, async () => {
			for (const [name, rows] of tables) {
				await db.table(name).clear();
				await db.table(name).bulkPut(rows);
			}
		});
		// A new one: the old drawer remembers a keylog that it has not seen any more.
		return reopened();
	};
}

async function otherOffice(atEnd: AtEnd): Promise<readonly Wire[]> {
	const { server, administrator } = await foundedByDrawer(atEnd);
	await written(administrator, EVIL);
	await pushed(server, administrator);
	return Promise.all((await logRows(server)).map(wireOf));
}

/** @param atEnd when servers are closed: `afterAll` */
export async function makeScene(atEnd: AtEnd): Promise<Scene> {
	const otherLog = await otherOffice(atEnd);
	const { server, administrator, tablet, phone, id: record } = await both(atEnd);
	const stranger = await joined(administrator);
	const foreign = await written(stranger, EVIL);
	await exchange(server, stranger, tablet, phone, administrator);
	await openSession(tablet.vault);
	const earlier = await forkable(server, atEnd);
	await write(phone, record, [ADVICE, WORDS.phone]);
	await exchange(server, phone);
	const before = await logRows(server);
	const invite = await invitation(administrator);
	await pushed(server, administrator);
	await write(tablet, record, [WORRY, WORDS.unsent]);
	const unsent = await written(tablet, WORDS.other);
	const log = await Promise.all((await logRows(server)).map(wireOf));
	const { seq } = await tablet.vault.logPlace();
	const rows = await queued(tablet);
	const waiting = rows.map(({ id }) => id);
	if (before.length <= seq || waiting.length !== 4) throw new TypeError('not the scene that was meant');
	return {
		server: await forkable(server, atEnd),
		earlier,
		tablet,
		token: (await tablet.vault.sessionToken()) ?? '',
		phone: await accomplice(phone),
		stranger: await accomplice(stranger),
		administrator: await accomplice(administrator),
		record,
		unsent,
		foreign,
		log,
		otherLog,
		invite,
		keylog: await keylogOf(tablet),
		newKeylog: await keylogOf(administrator),
		honest: new Set([...log.map(({ id }) => id), ...waiting]),
		waiting,
		idOf: new Map(rows.map(({ id, h }) => [toBase64Url(h), id])),
		rewind: await snapshot(tablet)
	};
}
