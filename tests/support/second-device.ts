/** A further device of the same person, enrolled by the first one with the real statements. The screens for it come later. */
import { toBase64Url } from '#lib/trust/bytes.ts';
import { addDevice } from '#lib/trust/join.ts';
import { personalSpace, type Keylog } from '#lib/trust/keylog-state.ts';
import { accept } from '#lib/trust/outcome.ts';
import { openSecrets } from '#lib/trust/space-secret.ts';
import { sealMembership, type Member } from '#lib/vault/membership.ts';
import { joinedPractitioner, newOfficeDevice, pushed, type OfficeDevice } from './office-drawer.ts';
import type { Ack } from '#lib/sync/protocol.ts';
import type { AtEnd } from './folder.ts';

/** Sends what a device has queued, and takes what comes back. */
export type Push = (device: OfficeDevice) => Promise<readonly Ack[]>;

async function memberOf({ office }: OfficeDevice): Promise<{ member: Member; keylog: Keylog }> {
	const { said } = await office.held();
	if (said === undefined || said === 'damaged' || said.state !== 'joined') throw new TypeError('not joined');
	const keylog = await office.keylogOf(said);
	if (!keylog.ok) throw new TypeError(keylog.reason);
	return { member: said, keylog: keylog.value };
}

/** Vouches for the new device from the old one and puts that into the office's log. */
async function vouch(push: Push, first: OfficeDevice, second: OfficeDevice): Promise<void> {
	const keys = await second.office.device();
	const { member, keylog } = await memberOf(first);
	const space = personalSpace(keylog, member.person);
	if (keys === undefined || space === undefined) throw new TypeError('no keys');
	const { device, recipient } = keys;
	const signKey = toBase64Url(keys.key.publicKey);
	const added = await first.office.append(async ({ by }) =>
		accept({
			entries: await addDevice(by, { device, signKey, recipient, space, secrets: [member.personal] }),
			write: () => Promise.resolve(true)
		})
	);
	if (!added.ok) throw new TypeError(added.reason);
	const acks = await push(first);
	if (acks.some((ack) => !('seq' in ack))) throw new TypeError(JSON.stringify(acks));
}

/** What the new device keeps of having joined: the keylog, and the secret that was sealed to it. */
async function settleIn(first: OfficeDevice, second: OfficeDevice): Promise<void> {
	const { member, keylog } = await memberOf(first);
	const rows = await first.db.entries.where('kind').equals('key').toArray();
	await second.db.entries.bulkPut(rows);
	const keys = await second.office.device();
	const { secrets } = await openSecrets(keylog, keys?.identity ?? '');
	const personal = secrets.find(({ space }) => space === member.personal.space);
	if (personal === undefined) throw new TypeError('no secret of the personal space');
	const own: Member = { ...member, personal, deviceSeq: 1, devicePrev: null };
	await second.db.membership.put(await sealMembership(second.keys, own, 0));
}

/** A practitioner with a tablet and a phone, both joined; neither has a record. */
export async function twoDevices(atEnd?: AtEnd) {
	const joined = await joinedPractitioner(undefined, atEnd);
	const tablet = joined.device;
	const phone = await furtherDevice((device) => pushed(joined.server, device), tablet);
	return { ...joined, tablet, phone };
}

export async function furtherDevice(push: Push, first: OfficeDevice): Promise<OfficeDevice> {
	const second = await newOfficeDevice(first.office.place);
	await vouch(push, first, second);
	await settleIn(first, second);
	return second;
}
