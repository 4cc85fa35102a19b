/**
 * Run by Node on its own: one person's tablet and phone, made and joined with the app's own vault against a running
 * server, both of which wrote to one record offline. Prints the tablet's databases, to be put into a browser as they
 * are. Reads `{origin, code, passphrase, kind}` from its first argument.
 */
import 'fake-indexeddb/auto';
import { openSession, setUpOrganisation } from '#lib/app/join.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { toWire } from '#lib/trust/entry.ts';
import type { SyncResponse } from '#lib/sync/protocol.ts';
import { makeDrawer } from '#lib/vault/opening.ts';
import { drawerName } from '#lib/vault/outbox.ts';
import { newId } from '#lib/trust/ids.ts';
import { completed, emergency, finalising } from './final-record.ts';
import { officeDeviceOf, queued, recordIn, KIT_WORDS, type OfficeDevice } from './office-drawer.ts';
import { dumpAll } from './database-dump.ts';
import { furtherDevice, type Push } from './second-device.ts';
import { FACTS } from './drawer.ts';

interface Wanted {
	readonly origin: string;
	readonly code: string;
	readonly passphrase: string;
	/** What the two did: wrote the same answers, or one signed while the other wrote on. */
	readonly kind: 'clash' | 'late';
}

const wanted = JSON.parse(process.argv[2] ?? '{}') as Wanted;
const { origin, code, passphrase } = wanted;
const place = { origin, now: () => Date.now(), kitWorkFactor: 15 };
const network = globalThis.fetch;
globalThis.fetch = (path, init) =>
	network(new URL(path instanceof Request ? path.url : path, origin), {
		...init,
		headers: { ...Object.fromEntries(new Headers(init?.headers)), origin }
	});

const push: Push = async (device) => {
	const session = await openSession(device.vault);
	if (!session.ok) throw new TypeError(session.reason);
	const rows = (await queued(device)).map(({ h, s, c }) => toWire({ h, s, c: c ?? null }));
	const body = { device: device.keys.device, cursor: 0, chain: null, push: rows };
	const authorization = `Bearer ${(await device.vault.sessionToken()) ?? ''}`;
	const headers = { 'content-type': 'application/json', authorization };
	const answer = await fetch('/api/v1/sync', { method: 'POST', headers, body: JSON.stringify(body) });
	if (!answer.ok) throw new TypeError(`${answer.status}: ${await answer.text()}`);
	const { acks, pull } = (await answer.json()) as SyncResponse;
	await device.vault.applyPulled(pull);
	return acks;
};

async function founded(tablet: OfficeDevice): Promise<void> {
	const prepared = await tablet.vault.prepareOrganisation(KIT_WORDS);
	if (!prepared.ok) throw new TypeError(prepared.reason);
	const checked = await tablet.vault.checkKit(prepared.kit, KIT_WORDS);
	if (!checked.ok) throw new TypeError(checked.reason);
	const done = await setUpOrganisation(tablet.vault, code);
	if (!done.ok) throw new TypeError(done.reason);
}

async function write(device: OfficeDevice, id: string, values: DecisionRecord['values']): Promise<void> {
	const opened = await device.show(id);
	if (!opened.ok) throw new TypeError(opened.reason);
	const record = { ...opened.record, values: { ...opened.record.values, ...values } };
	await device.drafts.save({ id, record, facts: FACTS, at: new Date().toISOString() });
	await device.vault.cut(id);
}

const drawer = await makeDrawer(
	passphrase,
	{ profile: newId(), device: newId(), initials: 'AB', colour: 'teal' },
	place
);
const tablet = officeDeviceOf(drawer.office, drawer.drafts);
await founded(tablet);
const phone = await furtherDevice(push, tablet);
const id = await recordIn(tablet, completed(emergency()));
await tablet.vault.cut(id);
await push(tablet);
await push(phone);
await phone.vault.adoptPulled({ id, facts: FACTS });

const CONCERN = 'case/concernSummary';
const REFERENCE = 'case/subjectRef';
if (wanted.kind === 'late') {
	await write(phone, id, { [CONCERN]: 'The neighbour rang again in the evening.' });
	await tablet.vault.finalise({ ...finalising(id), at: new Date().toISOString() });
	await push(tablet);
	await push(phone);
} else {
	await write(phone, id, {
		[CONCERN]: 'Bruise on the left arm, seen at the door at noon.',
		[REFERENCE]: 'Ref B',
		'case/viewsChild': 'He wants to stay.'
	});
	await write(tablet, id, { [CONCERN]: 'Bruise on the right arm, seen at the door.', [REFERENCE]: 'Ref A' });
	await push(phone);
}
// The last to sign in here is whose browser this is.
await openSession(tablet.vault);
const databases = await dumpAll(['doorstep-device', drawerName(tablet.keys.profile)]);
process.stdout.write(JSON.stringify({ id, databases }));
process.exit(0);
