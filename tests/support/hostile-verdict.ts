/** What an attack came to, and what must hold whatever the attacker did. */
import { expect } from 'vitest';
import type { Delivered } from '#lib/sync/deliver.ts';
import { listTenants, readLog } from '#lib/server/log.ts';
import { HISTORY, toNotes } from '#lib/vault/history-notes.ts';
import type { Applied } from '#lib/vault/pulled.ts';
import { delivered, honestPost } from './hostile-server.ts';
import { EVIL, WORDS, type Scene } from './hostile-scene.ts';
import type { OfficeDevice } from './office-drawer.ts';
import type { TestServer } from './test-office.ts';
import { ADVICE, shown, WORRY } from './two-writers.ts';

/** Names of everything that the victim noticed. */
export async function noticed(
	{ db }: OfficeDevice,
	end: Delivered,
	{ refused, isRed }: Applied
): Promise<ReadonlySet<string>> {
	const parked = await db.entries.where('state').equals('parked').toArray();
	const isForked = end.forked || toNotes((await db.sync.get(HISTORY))?.value).length > 0;
	return new Set([
		end.kind === 'waiting' ? end.trouble : 'quiet',
		...refused.map(({ reason }) => `refused: ${reason}`),
		...parked.map(({ reason }) => `parked: ${reason ?? ''}`),
		...(isRed ? ['keylog stopped'] : []),
		...(isForked ? ['history changed'] : [])
	]);
}

/** Ids in the whole log of a server. */
async function idsOf({ office }: TestServer): Promise<ReadonlySet<string>> {
	const rows = await office.store.read(async (sql) => {
		const [tenant = ''] = await listTenants(sql);
		return readLog(sql, tenant, { after: 0, most: 1000 });
	});
	return new Set(rows.map(({ id }) => id));
}

/** Everything that can be read in the drawer, as one text. */
async function readable(device: OfficeDevice): Promise<string> {
	const { headers } = await device.drafts.list();
	const listed = await Promise.all(headers.map(({ id }) => device.show(id)));
	return JSON.stringify([listed, await device.vault.pulledOnly()]);
}

/** Exceptions that an attack names, each with its reason. */
export interface Allowed {
	/** Entries of a stolen device are authentic: they are stored, and their words are not those of an attacker. */
	readonly stores?: boolean;
	/** The server's own word for it is all there is: see the decision. */
	readonly believes?: boolean;
}

/** No word of the attacker, nobody new in the keylog, nothing of ours lost, no state that says too much. */
export async function heldOut(scene: Scene, device: OfficeDevice, server: TestServer, allowed: Allowed) {
	expect(await readable(device)).not.toContain(EVIL);
	const standing = await device.office.standing();
	if (!standing.ok) expect.fail(standing.reason);
	const known = [...scene.newKeylog.positions.keys()];
	expect(known).toEqual(expect.arrayContaining([...standing.value.keylog.positions.keys()]));
	const rows = await device.db.entries.toArray();
	const strangers = rows.filter(({ id, checked }) => checked === 1 && !scene.honest.has(id));
	if (allowed.stores !== true) expect(strangers.map(({ id }) => id)).toEqual([]);
	const ours = rows.filter(({ id, c }) => scene.waiting.includes(id) && c !== undefined);
	expect(ours).toHaveLength(scene.waiting.length);
	if (allowed.believes === true) return;
	const there = await idsOf(server);
	const said = ours.filter(({ state }) => state === 'echoed' || state === 'safe');
	expect([...there]).toEqual(expect.arrayContaining(said.map(({ id }) => id)));
	expect(rows.filter(({ state }) => state === 'safe')).toEqual([]);
}

/** What an attack leaves behind although an honest server answers again. */
export interface Left {
	readonly isLost: boolean;
	readonly isParked: boolean;
}

/** With an honest server again everything arrives and everybody's words are there. */
export async function healed(
	scene: Scene,
	device: OfficeDevice,
	server: TestServer,
	left: Left
): Promise<void> {
	const post = honestPost(scene, server);
	for (let tries = 3; tries > 0; tries -= 1) await delivered(device, post);
	const states = (await device.db.entries.bulkGet([...scene.waiting])).map((row) => row?.state);
	const arrived = left.isParked ? 'parked' : 'echoed';
	if (!states.includes('safe')) expect(states).toEqual(scene.waiting.map(() => arrived));
	if (!left.isParked) expect([...(await idsOf(server))]).toEqual(expect.arrayContaining([...scene.waiting]));
	const { values } = await shown(device, scene.record);
	expect(values[WORRY]).toBe(WORDS.unsent);
	if (!left.isLost) expect(values[ADVICE]).toBe(WORDS.phone);
	expect(await readable(device)).not.toContain(EVIL);
}
