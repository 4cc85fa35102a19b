/**
 * Revisions: the text of a working copy, sealed and signed so that it can be delivered without any key. Cut on leaving
 * a record, after 60 s without typing, on hiding and on locking; finalising cuts the last one.
 */
import type { MergedView } from '../record/merge.ts';
import { withBooks } from '../record/stamp.ts';
import type { DecisionRecord } from '../record/types.ts';
import type { Bytes } from '../trust/bytes.ts';
import { canonical } from '../trust/canonical.ts';
import { positionAfter, type Entry, type Signing } from '../trust/entry.ts';
import { makeGrant } from '../trust/grant.ts';
import { keyCommit } from '../trust/key-commit.ts';
import { grantTargets } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { makeRevision } from '../trust/revision.ts';
import type { WorkingRow } from './database.ts';
import { unwrapSecret } from './keys.ts';
import type { AppendProblem, OfficeDrawer, Standing } from './office-drawer.ts';
import { ownLine, type OwnLine } from './own-line.ts';
import { grantName, recordLine, type RecordLine } from './record-line.ts';
import { baseView } from './versions.ts';
import { keptBeside, openCopy, type DraftProblem, type KeptBeside } from './working-copy.ts';

/** `moving`: the record has no name of the organisation's yet; it gets one at the next unlock. */
export type CutProblem = AppendProblem | DraftProblem | 'too-large' | 'moving' | 'no-recipients';

/** A revision to be made. */
export interface Cutting {
	readonly kind: 'draft' | 'final';
	readonly record: string;
	readonly salt: string;
	readonly keyNumber: number;
	/** The record's key of that number, 32 bytes. */
	readonly key: Bytes;
	readonly content: DecisionRecord;
	readonly line: RecordLine;
}

/** A working copy in the open. */
export interface OpenedWorking {
	readonly row: WorkingRow;
	readonly salt: string;
	readonly key: Bytes;
	readonly content: DecisionRecord;
	readonly header: Extract<Awaited<ReturnType<typeof openCopy>>, { ok: true }>['header'];
	/** What only ever grows beside the text. */
	readonly beside: KeptBeside;
}

/** Text as it can be signed: an emoji that was cut in half by a field's limit has no canonical form. */
export function wellFormed<Content extends object>(content: Content): Content {
	const text = JSON.stringify(content);
	// The same document, with every text in it well-formed.
	return JSON.parse(text, (_key, value: unknown) =>
		typeof value === 'string' ? value.toWellFormed() : value
	) as Content;
}

async function grantsFor(
	{ keylog, member }: Standing,
	by: Signing,
	cutting: Cutting
): Promise<Outcome<readonly Entry[], 'no-recipients'>> {
	const { record, salt, keyNumber, key, line } = cutting;
	const targets = grantTargets(keylog, member.person, cutting.kind);
	if (targets === undefined) return refuse('no-recipients');
	const commit = await keyCommit({ tenant: by.signer.tenant, record, keyNumber, key });
	const entries: Entry[] = [];
	let { position } = by;
	for (const to of targets) {
		if (line.granted.has(grantName({ ...to, keyCommit: commit }))) continue;
		const grant = await makeGrant({ signer: by.signer, position }, { record, salt, keyNumber, key }, to);
		entries.push(grant);
		position = positionAfter(position, grant);
	}
	return accept(entries);
}

/** The entries of a revision: the grants that its key still lacks first, then the revision itself. */
export async function revisionEntries(
	standing: Standing,
	cutting: Cutting
): Promise<Outcome<readonly Entry[], 'too-large' | 'no-recipients'>> {
	const grants = await grantsFor(standing, standing.by, cutting);
	if (!grants.ok) return grants;
	const { signer } = standing.by;
	const position = grants.value.reduce(positionAfter, standing.by.position);
	const { kind, record, salt, keyNumber, key, content, line } = cutting;
	const isFinal = kind === 'final';
	const revision = await makeRevision(
		{ signer, position },
		{
			kind,
			record,
			salt,
			keyNumber,
			key,
			parents: line.leaves,
			schema: content.schema,
			version: isFinal ? line.version + 1 : null,
			supersedes: isFinal ? line.final : null,
			purgeAfter: null,
			content: wellFormed(content)
		}
	);
	return revision.ok ? accept([...grants.value, revision.value]) : revision;
}

/** Opens a record's working copy with its raw key. */
export async function openWorking(
	office: OfficeDrawer,
	id: string
): Promise<Outcome<OpenedWorking, CutProblem>> {
	const { db, keys } = office;
	const row = await db.working.get(id);
	if (row === undefined) return refuse('no-such-record');
	if (row.salt === undefined) return refuse('moving');
	const copy = await openCopy(keys, db, row);
	if (!copy.ok) return refuse(copy.reason);
	const wrapped = await db.recordKeys.get([id, row.keyNumber]);
	if (wrapped === undefined) return refuse('no-key');
	const key = await unwrapSecret(keys, wrapped.wrapped, { id, keyNumber: row.keyNumber });
	if (!key.ok) return refuse(key.reason);
	const { record: content, header } = copy;
	return accept({ row, salt: row.salt, key: key.secret, content, header, beside: keptBeside(copy) });
}

/** Without its books, which say nothing of what it says. */
const plain = (record: DecisionRecord): string => canonical({ ...wellFormed(record), by: {} });

/** Whether the one revision that the text goes on from says the same already. */
function isSaid(own: OwnLine, from: MergedView, { row, content }: OpenedWorking): boolean {
	const [only, ...others] = own.parents;
	if (only === undefined || others.length > 0 || from.record === undefined) return false;
	const keyNumber = own.known.find(({ id }) => id === only.id)?.header.keyNumber;
	return keyNumber === row.keyNumber && plain(from.record) === plain(content);
}

/** The text as the next revision says it, on what it stands. */
export async function nextOf(office: OfficeDrawer, { row, content, beside }: OpenedWorking) {
	const line = await recordLine(office.db, row.id);
	const own = ownLine(line, office.keys.device, beside.taken);
	const from = await baseView(office, own);
	return { own, from, line: { ...line, leaves: own.parents }, content: withBooks(content, from) };
}

/** Notes that the text under this save counter is in a revision; false when it was saved again meanwhile. */
async function markCut({ db }: OfficeDrawer, { id, saveCounter }: WorkingRow): Promise<boolean> {
	const stored = await db.working.get(id);
	if (stored?.saveCounter !== saveCounter) return false;
	await db.working.put({ ...stored, cut: saveCounter });
	return true;
}

/**
 * Cuts a draft revision of what is saved, queued in the same transaction that marks the working copy as cut. Nothing
 * is cut before joining, of a finished record, or when nothing changed.
 * @returns the id of the revision, or null when none was needed */
export async function cutRevision(
	office: OfficeDrawer,
	id: string
): Promise<Outcome<string | null, CutProblem>> {
	const stored = await office.append<CutProblem>(async (now) => {
		const working = await openWorking(office, id);
		if (!working.ok) return working;
		const { row, header, salt, key } = working.value;
		const isDue = header.life === 'draft' && row.cut !== row.saveCounter;
		const write = () => markCut(office, row);
		if (!isDue) return accept({ entries: [], write });
		const { own, from, line, content } = await nextOf(office, working.value);
		if (isSaid(own, from, working.value)) return accept({ entries: [], write });
		const { keyNumber } = row;
		const cutting = { kind: 'draft', record: id, salt, keyNumber, key, content, line } as const;
		const entries = await revisionEntries(now, cutting);
		return entries.ok ? accept({ entries: entries.value, write }) : entries;
	});
	return stored.ok ? accept(stored.value.at(-1)?.id ?? null) : stored;
}
