/**
 * What proves a signed record to somebody who has nothing but a file: its final, what was added, and the list of devices
 * from the root key on. Read only: nothing of the drawer changes.
 */
import type { BundleProof, SignedPart } from '../record/export/bundle-types.ts';
import { toBase64Url } from '../trust/bytes.ts';
import { makePart } from '../trust/bundle-part.ts';
import type { Entry } from '../trust/entry.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { openRevision, type RevisionProblem } from '../trust/revision.ts';
import { entryOf, inChain, type KeylogRed } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import type { EntryRow } from './outbox.ts';
import { recordKey } from './record-keys.ts';
import { recordLine } from './record-line.ts';
import { makeSystemNames, type SystemNames } from './system-name.ts';

/** Why there is no proof. `not-signed`: it is a draft. */
export type ProofProblem =
	'not-open' | 'not-joined' | 'not-signed' | 'no-key' | 'no-salt' | KeylogRed | RevisionProblem;

export interface Proof {
	readonly proof: BundleProof;
	readonly version: number;
	/** ms since 1970, by the device's clock. */
	readonly lockedAt: number;
	readonly person: string;
	readonly device: string;
	/** When the office received an entry, ms since 1970, by entry id; only what came back in the log. */
	readonly receipts: Readonly<Record<string, number>>;
}

/** What the organisation allows; without a policy everything. */
export interface ExportPolicy {
	/** False: no files may leave the device; copying into the case system stays. */
	readonly mayMakeFiles: boolean;
}

/** The part of the vault about taking a record out, and proving it outside. */
export interface Proving extends SystemNames {
	/** Everything that a file needs so that the record's signatures can be checked without this device. */
	proofOf(id: string): Promise<Outcome<Proof, ProofProblem>>;
	/** What the newest policy in the keylog says about exports. */
	exportPolicy(): Promise<ExportPolicy>;
}

const ADDITION_KINDS: readonly string[] = ['addendum', 'note', 'review'];

/** Opens an entry under its own key and makes it a part of the file. */
async function partOf(office: OfficeDrawer, entry: Entry): Promise<Outcome<SignedPart, ProofProblem>> {
	const { record, keyNumber } = entry.header;
	if (record === null || keyNumber === null) return refuse('not-a-revision');
	const key = await recordKey(office, entry.header);
	if (key === undefined) return refuse('no-key');
	const opened = await openRevision(entry, key);
	key.fill(0);
	return opened.ok ? accept(await makePart(entry, opened.value)) : opened;
}

async function verifiedOf({ db }: OfficeDrawer, record: string): Promise<readonly Entry[]> {
	const rows = await db.entries.where('record').equals(record).toArray();
	const held = rows.filter((row: EntryRow) => row.checked === 1 && row.state !== 'parked');
	return (await Promise.all(held.map(entryOf))).filter((entry) => entry !== undefined);
}

/** What stands on the final, in the order in which each stands on what was before. */
function standingOn(final: Entry, entries: readonly Entry[]): readonly Entry[] {
	const known = new Set([final.id]);
	const inOrder = entries
		.filter(({ header }) => ADDITION_KINDS.includes(header.kind))
		.sort((one, other) => (one.header.n ?? 0) - (other.header.n ?? 0) || (one.id < other.id ? -1 : 1));
	return inOrder.filter(({ id, header }) => {
		const isOn = header.parents.some((parent) => known.has(parent));
		if (isOn) known.add(id);
		return isOn;
	});
}

async function partsOf(
	office: OfficeDrawer,
	entries: readonly Entry[]
): Promise<Outcome<readonly SignedPart[], ProofProblem>> {
	const parts: SignedPart[] = [];
	for (const entry of entries) {
		const part = await partOf(office, entry);
		if (!part.ok) return part;
		parts.push(part.value);
	}
	return accept(parts);
}

/** The statements up to the newest that a signer of the record stands on: later ones are nobody's business there. */
async function keylogUpTo({ db }: OfficeDrawer, heads: readonly (string | null)[]) {
	const rows = await db.entries.where('kind').equals('key').toArray();
	const read = await Promise.all(rows.filter((row) => row.checked === 1).map(entryOf));
	const chain = inChain(read.filter((entry) => entry !== undefined));
	const last = Math.max(...heads.map((head) => chain.findIndex(({ id }) => id === head)));
	return chain.slice(0, last + 1).map(({ h, s, c }) => ({
		h: toBase64Url(h),
		s: toBase64Url(s),
		c: toBase64Url(c ?? new Uint8Array())
	}));
}

/** The final that stands, and everything that was added to it. */
async function signedLine(office: OfficeDrawer, id: string): Promise<readonly Entry[]> {
	const line = await recordLine(office.db, id);
	const final = line.revisions.find((entry) => entry.id === line.final);
	return final === undefined ? [] : [final, ...standingOn(final, await verifiedOf(office, id))];
}

async function proofOf(office: OfficeDrawer, id: string): Promise<Outcome<Proof, ProofProblem>> {
	const { said } = await office.held();
	if (said === undefined || said === 'damaged' || said.state !== 'joined') return refuse('not-joined');
	const row = await office.db.working.get(id);
	if (row?.salt === undefined) return refuse('no-salt');
	const entries = await signedLine(office, id);
	const [final] = entries;
	if (final === undefined) return refuse('not-signed');
	const parts = await partsOf(office, entries);
	if (!parts.ok) return parts;
	const [signed, ...additions] = parts.value;
	if (signed === undefined) return refuse('not-signed');
	const keylog = await keylogUpTo(
		office,
		entries.map(({ header }) => header.keylogHead)
	);
	const { fingerprint } = said;
	const proof = { fingerprint, salt: row.salt, final: signed, additions, keylog };
	return accept({ proof, ...factsOf(final), receipts: await receiptsOf(office, entries) });
}

async function receiptsOf({ db }: OfficeDrawer, entries: readonly Entry[]): Promise<Proof['receipts']> {
	const rows = await db.entries.bulkGet(entries.map(({ id }) => id));
	return Object.fromEntries(
		rows.flatMap((row) => (row?.receivedAt === undefined ? [] : [[row.id, row.receivedAt] as const]))
	);
}

function factsOf({ header }: Entry): Omit<Proof, 'proof' | 'receipts'> {
	const { version, clientAt, author, device } = header;
	return { version: version ?? 1, lockedAt: clientAt, person: author ?? '', device: device ?? '' };
}

async function exportPolicy(office: OfficeDrawer): Promise<ExportPolicy> {
	const standing = await office.standing();
	const says = standing.ok ? standing.value.keylog.policy['exportFiles'] : undefined;
	return { mayMakeFiles: says !== false };
}

/** The vault's part about proofs, for whichever drawer is open. */
export function makeProvingPart(current: CurrentDrawer): Proving {
	return {
		...makeSystemNames(current),
		async proofOf(id) {
			const open = current();
			return open ? proofOf(open.office, id) : refuse('not-open');
		},
		async exportPolicy() {
			const open = current();
			return open ? exportPolicy(open.office) : { mayMakeFiles: true };
		}
	};
}
