/** Devices as plain objects: where each stands in the log, and the next entries it signs. */
import { createHash, randomBytes } from 'node:crypto';
import { hash } from '../../src/lib/server/hash.ts';
import type { SyncRequest, SyncResponse, WireEntry } from '../../src/lib/sync/protocol.ts';
import { toBase64Url, type Bytes } from '../../src/lib/trust/bytes.ts';
import { recordId } from '../../src/lib/trust/ids.ts';
import type { SavedDevice, SavedOffice } from './offices.ts';
import { keyOfSeed, ownBytes, writeEntry, type Scribe } from './signing.ts';

/** A record under way. */
interface OpenRecord {
	readonly record: string;
	readonly salt: string;
	readonly keyCommit: string;
	readonly parent: string | null;
	readonly n: number;
}

/** One device. */
export interface Device {
	readonly office: SavedOffice;
	readonly saved: SavedDevice;
	cursor: number;
	chain: string | null;
	scribe: Scribe | undefined;
	record: OpenRecord | undefined;
	/** A device syncs once at a time. */
	isBusy: boolean;
}

/** Revisions of one record before the next one is begun. @source reference/sync.md section 7 */
const REVISIONS = 5;
/** Sizes as the app makes them: a sealed 3 kB record, an age file with a record key. `bench:sync` measures both. */
export const BODY_BYTES = { revision: 1_319, grant: 1_855 } as const;

/** Ciphertext looks like noise; a few pieces of it serve everybody, since nobody here opens them. */
const BODIES: Readonly<Record<keyof typeof BODY_BYTES, readonly Bytes[]>> = {
	revision: Array.from({ length: 64 }, () => new Uint8Array(randomBytes(BODY_BYTES.revision))),
	grant: Array.from({ length: 64 }, () => new Uint8Array(randomBytes(BODY_BYTES.grant)))
};

function bodyOf(kind: keyof typeof BODY_BYTES): Bytes {
	const all = BODIES[kind];
	return all[Math.floor(Math.random() * all.length)] ?? new Uint8Array();
}

export function devicesOf(offices: readonly SavedOffice[]): readonly Device[] {
	return offices.flatMap((office) =>
		office.devices.map((saved): Device => {
			const { seq: cursor, chain } = office;
			return { office, saved, cursor, chain, scribe: undefined, record: undefined, isBusy: false };
		})
	);
}

/** Keys are made when they are first needed: most devices of a short run never call. */
function scribeOf(device: Device): Scribe {
	const { saved, office } = device;
	const { person: author, deviceSeq, devicePrev } = saved;
	device.scribe ??= {
		tenant: office.tenant,
		author,
		device: saved.device,
		key: keyOfSeed(ownBytes(saved.seed)),
		deviceSeq,
		devicePrev
	};
	return device.scribe;
}

const randomText = (length: number) => toBase64Url(randomBytes(length));

/** A new record: its grants to recovery and to the person's own space. */
async function begin(device: Device): Promise<readonly WireEntry[]> {
	const { office, saved } = device;
	const salt = randomText(16);
	const record = await recordId(saved.person, ownBytes(salt), hash);
	const keyCommit = randomText(32);
	device.record = { record, salt, keyCommit, parent: null, n: 0 };
	return [office.recovery, saved.space].map((space) => {
		const fields = { record, salt, keyNumber: 1, keyCommit, space, epoch: 1 };
		const said = { kind: 'grant', keylogHead: office.keylogHead, body: bodyOf('grant'), fields } as const;
		return writeEntry(scribeOf(device), said).wire;
	});
}

/** One more draft, with the grants of its record if that begins with it. */
async function revise(device: Device): Promise<readonly WireEntry[]> {
	const isOver = device.record === undefined || device.record.n >= REVISIONS;
	const before = isOver ? await begin(device) : [];
	const { record: open, office } = device;
	if (open === undefined) return before;
	const { record, salt, keyCommit, parent } = open;
	const n = open.n + 1;
	const fields = {
		record,
		salt: parent === null ? salt : null,
		n,
		parents: parent === null ? [] : [parent],
		keyNumber: 1,
		keyCommit,
		schema: 1,
		contentRoot: randomText(32)
	};
	const said = {
		kind: 'draft',
		keylogHead: office.keylogHead,
		body: bodyOf('revision'),
		fields
	} as const;
	const { id, wire } = writeEntry(scribeOf(device), said);
	device.record = { ...open, n, parent: id };
	return [...before, wire];
}

/** What the device sends when it calls with so many new revisions. */
export async function requestOf(device: Device, revisions: number): Promise<SyncRequest> {
	const push: WireEntry[] = [];
	for (let count = 0; count < revisions; count += 1) push.push(...(await revise(device)));
	const { cursor, chain, saved } = device;
	return { device: saved.device, cursor, chain, push };
}

/** What it keeps of an answer. */
export function apply(device: Device, { cursor, chain }: SyncResponse): void {
	device.cursor = cursor;
	device.chain = chain;
}

/** A network of its own for each device, as the server sees it through a proxy. */
export function addressOf(device: Device): string {
	const [a = 0, b = 0, c = 0] = createHash('sha256').update(device.saved.device).digest();
	return `10.${a}.${b}.${c}`;
}
