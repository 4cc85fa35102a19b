/** What must hold at every moment of a run. What does not is noted once, with the step at which it was seen. */
import { text } from '#lib/server/store.ts';
import type { Entry } from '#lib/trust/entry.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import type { EntryRow } from '#lib/vault/outbox-rows.ts';
import { takeStatement } from './checking.ts';
import type { Device } from './device.ts';
import type { World } from './world.ts';

const short = (id: string) => id.slice(0, 6);
const decoder = new TextDecoder();

/** Entries that a push stands on, and that must come before it in the same request if they are in it. */
function standsOn({ kind, parents, keylogHead, keyCommit }: EntryHeader): readonly string[] {
	return kind === 'key' ? [keylogHead ?? ''] : [...parents, ...(kind === 'grant' ? [] : [keyCommit ?? ''])];
}

export class Checks {
	readonly violations: string[] = [];
	readonly #world: World;
	/** Final of each record on this line of history. */
	readonly #finals = new Map<string, string>();
	#start = 0;

	constructor(world: World) {
		this.#world = world;
	}

	broken(rule: string, what: string): void {
		const line = `${rule}: ${what}`;
		if (this.violations.includes(line)) return;
		this.violations.push(line);
		this.#world.tell(`VIOLATION ${line}`);
	}

	/** The office: a final stays the record's final until a later version takes its place. */
	async server(): Promise<void> {
		const { office, book } = this.#world;
		if (office.start !== this.#start) this.#finals.clear();
		this.#start = office.start;
		for (const row of await office.store.peek((sql) => sql.all('SELECT record_id, final FROM record'))) {
			if (row.final === null) continue;
			const [record, final] = [text(row.record_id), text(row.final)];
			const before = this.#finals.get(record);
			const supersedes = book.committed.get(final)?.entry.header.supersedes;
			if (before !== undefined && before !== final && supersedes !== before)
				this.broken('a final head never moves', `${short(before)} became ${short(final)}`);
			this.#finals.set(record, final);
		}
	}

	/** A device: what its states claim is true of the log that it agreed on, and nothing of that log is missing. */
	async device(device: Device): Promise<void> {
		if (device.isWiped) return;
		const { cursor, chain } = await device.drawer.store.position();
		const agreed = this.#world.office.history.upTo(cursor, chain);
		if (agreed === undefined) return this.broken('a position is of some log', `${device.name} at ${cursor}`);
		const rows = await device.drawer.rows();
		for (const row of rows) this.#state(device, row, agreed);
		await this.#whole(device, rows, agreed);
	}

	/** Statements by their chain, grants before what they open, parents before children. */
	push({ name }: Device, body: unknown): void {
		const { push } = body as { push: readonly { h: string }[] };
		const headers = push.map(({ h }) => JSON.parse(decoder.decode(Buffer.from(h, 'base64url'))) as EntryHeader);
		const ids = push.map(({ h }) => this.#world.idOf(h));
		const places = new Map(ids.map((id, at) => [id, at]));
		for (const [at, { kind, keyCommit }] of headers.entries())
			if (kind === 'grant') places.set(keyCommit ?? '', Math.max(at, places.get(keyCommit ?? '') ?? 0));
		for (const [at, header] of headers.entries()) {
			const late = standsOn(header).find((needed) => (places.get(needed) ?? -1) > at);
			if (late !== undefined) this.broken('parents first', `${name} sends ${short(ids[at] ?? '')} too early`);
		}
	}

	/** A statement that the device made itself belongs to its keylog at once. */
	async takeOwn(device: Device, entry: Entry): Promise<string> {
		await takeStatement(device, entry);
		return `${device.name} ${short(entry.id)}`;
	}

	#state({ name }: Device, row: EntryRow, agreed: readonly string[]): void {
		const said = `${name} says ${row.state} of ${row.kind} ${short(row.id)} at ${row.seq ?? 0}`;
		if (row.state === 'parked') this.broken('nothing is parked', `${said}: ${row.reason ?? ''}`);
		if (row.state !== 'echoed' && row.state !== 'safe') return;
		if (agreed[(row.seq ?? 0) - 1] !== row.id) this.broken('echoed is in the log', said);
		if (row.state !== 'safe') return;
		const isKept = this.#world.office.backups.some(({ isVerified, ids }) => isVerified && ids.has(row.id));
		if (!isKept) this.broken('safe is in a backup', said);
	}

	async #whole(device: Device, rows: readonly EntryRow[], agreed: readonly string[]): Promise<void> {
		const { store } = device.drawer;
		const waiting = new Set((await store.pendingBootstrap()).records);
		const held = new Set([...rows, ...(await device.drawer.pulled())].map(({ id }) => id));
		const isMember = device.name !== 'anna-2' || agreed.includes(this.#world.people.member.id);
		for (const id of agreed) {
			if (held.has(id)) continue;
			const header = this.#world.headerOf(id);
			const isOwn = header.author === device.person && header.kind !== 'key';
			const isSeen = header.kind === 'key' || (isOwn && (isMember || header.device === device.id));
			if (isSeen && !waiting.has(header.record ?? ''))
				this.broken('the log up to the cursor is here', `${device.name} lacks ${header.kind} ${short(id)}`);
		}
	}
}
