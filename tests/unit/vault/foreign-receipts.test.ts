import { afterEach, expect, it, vi } from 'vitest';
import { openSession } from '#lib/app/join.ts';
import { deliver, type Delivered } from '#lib/sync/deliver.ts';
import { HISTORY, toNotes } from '#lib/vault/history-notes.ts';
import { openOutbox } from '#lib/vault/outbox.ts';
import { connect, recordIn, type OfficeDevice } from '../../support/office-drawer.ts';
import { twoDevices } from '../../support/second-device.ts';
import { keptCopy, type PostPath, type TestServer } from '../../support/test-office.ts';

afterEach(() => vi.unstubAllGlobals());

/** One delivery as the app does it: exchange over the drawer's own outbox, then the open drawer checks what came. */
async function delivers(server: TestServer, device: OfficeDevice): Promise<Delivered> {
	connect(server);
	await openSession(device.vault);
	const token = (await device.vault.sessionToken()) ?? '';
	const outbox = await openOutbox(device.keys.profile);
	if (outbox === undefined) throw new TypeError('no drawer');
	const post = (path: string, body: unknown) => server.post(path as PostPath, body, { token });
	const ports = { store: outbox, device: device.keys.device, post, now: () => 7 };
	const end = await deliver(ports, { failures: 0, random: () => 0.5, hasSession: true });
	outbox.close();
	await device.vault.checkPulled();
	return end;
}

async function writes(device: OfficeDevice, text: string): Promise<void> {
	await device.vault.cut(await recordIn(device, text));
}

const notes = async ({ db }: OfficeDevice) => toNotes((await db.sync.get(HISTORY))?.value);

it('a server that tells two devices two stories is found out by both as soon as they meet', async () => {
	const { server, tablet, phone } = await twoDevices();
	for (const device of [tablet, phone]) await delivers(server, device);
	const other = await (await keptCopy(server))();
	await writes(tablet, 'told to one server');
	await delivers(server, tablet);
	await writes(phone, 'told to the other');
	await delivers(other, phone);
	expect([await notes(tablet), await notes(phone)]).toEqual([[], []]);
	await writes(phone, 'signed on the other story');

	expect(await delivers(server, phone)).toMatchObject({ kind: 'quiet', forked: true });
	expect(await notes(phone)).toMatchObject([{ kind: 'fork', at: 7 }]);
	await delivers(server, tablet);
	const [note, ...more] = await notes(tablet);
	expect(note).toMatchObject({ kind: 'receipt', device: phone.keys.device });
	expect([note?.mine.seq, note?.mine.chain === note?.other.chain]).toEqual([note?.other.seq, false]);
	expect(more).toEqual([]);
	// The entry is as good as any: only the server is in doubt.
	expect(await tablet.db.quarantine.toArray()).toEqual([]);
	// The phone has read its own report; what it sees in the one log from now on is no news.
	await delivers(server, phone);
	expect(await notes(phone)).toHaveLength(1);
});
