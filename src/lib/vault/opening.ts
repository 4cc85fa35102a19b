/** How a drawer comes to be open: made, unlocked, or put under new keys. */
import { randomBytes, type Bytes } from '../trust/bytes.ts';
import { DrawerDatabase } from './database.ts';
import { makeDeviceKeys } from './device-keys.ts';
import { Drafts } from './drafts.ts';
import { keepRoot, type KeptRoot } from './kept-root.ts';
import { deriveKeys, type DrawerKeys } from './keys.ts';
import { OfficeDrawer, type Place } from './office-drawer.ts';
import { openDrawerDatabase } from './open-database.ts';
import type { UnlockedDrawer } from './open-drawer.ts';
import type { ProfileMark } from './profile-mark.ts';
import { writeProfile } from './profiles.ts';
import { rootKeyInForce } from './root-keys.ts';
import { writeSlot } from './slot-store.ts';
import { keepUp } from './slot-upkeep.ts';
import { makeSlot, type SlotOwner } from './slots.ts';
import { OpenShare } from './tab-locks.ts';
import { rootKeyFor, type UnlockProblem, type UnlockSecret } from './unlocking.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** Clock and origin, and the share that keeps other tabs from changing the root key. */
interface Where {
	readonly place: Place;
	readonly share: OpenShare;
}

/** The open drawer, or why the secret does not open it. */
export type OpenedDrawer =
	| { readonly ok: true; readonly open: UnlockedDrawer }
	| { readonly ok: false; readonly reason: UnlockProblem | WriteProblem };

function openWith(
	drawer: { db: DrawerDatabase; keys: DrawerKeys; root: KeptRoot },
	{ place, share }: Where
): UnlockedDrawer {
	const { db, keys, root } = drawer;
	return { drafts: new Drafts(db, keys), office: new OfficeDrawer(db, keys, place), share, root };
}

/** Both wipe what they take. */
async function keysOf(rootKey: Bytes, owner: SlotOwner): Promise<{ keys: DrawerKeys; root: KeptRoot }> {
	const keys = await deriveKeys(rootKey.slice(), owner);
	return { keys, root: await keepRoot(rootKey, keys) };
}

/** The same drawer under another root key, which is wiped. Records that were open have to be opened anew. */
export async function underKey({ office, share }: UnlockedDrawer, rootKey: Bytes): Promise<UnlockedDrawer> {
	const { db, place } = office;
	const { profile, device } = office.keys;
	return openWith({ db, ...(await keysOf(rootKey, { profile, device })) }, { place, share });
}

/** Makes a drawer. The slot is written last: a drawer made by half is no drawer. @throws what the storage throws */
export async function makeDrawer(
	passphrase: string,
	owner: SlotOwner & Pick<ProfileMark, 'initials' | 'colour'>,
	place: Place
): Promise<UnlockedDrawer> {
	const rootKey = randomBytes(32);
	const { profile, device, initials, colour } = owner;
	const madeAt = place.now();
	const slot = await makeSlot(rootKey, passphrase, { profile, device, madeAt });
	const { keys, root } = await keysOf(rootKey, { profile, device });
	const db = new DrawerDatabase(profile);
	const deviceKeys = await makeDeviceKeys(keys);
	await db.deviceKeys.put(deviceKeys);
	const { recipient } = deviceKeys;
	await writeProfile({ profile, initials, colour, madeAt, recipient });
	await writeSlot(slot);
	return openWith({ db, keys, root }, { place, share: await OpenShare.take(profile) });
}

/** Opens a drawer with a secret. */
export async function openDrawer(profile: string, secret: UnlockSecret, place: Place): Promise<OpenedDrawer> {
	// Before the slot is read: from here on nobody changes the root key.
	const share = await OpenShare.take(profile);
	let opened: OpenedDrawer | undefined;
	try {
		opened = await openShared(profile, secret, { place, share });
		return opened;
	} finally {
		if (!opened?.ok) await share.giveBack();
	}
}

async function openShared(profile: string, secret: UnlockSecret, at: Where): Promise<OpenedDrawer> {
	const { place, share } = at;
	const found = await rootKeyFor(profile, secret, place.now());
	if (!found.ok) return found;
	const { rootKey: rootKeys, owner } = found;
	let db: DrawerDatabase;
	try {
		db = await openDrawerDatabase(profile);
	} catch (error) {
		found.rootKey.fill(0);
		return { ok: false, reason: writeProblem(error) };
	}
	if (secret.kind === 'passphrase') {
		const upkeep = { db, owner, now: () => place.now() };
		// What cannot be put right now stays as it is: the drawer opens all the same.
		await keepUp(upkeep, share, { passphrase: secret.passphrase, rootKeys }).catch(() => undefined);
	}
	const rootKey = await rootKeyInForce(db, rootKeys, owner);
	return { ok: true, open: openWith({ db, ...(await keysOf(rootKey, owner)) }, at) };
}
