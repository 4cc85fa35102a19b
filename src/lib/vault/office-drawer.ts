/**
 * An unlocked drawer as the organisation sees it: who this device is, what it may sign with, and the one way in which
 * an entry of its own comes into being.
 */
import { AppError } from '../errors.ts';
import { positionAfter, type Entry, type Signing } from '../trust/entry.ts';
import type { LastReceipt } from '../trust/entry-header.ts';
import type { DeviceKeys as TrustKeys } from '../trust/join.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { DrawerDatabase, MembershipRow } from './database.ts';
import { openDeviceKeys, type DeviceKeys } from './device-keys.ts';
import { KeylogShelf, type KeylogRed } from './keylog-shelf.ts';
import type { DrawerKeys } from './keys.ts';
import { putMembership, readMembership, sealMembership, type Held, type Member } from './membership.ts';
import type { WithRoom } from './make-room.ts';
import type { EntryRow, EntryState } from './outbox.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** Where this app runs, and its clock in ms; tests give their own. */
export interface Place {
	readonly origin: string;
	now(): number;
	/** log2 of scrypt's N for the kit; only tests choose less. */
	readonly kitWorkFactor?: number;
	/** Told after something new was queued for the office; statements of the keylog travel by their own way. */
	onqueued?(): void;
	/** What to do when there is no room; without it a full device is simply full. */
	readonly withRoom?: WithRoom;
}

/** Why nothing can be signed now. Drafts work on, sealed, on this device. */
export type NoSigning = 'not-joined' | 'membership-damaged' | 'no-device-keys' | 'device-revoked' | KeylogRed;
export type AppendProblem = NoSigning | WriteProblem;

/** A device that may sign, at this moment. */
export interface Standing {
	readonly held: Held;
	readonly member: Member;
	readonly keylog: Keylog;
	readonly by: Signing;
}

/** Entries to store, and what belongs to them; `write` runs in their transaction and says false when it was late. */
export interface Signed {
	readonly entries: readonly Entry[];
	readonly write: () => Promise<boolean>;
}

const TRIES = 8;

/** An entry of our own, or verified, as a row of the outbox: pushed in the order in which the device signed. */
export function rowOf({ id, header, h, s, c }: Entry, state: EntryState, queuedAt: number): EntryRow {
	const { kind, record, deviceSeq } = header;
	return { id, kind, record, h, s, ...(c && { c }), state, order: deviceSeq ?? 0, queuedAt, checked: 1 };
}

export class OfficeDrawer {
	readonly db: DrawerDatabase;
	readonly keys: DrawerKeys;
	readonly place: Place;
	readonly #shelf: KeylogShelf;
	#device: Promise<DeviceKeys | undefined> | undefined;

	constructor(db: DrawerDatabase, keys: DrawerKeys, place: Place) {
		this.db = db;
		this.keys = keys;
		this.place = place;
		this.#shelf = new KeylogShelf(db);
	}

	held(): Promise<Held> {
		return readMembership(this.db, this.keys);
	}

	/** The device's keys as the keylog code wants them, with the identity that opens space secrets. */
	async device(): Promise<(TrustKeys & { readonly identity: string }) | undefined> {
		this.#device ??= this.#openDevice();
		const opened = await this.#device;
		if (opened === undefined) return undefined;
		const { recipient, identity, signPublic, signKey } = opened;
		const key = { publicKey: signPublic, privateKey: signKey };
		return { device: this.keys.device, key, recipient, identity };
	}

	keylogOf(member: Member): Promise<Outcome<Keylog, KeylogRed>> {
		return this.#shelf.of(member);
	}

	/** Who signs the next entry, and on which keylog; or why nothing can be signed. */
	async standing(): Promise<Outcome<Standing, NoSigning>> {
		const held = await this.held();
		if (held.said === 'damaged') return refuse('membership-damaged');
		if (held.said?.state !== 'joined') return refuse('not-joined');
		const member = held.said;
		const keylog = await this.keylogOf(member);
		if (!keylog.ok) return keylog;
		if (keylog.value.devices.get(this.keys.device)?.revokedAt !== null) return refuse('device-revoked');
		const device = await this.device();
		if (device === undefined) return refuse('no-device-keys');
		const { tenant, person, deviceSeq, devicePrev } = member;
		const signer = { tenant, person, device: device.device, key: device.key };
		const position = {
			deviceSeq,
			devicePrev,
			keylogHead: keylog.value.head,
			lastReceipt: await this.lastReceipt(),
			clientAt: this.place.now()
		};
		return accept({ held, member, keylog: keylog.value, by: { signer, position } });
	}

	/**
	 * Signs entries and stores them queued, with all that belongs to them and the device's own count, in one strict
	 * transaction. Starts again when another tab signed meanwhile: a number is never used twice.
	 */
	async append<Reason extends string>(
		make: (standing: Standing) => Promise<Outcome<Signed, Reason>>
	): Promise<Outcome<readonly Entry[], Reason | AppendProblem>> {
		for (let left = TRIES; left > 0; left -= 1) {
			const standing = await this.standing();
			if (!standing.ok) return standing;
			const signed = await make(standing.value);
			if (!signed.ok) return signed;
			const membership = await this.#after(standing.value, signed.value.entries);
			try {
				if (await this.#store(signed.value, membership)) return accept(this.#queued(signed.value.entries));
			} catch (error) {
				return refuse(writeProblem(error));
			}
		}
		throw new AppError('signing-never-still', { tries: TRIES });
	}

	#queued(entries: readonly Entry[]): readonly Entry[] {
		if (entries.some(({ header }) => header.kind !== 'key')) this.place.onqueued?.();
		return entries;
	}

	async #openDevice(): Promise<DeviceKeys | undefined> {
		const row = await this.db.deviceKeys.get(this.keys.device);
		return row && openDeviceKeys(this.keys, row);
	}

	/** The newest place in the log that the server vouched for; written by the exchange as `cursor`. */
	async lastReceipt(): Promise<LastReceipt | null> {
		const row = await this.db.sync.get('cursor');
		// Written by `confirmJoin` and by the exchange alone.
		const known = row?.value as { readonly seq: number; readonly chain: string | null } | undefined;
		return known?.chain && known.seq > 0 ? { seq: known.seq, chain: known.chain } : null;
	}

	async #after({ held, member, by }: Standing, entries: readonly Entry[]): Promise<MembershipRow> {
		const { deviceSeq, devicePrev } = entries.reduce(positionAfter, by.position);
		return sealMembership(this.keys, { ...member, deviceSeq, devicePrev }, held.counter);
	}

	async #store({ entries, write }: Signed, membership: MembershipRow): Promise<boolean> {
		const { db } = this;
		const rows = entries.map((entry) => rowOf(entry, 'queued', this.place.now()));
		const tables = ['entries', 'membership', 'working', 'headerPages', 'recordKeys'] as const;
		return inTransaction(db, tables, async () => {
			if (rows.length > 0 && !(await putMembership(db, membership))) return false;
			await db.entries.bulkAdd(rows);
			return write();
		});
	}
}

/** The drawer's tables that entries and what belongs to them stand in. */
type TableName = 'entries' | 'membership' | 'working' | 'headerPages' | 'recordKeys' | 'sync';

/** One strict transaction that takes everything back when `work` says false. */
export async function inTransaction(
	db: DrawerDatabase,
	tables: readonly TableName[],
	work: () => Promise<boolean>
): Promise<boolean> {
	const outcome = { isLate: false };
	try {
		await db.transaction('rw', tables, async (transaction) => {
			outcome.isLate = !(await work());
			if (outcome.isLate) transaction.abort();
		});
		return true;
	} catch (error) {
		if (outcome.isLate) return false;
		throw error;
	}
}
