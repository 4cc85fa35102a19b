import 'fake-indexeddb/auto';
import { AppError } from '#lib/errors.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { newId } from '#lib/trust/ids.ts';
import { randomBytes } from '#lib/trust/bytes.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { Drafts, type DraftInput, type RecordFacts } from '#lib/vault/drafts.ts';
import { deriveKeys, type DrawerKeys } from '#lib/vault/keys.ts';
import { writeReadiness } from '#lib/vault/device-db.ts';
import type { Place } from '#lib/vault/office-drawer.ts';

// A slow device, so that slots are made at the floor: a measured one takes 1.5 s for each.
await writeReadiness('kdf-pass-ms', 500);

export const FACTS: RecordFacts = {
	title: 'Share with the school',
	kind: 'shared',
	life: 'draft',
	missing: 4
};

/** Where the vault under test believes it is; the kit's work factor is the least that age takes here. */
export const PLACE: Place = {
	origin: 'https://doorstep.test',
	now: () => Date.now(),
	kitWorkFactor: 15
};

/** A record with one text in it; made up. */
export function recordWith(text: string): DecisionRecord {
	return {
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
		values: { 'case/concern': text },
		by: {},
		version: 1
	};
}

export function draft(id: string, text: string, at = '2026-11-22T10:00:00Z'): DraftInput {
	return { id, record: recordWith(text), facts: FACTS, at };
}

/** An unlocked drawer over fake-indexeddb; `again` opens the same one from its database, like another tab. */
export interface TestDrawer {
	readonly db: DrawerDatabase;
	readonly keys: DrawerKeys;
	readonly drafts: Drafts;
	again(): Drafts;
}

export async function openTestDrawer(): Promise<TestDrawer> {
	const owner = { profile: newId(), device: newId() };
	const keys = await deriveKeys(randomBytes(32), owner);
	const db = new DrawerDatabase(owner.profile);
	await db.open();
	return { db, keys, drafts: new Drafts(db, keys), again: () => new Drafts(db, keys) };
}

/** Creates a record with one text in it. */
export async function kept(drawer: TestDrawer, text: string): Promise<string> {
	const id = newId();
	const created = await drawer.drafts.create(draft(id, text));
	if (!created.ok) throw new AppError('test-draft-not-kept', { reason: created.reason });
	return id;
}

/** What a fresh reader finds in a record: its text, or why it does not open. */
export async function textOf(drawer: TestDrawer, id: string): Promise<unknown> {
	const opened = await drawer.again().open(id);
	return opened.ok ? opened.record.values['case/concern'] : opened.reason;
}

/** A stored blob with one bit of it changed. */
export function spoilt(blob: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
	return blob.with(60, (blob[60] ?? 0) ^ 1);
}
