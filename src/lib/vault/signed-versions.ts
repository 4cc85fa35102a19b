/** The signed versions of a record: each final of its line with what it signs, held against signature and content root. */
import type { DecisionRecord } from '../record/types.ts';
import { canonical } from '../trust/canonical.ts';
import type { Entry } from '../trust/entry.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { openRevision } from '../trust/revision.ts';
import { signerProblem } from '../trust/signer-problem.ts';
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { recordKey } from './record-keys.ts';
import { recordLine, type RecordLine } from './record-line.ts';
import { wellFormed } from './revisions.ts';
import { openCopy, type OpenedCopy } from './working-copy.ts';

/**
 * What does not hold. `other-text`: this device's own copy says something else than what was signed. `no-text`: neither
 * the entry nor this device has the words any more.
 */
export type SignedProblem =
	| 'no-entry'
	| 'device-unknown'
	| 'device-not-standing'
	| 'bad-signature'
	| 'no-text'
	| 'other-text'
	| 'wrong-content-root'
	| 'not-opened';

/** One signed version. */
export interface SignedVersionFacts {
	readonly entry: string;
	readonly version: number;
	readonly supersedes: string | null;
	/** The device's clock, ms since 1970: a claim. */
	readonly claimedAt: number;
	/** When the office received it, ms since 1970. */
	readonly receivedAt?: number;
	readonly device: string;
	readonly isThisDevice: boolean;
	/** As signed; absent where it does not open. */
	readonly record?: DecisionRecord;
	/** Absent when all of it holds. */
	readonly problem?: SignedProblem;
}

async function keylogOf(office: OfficeDrawer): Promise<Keylog | undefined> {
	const { said } = await office.held();
	if (said === undefined || said === 'damaged' || said.state !== 'joined') return undefined;
	const keylog = await office.keylogOf(said);
	return keylog.ok ? keylog.value : undefined;
}

/** Who signed, by the keylog and nothing else. */
async function problemOfSigner(office: OfficeDrawer, entry: Entry): Promise<SignedProblem | undefined> {
	const keylog = await keylogOf(office);
	if (keylog === undefined) return 'device-unknown';
	const problem = await signerProblem(keylog, entry);
	// A device of somebody else, or of elsewhere, is none that this record knows.
	return problem === 'wrong-author' || problem === 'foreign-tenant' ? 'device-unknown' : problem;
}

type Words = Pick<SignedVersionFacts, 'record' | 'problem'>;

const asSigned = (record: DecisionRecord): string => canonical(wellFormed(record));

/** What opens under the entry's content root; undefined where its text or its key is not here any more. */
async function openedOf(office: OfficeDrawer, entry: Entry) {
	const key = entry.c && (await recordKey(office, entry.header));
	if (!key) return undefined;
	const opened = await openRevision(entry, key);
	key.fill(0);
	return opened;
}

/** The words of a final: those that its content root signs, held against this device's own copy of them. */
async function wordsOf(office: OfficeDrawer, entry: Entry, own: DecisionRecord | undefined): Promise<Words> {
	const opened = await openedOf(office, entry);
	const kept = own && { record: own };
	if (opened === undefined) return kept ?? { problem: 'no-text' };
	if (!opened.ok) {
		const problem = opened.reason === 'wrong-content-root' ? opened.reason : 'not-opened';
		return { ...kept, problem };
	}
	// Its maker is a device of this person's, and all that a page relies on is read as unknown there.
	const record = opened.value.content as unknown as DecisionRecord;
	const isSame = own === undefined || asSigned(own) === canonical(record);
	return isSame ? { record } : { record, problem: 'other-text' };
}

/** This device's own copy of what a final signs. */
function ownCopy(
	copy: OpenedCopy | undefined,
	entry: string,
	isCurrent: boolean
): DecisionRecord | undefined {
	if (!copy?.ok) return undefined;
	const earlier = copy.signed?.find((one) => one.entry === entry)?.record;
	const isHere = isCurrent && copy.header.life !== 'draft' && copy.header.clearedAt === undefined;
	return earlier ?? (isHere ? copy.record : undefined);
}

async function factsOf(
	office: OfficeDrawer,
	entry: Entry,
	own: DecisionRecord | undefined
): Promise<SignedVersionFacts> {
	const signer = await problemOfSigner(office, entry);
	const words = await wordsOf(office, entry, own);
	const receivedAt = (await office.db.entries.get(entry.id))?.receivedAt;
	const { version, supersedes, clientAt, device } = entry.header;
	return {
		entry: entry.id,
		version: version ?? 0,
		supersedes,
		claimedAt: clientAt,
		...(receivedAt !== undefined && { receivedAt }),
		device: device ?? '',
		isThisDevice: device === office.keys.device,
		...words,
		...(signer && { problem: signer })
	};
}

/** The finals of the record's line, newest first. */
function finalsOf({ final, revisions }: RecordLine): readonly Entry[] {
	const finals: Entry[] = [];
	for (let next = final; next !== null;) {
		const entry = revisions.find((one) => one.id === next);
		if (entry === undefined) break;
		finals.push(entry);
		next = entry.header.supersedes;
	}
	return finals;
}

/** The newest final that the office refused: it is no part of the line, and needs a person. */
async function refusedFinal({ db }: OfficeDrawer, id: string): Promise<Entry | undefined> {
	const rows = await db.entries.where('record').equals(id).toArray();
	const parked = rows.filter(
		({ kind, state, checked }) => kind === 'final' && state === 'parked' && checked === 1
	);
	const [newest] = parked.sort((one, other) => other.order - one.order);
	return newest && entryOf(newest);
}

/** What the office refused is signed all the same, and it is what this device shows. */
async function signedFinals(office: OfficeDrawer, id: string): Promise<readonly Entry[]> {
	const line = finalsOf(await recordLine(office.db, id));
	const refused = await refusedFinal(office, id);
	const isNewest = refused !== undefined && (refused.header.version ?? 0) > (line[0]?.header.version ?? 0);
	return isNewest ? [refused, ...line] : line;
}

/** The versions of the record's line, newest first; empty for one that was never final. */
export async function signedVersions(
	office: OfficeDrawer,
	id: string
): Promise<readonly SignedVersionFacts[]> {
	const { db, keys } = office;
	const row = await db.working.get(id);
	const copy = row && (await openCopy(keys, db, row));
	const finals = await signedFinals(office, id);
	const isLost = finals.length === 0 && copy?.ok === true && copy.header.life !== 'draft';
	if (isLost) return [withoutEntry(copy, keys.device)];
	const taken = copy?.ok ? (copy.taken ?? []) : [];
	// Another device's final is in the working copy only once this device has looked at it.
	const isHere = ({ id: entry, header }: Entry) => header.device === keys.device || taken.includes(entry);
	return Promise.all(
		finals.map((entry, at) => factsOf(office, entry, ownCopy(copy, entry.id, at === 0 && isHere(entry))))
	);
}

/** The list says final, and no entry of it stands here: it was taken away, or does not read any more. */
function withoutEntry(
	{ record, header }: Extract<OpenedCopy, { ok: true }>,
	device: string
): SignedVersionFacts {
	return {
		entry: '',
		version: record.version,
		supersedes: null,
		claimedAt: Date.parse(header.savedAt),
		device,
		isThisDevice: true,
		record,
		problem: 'no-entry'
	};
}
