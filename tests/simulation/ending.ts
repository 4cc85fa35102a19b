/** What must hold once all is at rest. Nothing here looks at how the product gets there: it reads the log and compares. */
import { toBase32, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { mergeView, type MergedView, type MergeRevision } from '#lib/record/merge.ts';
import { bytes, count, text, type SqlRow } from '#lib/server/store.ts';
import type { EntryRow } from '#lib/vault/outbox-rows.ts';
import type { Device } from './device.ts';
import { hashOf } from './engine.ts';
import { lineEnds } from './heads.ts';
import { revisionsOf } from './writer.ts';
import type { World } from './world.ts';

const short = (id: string) => id.slice(0, 6);
const LOG = `SELECT e.seq, e.entry_id, e.header, e.chain, e.received_at, e.kind, e.record_id, b.bytes AS body
	FROM entry e LEFT JOIN body b ON b.entry_id = e.entry_id ORDER BY e.seq`;

function u64(value: number): Buffer {
	const bytesOf = Buffer.alloc(8);
	bytesOf.writeBigUInt64BE(BigInt(value));
	return bytesOf;
}

/** The log, with every id, body and link computed again; dense, and no id twice. */
function chainOf(world: World, rows: readonly SqlRow[]): void {
	let chain: Uint8Array = new Uint8Array(32);
	const seen = new Set<string>();
	for (const [at, row] of rows.entries()) {
		const [id, header] = [text(row.entry_id), bytes(row.header)];
		if (count(row.seq) !== at + 1) world.checks.broken('the sequence is dense', `at ${at + 1}`);
		if (seen.has(id)) world.checks.broken('no id twice', short(id));
		seen.add(id);
		if (toBase32(hashOf(header)) !== id) world.checks.broken('an id is a hash', short(id));
		const said = JSON.parse(new TextDecoder().decode(header)) as EntryHeader;
		if (toBase64Url(hashOf(bytes(row.body ?? new Uint8Array()))) !== said.bodyHash)
			world.checks.broken('a body is what its header says', short(id));
		chain = hashOf(chain, utf8(id), u64(at + 1), u64(count(row.received_at)));
		if (Buffer.compare(chain, bytes(row.chain)) !== 0) world.checks.broken('the chain verifies', `at ${at + 1}`);
	}
}

/** Everything that a living device holds with its body is in the log; what died with a device is counted. */
async function nothingLost(world: World, log: ReadonlySet<string>): Promise<void> {
	const held = new Set<string>();
	for (const device of world.alive)
		for (const { id, c } of [...(await device.drawer.rows()), ...(await device.drawer.pulled())])
			if (c) held.add(id);
	for (const [id, { entry, by }] of world.book.committed) {
		if (log.has(id)) world.count('stored');
		else if (held.has(id)) world.checks.broken('every committed revision reaches the server', `${by} ${short(id)}`);
		else world.count('lost with a device');
		if (!log.has(id) && world.alive.some(({ name }) => name === by))
			world.checks.broken('what a living device wrote is in the log', `${by} ${entry.header.kind} ${short(id)}`);
	}
	for (const id of held) if (!log.has(id)) world.checks.broken('what is held is in the log', short(id));
}

const isMember = (world: World, { name }: Device, log: ReadonlySet<string>) =>
	name !== 'anna-2' || log.has(world.people.member.id);

/** A device holds all that it may see, with its body, and says of all of it what is true. */
async function holdsAll(world: World, device: Device, rows: readonly SqlRow[]): Promise<void> {
	const held = new Map((await device.drawer.rows()).map((row) => [row.id, row] as const));
	const durable = await world.office.durable();
	const log = new Set(rows.map((row) => text(row.entry_id)));
	for (const row of rows) {
		const [id, seq] = [text(row.entry_id), count(row.seq)];
		const header = world.headerOf(id);
		const isOwn = header.device === device.id || (header.author === device.person && isMember(world, device, log));
		if (header.kind !== 'key' && !isOwn) continue;
		const mine: EntryRow | undefined = held.get(id);
		// A restored office may know of less backup than there is; that what is called safe is in one was checked all along.
		const isTrue = mine?.state === 'safe' || (mine?.state === 'echoed' && seq > durable);
		const said = `${device.name}: ${header.kind} ${short(id)} at ${seq}`;
		if (mine?.c === undefined) world.checks.broken('every device holds the whole log it may see', said);
		else if (!isTrue || mine.seq !== seq || mine.checked !== 1)
			world.checks.broken('states end true', `${said} is ${mine.state} at ${mine.seq ?? 0}, backup up to ${durable}`);
	}
	if ((await device.drawer.pulled()).length > 0) world.checks.broken('all was checked', device.name);
	if ((await device.drawer.store.pendingBootstrap()).records.length > 0)
		world.checks.broken('all was fetched', device.name);
}

const told = ({ record, leaves, conflicts, packs, unread }: MergedView) =>
	JSON.stringify([record, leaves, conflicts, packs, unread]);

/** Every value that was written is shown, or somebody who stood on it wrote that place anew. */
function nothingSilenced(world: World, record: string, view: MergedView): void {
	const { book, office } = world;
	const log = new Set(office.history.ids);
	for (const { rev, path, value, record: of } of book.written) {
		if (of !== record || !log.has(rev)) continue;
		const isShown = (view.entries.get(path) ?? []).some((entry) => entry.value === value);
		const isReplaced = book.written.some(
			(later) => later.path === path && log.has(later.rev) && book.descends(later.rev, rev)
		);
		if (!isShown && !isReplaced) world.checks.broken('every value is shown or replaced', `${short(rev)} ${value}`);
	}
}

async function viewsAgree(world: World, rows: readonly SqlRow[]): Promise<void> {
	const log = new Set(rows.map((row) => text(row.entry_id)));
	const records = new Set(rows.flatMap((row) => (row.record_id === null ? [] : [text(row.record_id)])));
	for (const record of records) {
		const inLog = rows.filter((row) => row.record_id === record && ['draft', 'final'].includes(text(row.kind)));
		const all = inLog.map((row): MergeRevision => {
			const id = text(row.entry_id);
			const content = world.book.contents.get(id);
			return { id, parents: world.headerOf(id).parents, ...(content && { content }) };
		});
		const whole = mergeView(all);
		nothingSilenced(world, record, whole);
		const author = world.headerOf(text(inLog[0]?.entry_id)).author;
		for (const device of world.alive) {
			if (device.person !== author || !isMember(world, device, log)) continue;
			const view = mergeView(revisionsOf(await device.drawer.rows(), record, world.book));
			if (told(view) !== told(whole)) world.checks.broken('views are equal', `${device.name} ${short(record)}`);
		}
	}
}

/** Head and final of every record, as the rules of the log give them when it is read from its start. */
async function headsAgree(world: World, rows: readonly SqlRow[]): Promise<void> {
	const ends = lineEnds(rows.map((row) => [text(row.entry_id), world.headerOf(text(row.entry_id))] as const));
	const stored = await world.office.store.peek((sql) => sql.all('SELECT record_id, head, leaves, final FROM record'));
	for (const row of stored) {
		const leaves = text(row.leaves).split(' ').filter((id) => id !== '').sort();
		// A record of which only grants have come stands nowhere yet.
		const { head = null, final = null, leaves: found = [] } = ends.get(text(row.record_id)) ?? {};
		const isSame = head === row.head && final === row.final && leaves.join() === [...found].sort().join();
		if (!isSame) world.checks.broken('heads follow from the log', short(text(row.record_id)));
	}
}

/** Holds the end of a run against everything that was promised. */
export async function judge(world: World): Promise<void> {
	const rows = await world.office.store.peek((sql) => sql.all(LOG));
	const log = new Set(rows.map((row) => text(row.entry_id)));
	chainOf(world, rows);
	await nothingLost(world, log);
	for (const device of world.alive) await holdsAll(world, device, rows);
	await viewsAgree(world, rows);
	await headsAgree(world, rows);
	for (const fault of world.turns.faults) world.checks.broken('nothing throws', fault.split('\n').slice(0, 3).join(' '));
}
