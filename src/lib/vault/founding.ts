/**
 * Making an organisation on its first administrator's device. The root key and the recovery identity leave this worker
 * only inside the kit; the entries are released for posting only after the kit was read back.
 */
import type { Bytes } from '../trust/bytes.ts';
import { readWireEntry, toWire, type Entry, type WireEntry } from '../trust/entry.ts';
import { isKitOf, makeKit, openKit, type KitProblem } from '../trust/kit.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { makeOrganisation, type Organisation } from '../trust/organisation.ts';
import { keylogFrom } from './keylog-shelf.ts';
import { putMembership, sealMembership, type Founding, type Member } from './membership.ts';
import { inTransaction, rowOf, type OfficeDrawer } from './office-drawer.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** A new organisation that nobody knows yet but this worker. */
export interface Prepared {
	readonly founding: Founding;
	readonly keylog: Keylog;
}

export type PrepareResult =
	| { readonly ok: true; readonly kit: Bytes; readonly fingerprint: string }
	| {
			readonly ok: false;
			readonly reason: 'already-joined' | 'membership-damaged' | 'no-device-keys' | 'short-passphrase';
	  };

/** What is posted to `/api/v1/setup`; the set-up code is the page's to add. */
export interface FoundingPost {
	readonly tenant: string;
	readonly fingerprint: string;
	readonly entries: readonly WireEntry[];
}

export type CheckKitResult =
	| { readonly ok: true; readonly post: FoundingPost }
	| {
			readonly ok: false;
			readonly reason:
				KitProblem | WriteProblem | 'nothing-prepared' | 'other-organisation' | 'already-joined';
	  };

/** Where the server put an entry. */
export interface PlacedAck {
	readonly id: string;
	readonly seq: number;
}

export type ConfirmResult =
	| { readonly ok: true }
	| { readonly ok: false; readonly reason: WriteProblem | 'nothing-prepared' | 'not-all-placed' };

const LEAST_PASSPHRASE = 14;

function memberOf({ tenant, fingerprint, signer, position, personal }: Organisation, size: number): Member {
	const { deviceSeq, devicePrev, keylogHead } = position;
	return {
		state: 'joined',
		tenant,
		person: signer.person,
		fingerprint,
		keylogHead: keylogHead ?? '',
		keylogSize: size,
		personal,
		deviceSeq,
		devicePrev
	};
}

/** Makes root key, recovery identity, first entries and the kit that holds what must never be lost. */
export async function prepareOrganisation(
	office: OfficeDrawer,
	passphrase: string
): Promise<{ readonly result: PrepareResult; readonly prepared?: Prepared }> {
	const refused = (reason: Extract<PrepareResult, { ok: false }>['reason']) =>
		({ result: { ok: false, reason } }) as const;
	const { said } = await office.held();
	if (said === 'damaged') return refused('membership-damaged');
	if (said?.state === 'joined') return refused('already-joined');
	if (passphrase.length < LEAST_PASSPHRASE) return refused('short-passphrase');
	const device = await office.device();
	if (device === undefined) return refused('no-device-keys');
	const organisation = await makeOrganisation(device, office.place.now());
	const { fingerprint, kit: contents } = organisation;
	const replayed = await keylogFrom(fingerprint, organisation.entries);
	if (!replayed.ok) return refused('no-device-keys');
	const kit = await makeKit(contents, passphrase, office.place.kitWorkFactor);
	const member = memberOf(organisation, organisation.entries.length);
	const founding: Founding = { state: 'founding', member, entries: organisation.entries.map(toWire) };
	return { result: { ok: true, kit, fingerprint }, prepared: { founding, keylog: replayed.value } };
}

/** What waits to be posted, as the membership keeps it. */
export function foundingPost({ member, entries }: Founding): FoundingPost {
	return { tenant: member.tenant, fingerprint: member.fingerprint, entries };
}

/** Reads the downloaded kit back. Only when it opens, and is this organisation's, may anything be posted. */
export async function checkKit(
	office: OfficeDrawer,
	prepared: Prepared | undefined,
	file: { readonly bytes: Bytes; readonly passphrase: string }
): Promise<CheckKitResult> {
	if (prepared === undefined) return { ok: false, reason: 'nothing-prepared' };
	const kit = await openKit(file.bytes, file.passphrase);
	if (!kit.ok) return { ok: false, reason: kit.reason };
	if (!(await isKitOf(kit.value, prepared.keylog))) return { ok: false, reason: 'other-organisation' };
	const held = await office.held();
	if (held.said !== undefined && (held.said === 'damaged' || held.said.state === 'joined'))
		return { ok: false, reason: 'already-joined' };
	const { db } = office;
	const row = await sealMembership(office.keys, prepared.founding, held.counter);
	try {
		const isWritten = await inTransaction(db, ['membership'], () => putMembership(db, row));
		if (!isWritten) return { ok: false, reason: 'already-joined' };
	} catch (error) {
		return { ok: false, reason: writeProblem(error) };
	}
	return { ok: true, post: foundingPost(prepared.founding) };
}

/** The server said yes: from here on this device is an administrator's. */
export async function confirmFounding(
	office: OfficeDrawer,
	acks: readonly PlacedAck[]
): Promise<ConfirmResult> {
	const held = await office.held();
	if (held.said === undefined || held.said === 'damaged' || held.said.state === 'joined')
		return { ok: false, reason: 'nothing-prepared' };
	const { entries, member } = held.said;
	const read = await Promise.all(entries.map((entry) => readWireEntry(entry)));
	const own = read.flatMap((entry): readonly Entry[] => (entry.ok ? [entry.value] : []));
	const seqs = new Map(acks.map(({ id, seq }) => [id, seq]));
	const now = office.place.now();
	const rows = own.map((entry) => ({ ...rowOf(entry, 'acked', now), seq: seqs.get(entry.id) ?? 0 }));
	if (rows.length !== entries.length || rows.some(({ seq }) => seq === 0))
		return { ok: false, reason: 'not-all-placed' };
	const { db } = office;
	const row = await sealMembership(office.keys, member, held.counter);
	try {
		const isWritten = await inTransaction(db, ['membership', 'entries'], async () => {
			if (!(await putMembership(db, row))) return false;
			await db.entries.bulkPut(rows);
			return true;
		});
		return isWritten ? { ok: true } : { ok: false, reason: 'nothing-prepared' };
	} catch (error) {
		return { ok: false, reason: writeProblem(error) };
	}
}
