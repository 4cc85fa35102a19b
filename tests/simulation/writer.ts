/** What a person does on a device: drafts, finals and additions, with real headers, keys and signatures. */
import { mergeView, type MergedView, type MergeRevision } from '#lib/record/merge.ts';
import { withBooks, withoutSides } from '#lib/record/stamp.ts';
import type { DecisionRecord, ValuePath } from '#lib/record/types.ts';
import { toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { draftHeader, positionAfter, signEntry, type Entry, type HeaderDraft } from '#lib/trust/entry.ts';
import type { EntryHeader, EntryKind } from '#lib/trust/entry-header.ts';
import { grantTargets } from '#lib/trust/keylog-state.ts';
import type { EntryRow } from '#lib/vault/outbox-rows.ts';
import type { Book } from './book.ts';
import type { Device } from './device.ts';
import { hashOf } from './engine.ts';
import type { Chance } from './random.ts';
import { grantBody, openKey, recordOf, type OpenedKey, type RecordName } from './records.ts';

/** Paths that are written; few, so that devices get into each other's way. */
export const PATHS: readonly ValuePath[] = ['case/concern', 'case/wish', 'r:/reasons'];
const FIRST: DecisionRecord = {
	schema: 1,
	pack: { version: '2026-11', hash: 'x'.repeat(43) },
	flow: 'share',
	answers: [],
	receivers: [],
	persons: [],
	createdAt: '2026-11-22T10:00:00Z',
	decidedAt: '2026-11-22T10:00:00Z',
	recordedAt: '2026-11-22T10:00:00Z',
	timeZone: 'Europe/London',
	values: {},
	by: {},
	version: 1
};

const headerOf = (row: EntryRow) => JSON.parse(new TextDecoder().decode(row.h)) as EntryHeader;

/** What the open drawer knows of one record: checked entries alone. */
interface Line {
	readonly name: RecordName;
	readonly headers: ReadonlyMap<string, EntryHeader>;
	readonly view: MergedView;
	readonly finals: readonly (readonly [string, EntryHeader])[];
}

/** The revisions of a record that a device can read, from what it holds. */
export function revisionsOf(rows: readonly EntryRow[], record: string, book: Book): readonly MergeRevision[] {
	return rows
		.filter((row) => row.record === record && row.checked === 1 && (row.kind === 'draft' || row.kind === 'final'))
		.map((row) => {
			const content = row.c === undefined ? undefined : book.contents.get(row.id);
			return { id: row.id, parents: headerOf(row).parents, ...(content && { content }) };
		});
}

/** Records that a device may write in: those of its person that it can read, and one that it may begin. */
async function choices(device: Device, most: number): Promise<readonly RecordName[]> {
	const known = new Map<string, RecordName>();
	for (const row of await device.drawer.rows()) {
		if (row.record === null || row.checked !== 1 || row.c === undefined) continue;
		const { author, salt, parents, kind } = headerOf(row);
		const isFirst = kind !== 'grant' && parents.length === 0 && salt !== null;
		if (isFirst && author === device.person) known.set(row.record, { record: row.record, salt });
	}
	for (let index = 0; index < most; index += 1) {
		const name = await recordOf({ person: device.person, device: device.id, index });
		if (!known.has(name.record)) return [...known.values(), name];
	}
	return [...known.values()];
}

async function lineOf(device: Device, name: RecordName, book: Book): Promise<Line> {
	const rows = (await device.drawer.rows()).filter((row) => row.record === name.record && row.checked === 1);
	const headers = new Map(rows.map((row) => [row.id, headerOf(row)]));
	const finals = [...headers].filter(([, { kind }]) => kind === 'final');
	return { name, headers, finals, view: mergeView(revisionsOf(rows, name.record, book)) };
}

/** What a revision would say. */
interface Plan {
	readonly kind: EntryKind;
	readonly line: Line;
	readonly parents: readonly string[];
	readonly keyNumber: number;
	readonly fields: Partial<HeaderDraft>;
}

function numbersOf({ headers }: Line, parents: readonly string[]) {
	const found = parents.flatMap((id) => headers.get(id) ?? []);
	const highest = (key: 'n' | 'keyNumber') => Math.max(0, ...found.map((header) => header[key] ?? 0));
	return { n: 1 + highest('n'), keyNumber: highest('keyNumber') };
}

function plan(kind: 'draft' | 'final' | 'addendum', line: Line): Plan {
	const parents = kind === 'addendum' ? line.finals.slice(-1).map(([id]) => id) : line.view.leaves;
	const { n, keyNumber } = numbersOf(line, parents);
	const isAfterFinal = parents.some((id) => line.headers.get(id)?.kind === 'final');
	const opens = kind === 'final' || (kind === 'draft' && isAfterFinal);
	const [last] = line.finals.slice(-1);
	const version = { version: line.finals.length + 1, supersedes: last?.[0] ?? null };
	const salt = parents.length === 0 ? line.name.salt : null;
	const fields = { n, salt, parents, schema: 1, ...(kind === 'final' && version) };
	return { kind, line, parents, keyNumber: Math.max(1, opens ? keyNumber + 1 : keyNumber), fields };
}

/** Signs what is written, on top of what the device signed before. */
class Pen {
	readonly made: Entry[] = [];
	readonly #device: Device;

	constructor(device: Device) {
		this.#device = device;
	}

	async sign(kind: EntryKind, fields: Partial<HeaderDraft>, body: Bytes): Promise<Entry> {
		const { signer, position } = this.#device.signing;
		const { cursor, chain } = await this.#device.drawer.store.position();
		const lastReceipt = chain === null ? null : { seq: cursor, chain };
		const { head } = this.#device.keylog;
		const here = { ...position, lastReceipt, keylogHead: head, clientAt: Math.max(0, this.#device.now()) };
		const header = draftHeader({ signer, position: here }, kind, fields);
		const entry = await signEntry(header, body, signer.key);
		this.#device.signing = { signer, position: positionAfter(position, entry) };
		this.made.push(entry);
		return entry;
	}

	/** Grants of a key that this device opens. */
	async grant(opened: OpenedKey): Promise<void> {
		const { record, salt, keyNumber, commit } = opened;
		for (const to of grantTargets(this.#device.keylog, this.#device.person, 'draft') ?? []) {
			const { space, epoch } = to;
			const fields = { record, salt, keyNumber, keyCommit: commit, space, epoch };
			await this.sign('grant', fields, await grantBody(opened, to));
		}
	}
}

const ownKey = (device: Device, { line, keyNumber }: Plan) =>
	openKey(line.name, { tenant: device.signing.signer.tenant, device: device.id, keyNumber });

/** The key under which it is sealed: one that was granted already, or a new one with its grants. */
async function commitOf(device: Device, pen: Pen, made: Plan): Promise<string> {
	const { keyNumber, line, parents } = made;
	const under = parents.flatMap((id) => line.headers.get(id) ?? []);
	const known = under.find((header) => header.keyNumber === keyNumber)?.keyCommit;
	if (typeof known === 'string') return known;
	const opened = await ownKey(device, made);
	const isGranted = [...line.headers.values()].some(
		({ kind, keyCommit }) => kind === 'grant' && keyCommit === opened.commit
	);
	if (!isGranted) await pen.grant(opened);
	return opened.commit;
}

/** What the text says next: one path new, and a question at it closed. */
function nextText({ view }: Line, path: ValuePath, value: string): DecisionRecord {
	const before = withoutSides(view.record ?? FIRST, path);
	return withBooks({ ...before, values: { ...before.values, [path]: value } }, view);
}

async function writeRevision(device: Device, made: Plan, book: Book): Promise<readonly Entry[]> {
	const pen = new Pen(device);
	const path = book.chance.pick(PATHS) ?? 'case/concern';
	const value = `words ${(book.words += 1)}`;
	const content = made.kind === 'final' ? made.line.view.record : nextText(made.line, path, value);
	if (content === undefined) return [];
	const { record } = made.line.name;
	const contentRoot = toBase64Url(hashOf(utf8(JSON.stringify(content))));
	const keyCommit = await commitOf(device, pen, made);
	const fields = { ...made.fields, record, keyNumber: made.keyNumber, keyCommit, contentRoot };
	const entry = await pen.sign(made.kind, fields, bodyOf(book.chance));
	const isRevision = made.kind !== 'addendum';
	if (isRevision) {
		const said = made.kind === 'final' ? withBooks(content, made.line.view) : content;
		book.contents.set(entry.id, said);
		book.write(entry, made.kind === 'draft' ? { path, value } : undefined);
	}
	return pen.made;
}

/** The server is blind: so many random bytes are to it what a sealed revision is. */
function bodyOf(chance: Chance): Bytes {
	const body = new Uint8Array(40 + chance.below(24));
	chance.fill(body);
	return body;
}

export const rowOf = ({ id, header, h, s, c }: Entry, queuedAt: number): EntryRow => {
	const { kind, record, deviceSeq } = header;
	return { id, kind, record, h, s, ...(c && { c }), state: 'queued', order: deviceSeq ?? 0, queuedAt, checked: 1 };
};

/**
 * A person writes on a device with an open drawer.
 * @param most records that a device may begin
 * @returns the entries, which wait to be sent
 */
export async function write(device: Device, most: number, book: Book): Promise<readonly Entry[]> {
	const name = book.chance.pick(await choices(device, most));
	if (name === undefined) return [];
	const line = await lineOf(device, name, book);
	const isSigned = line.finals.length > 0;
	const odds = line.view.leaves.length === 0 ? 0 : book.finals;
	const kind = book.chance.happens(odds) ? 'final' : isSigned && book.chance.happens(0.5) ? 'addendum' : 'draft';
	const made = await writeRevision(device, plan(kind, line), book);
	await device.drawer.queue(made.map((entry) => rowOf(entry, device.now())));
	return made;
}
