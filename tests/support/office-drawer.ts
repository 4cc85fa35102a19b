import { vi } from 'vitest';
import { issueSetupCode } from '#lib/server/setup.ts';
import {
	invitePerson,
	joinOrganisation,
	openSession,
	setUpOrganisation,
	type OfficeVault
} from '#lib/app/join.ts';
import type { Ack, SyncResponse } from '#lib/sync/protocol.ts';
import { toWire } from '#lib/trust/entry.ts';
import { Drafts, type OpenResult } from '#lib/vault/drafts.ts';
import { makeDeviceKeys } from '#lib/vault/device-keys.ts';
import { makeEnrolment } from '#lib/vault/enrolment.ts';
import { makeAfterFinalPart, type AfterFinal } from '#lib/vault/after-final.ts';
import { makeVersionsPart, openShown, type Versions } from '#lib/vault/version-look.ts';
import { makeOfficePart, type Office } from '#lib/vault/office.ts';
import { OfficeDrawer, type Place } from '#lib/vault/office-drawer.ts';
import { makeRecordLifePart, type RecordLife } from '#lib/vault/record-life.ts';
import { newRecordName } from '#lib/vault/rehome.ts';
import type { EntryRow } from '#lib/vault/outbox.ts';
import type { LogRow } from '#lib/trust/verify.ts';
import { listTenants, readLog } from '#lib/server/log.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { FACTS, openTestDrawer, PLACE, recordWith, type TestDrawer } from './drawer.ts';
import type { AtEnd } from './folder.ts';
import { plainBody } from './plain-body.ts';
import { testServer, type PostPath, type TestServer } from './test-office.ts';

export const KIT_WORDS = 'kit words of the office';

/** A drawer with device keys and everything the vault can do for an organisation, without the passphrase. */
export interface OfficeDevice extends TestDrawer {
	readonly office: OfficeDrawer;
	readonly vault: OfficeVault & Office & AfterFinal & RecordLife & Versions;
	/** Opens a record as its screen does, with what other devices wrote. */
	show(id: string): Promise<OpenResult>;
	/** The same drawer in another tab, or after the browser was killed. */
	reopened(): OfficeDevice;
}

function deviceOf({ db, keys }: Pick<TestDrawer, 'db' | 'keys'>, place: Place): OfficeDevice {
	return officeDeviceOf(new OfficeDrawer(db, keys, place), new Drafts(db, keys));
}

/** A drawer that is open already, as a device of an office. */
export function officeDeviceOf(office: OfficeDrawer, drafts: Drafts): OfficeDevice {
	const { db, keys } = office;
	const vault = {
		...makeEnrolment(() => office, office.place.origin),
		...makeOfficePart(() => ({ office, drafts })),
		...makeAfterFinalPart(() => ({ office, drafts })),
		...makeRecordLifePart(() => ({ office, drafts })),
		...makeVersionsPart(() => ({ office, drafts }))
	};
	const show = (id: string) => openShown({ office, drafts }, id);
	const again = () => new Drafts(db, keys);
	const reopened = () => deviceOf({ db, keys }, office.place);
	return { db, keys, drafts, again, office, vault, show, reopened };
}

export async function newOfficeDevice(place = PLACE): Promise<OfficeDevice> {
	const drawer = await openTestDrawer();
	await drawer.db.deviceKeys.put(await makeDeviceKeys(drawer.keys));
	return deviceOf(drawer, place);
}

/** Lets `fetch` reach the real endpoints of a server in this process; the network is the only thing that is faked. */
export function connect(server: TestServer): void {
	vi.stubGlobal('fetch', async (path: PostPath, init: RequestInit) => {
		const { authorization = '' } = Object.fromEntries(new Headers(init.headers));
		const token = authorization.replace('Bearer ', '');
		const answer = await server.send(path, plainBody(init.body), token === '' ? {} : { token });
		answer.headers.set('date', new Date(server.clock.now).toUTCString());
		return answer;
	});
}

/** No signal. */
export function disconnect(): void {
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
}

/** A server whose organisation was founded from a drawer, kit read back. */
export async function foundedByDrawer(atEnd?: AtEnd) {
	const server = await testServer(PLACE.now(), atEnd);
	connect(server);
	const code = (await issueSetupCode(server.office)) ?? '';
	const administrator = await newOfficeDevice();
	const prepared = await administrator.vault.prepareOrganisation(KIT_WORDS);
	if (!prepared.ok) throw new TypeError(prepared.reason);
	const checked = await administrator.vault.checkKit(prepared.kit, KIT_WORDS);
	if (!checked.ok) throw new TypeError(checked.reason);
	const setUp = await setUpOrganisation(administrator.vault, code);
	if (!setUp.ok) throw new TypeError(setUp.reason);
	return { server, administrator, kit: prepared.kit, fingerprint: prepared.fingerprint };
}

export async function invitation(administrator: OfficeDevice): Promise<string> {
	const invited = await invitePerson(administrator.vault, 'practitioner');
	if (!invited.ok) throw new TypeError(invited.reason);
	return invited.value.text;
}

/** Pushes everything queued, as the exchange does, in the order of queueing. @returns the acks */
export async function pushed(server: TestServer, device: OfficeDevice): Promise<readonly Ack[]> {
	const session = await openSession(device.vault);
	if (!session.ok) throw new TypeError(session.reason);
	const push = (await queued(device)).map(({ h, s, c }) => toWire({ h, s, c: c ?? null }));
	const { seq, chain } = await device.vault.logPlace();
	const body = { device: device.keys.device, cursor: seq, chain, push };
	const token = (await device.vault.sessionToken()) ?? '';
	const answer = await server.post('/api/v1/sync', body, { token });
	const { acks, pull } = (await answer.json()) as SyncResponse;
	await device.vault.applyPulled(pull);
	return acks;
}

/** A practitioner's device that joins a new organisation; `before` runs while it still belongs to nobody. */
export async function joinedPractitioner(before?: (device: OfficeDevice) => Promise<unknown>, atEnd?: AtEnd) {
	const founded = await foundedByDrawer(atEnd);
	const device = await newOfficeDevice();
	await before?.(device);
	const joined = await joinOrganisation(device.vault, await invitation(founded.administrator));
	if (!joined.ok) throw new TypeError(joined.reason);
	return { ...founded, device };
}

/** A record made after joining, under a name of the person's. */
export async function recordIn(
	{ drafts, office }: OfficeDevice,
	text: string | DecisionRecord
): Promise<string> {
	const { said } = await office.held();
	if (said === undefined || said === 'damaged' || said.state !== 'joined') throw new TypeError('not joined');
	const name = await newRecordName(said.person);
	const record = typeof text === 'string' ? recordWith(text) : text;
	const created = await drafts.create({ ...name, record, facts: FACTS, at: '2026-11-22T10:00:00Z' });
	if (!created.ok) throw new TypeError(created.reason);
	return name.id;
}

/** What waits to be sent, in order. */
export async function queued({ db }: Pick<OfficeDevice, 'db'>): Promise<readonly EntryRow[]> {
	const rows = await db.entries.where('state').equals('queued').toArray();
	return rows.sort((one, other) => one.order - other.order);
}

/** The server's whole log, as a checker reads it. */
export async function logRows({ office }: TestServer): Promise<readonly LogRow[]> {
	const rows = await office.store.read(async (sql) => {
		const [tenant = ''] = await listTenants(sql);
		return readLog(sql, tenant, { after: 0, most: 1000 });
	});
	return rows.map(({ header: h, signature: s, body: c, seq, receivedAt, chain }) => ({
		h,
		s,
		c,
		seq,
		receivedAt,
		chain
	}));
}
