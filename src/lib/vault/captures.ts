/** Quick checks that were kept while the drawer was locked: in its owner's sealed tray until the next unlock. */
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import { openCapture, sealCapture, type CaptureProblem } from '../trust/capture.ts';
import { newId } from '../trust/ids.ts';
import { device } from './device-db.ts';
import type { SaveProblem } from './drafts.ts';
import { openOutbox } from './outbox.ts';
import { RESCUE_KEYS, type RescueKeys } from './rescue-rows.ts';
import type { CurrentDrawer, OpenDrawer } from './open-drawer.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** A quick check as the screens made it. */
export interface QuickRecord {
	readonly record: DecisionRecord;
	readonly facts: Pick<RecordHeader, 'title' | 'missing'>;
}

/** What waits in the tray, as the open drawer sees it. A damaged one is shown with its reason and stays. */
export interface KeptCapture {
	readonly id: string;
	readonly madeAt: number;
	readonly title?: string;
	readonly reason?: CaptureProblem;
}

/** `no-key-yet`: this drawer was made before it could take in anything while locked; one unlock makes it ready. */
export type CaptureResult =
	{ readonly ok: true } | { readonly ok: false; readonly reason: WriteProblem | 'no-key-yet' };

/**
 * Keeps a quick check for a drawer that is locked. Runs in the page: only a public key is needed.
 * @param now ms since 1970
 */
export async function captureFor(
	profile: string,
	{ record, facts }: QuickRecord,
	now: number
): Promise<CaptureResult> {
	const outbox = await openOutbox(profile);
	const keys = (await outbox?.readSync(RESCUE_KEYS)) as RescueKeys | undefined;
	outbox?.close();
	if (keys === undefined) return { ok: false, reason: 'no-key-yet' };
	const content = JSON.stringify(record);
	const capture = {
		profile,
		madeAt: now,
		title: facts.title.toWellFormed(),
		missing: facts.missing,
		content
	};
	const sealed = await sealCapture(capture, keys.own);
	try {
		const id = newId();
		const transaction = (await device()).transaction('captures', 'readwrite', { durability: 'strict' });
		await transaction.store.put({ id, profile, madeAt: now, sealed }, id);
		await transaction.done;
		return { ok: true };
	} catch (error) {
		return { ok: false, reason: writeProblem(error) };
	}
}

/** The part of the vault about what was kept while locked. */
export interface Captures {
	/** The tray of the open drawer, the oldest first. */
	captures(): Promise<readonly KeptCapture[]>;
	/** Makes a draft of one, and takes it out of the tray once the draft is on the disk. @param at ISO 8601 */
	keepCapture(
		id: string,
		at: string
	): Promise<
		| { readonly ok: true; readonly record: string }
		| { readonly ok: false; readonly reason: SaveProblem | CaptureProblem | 'no-such-capture' }
	>;
	/** Throws one away: only its person says so. */
	dropCapture(id: string): Promise<void>;
}

type Naming = (office: OpenDrawer['office']) => Promise<{ readonly id: string; readonly salt?: string }>;

async function rowsOf({ office: { keys } }: OpenDrawer) {
	const rows = await (await device()).getAll('captures');
	return rows
		.filter(({ profile }) => profile === keys.profile)
		.sort((one, other) => one.madeAt - other.madeAt);
}

async function openRow({ office }: OpenDrawer, row: Awaited<ReturnType<typeof rowsOf>>[number]) {
	const own = await office.device();
	if (own === undefined) return { ok: false, reason: 'no-key' } as const;
	return openCapture(row.sealed, own.identity, row);
}

async function keep(open: OpenDrawer, id: string, at: { readonly now: string; readonly name: Naming }) {
	const row = (await rowsOf(open)).find((one) => one.id === id);
	if (row === undefined) return { ok: false, reason: 'no-such-capture' } as const;
	const opened = await openRow(open, row);
	if (!opened.ok) return { ok: false, reason: opened.reason } as const;
	const { title, missing, content } = opened.value;
	// Sealed by `captureFor` from a record of the screens.
	const record = JSON.parse(content) as DecisionRecord;
	const facts = { title, missing, kind: 'adviceOnly', life: 'draft' } as const;
	const made = await open.drafts.create({ ...(await at.name(open.office)), record, facts, at: at.now });
	if (!made.ok) return made;
	await (await device()).delete('captures', id);
	return { ok: true, record: made.header.id } as const;
}

/** The vault's part about the tray, for whichever drawer is open. */
export function makeCapturesPart(current: CurrentDrawer, name: Naming): Captures {
	return {
		async captures() {
			const open = current();
			if (open === undefined) return [];
			return Promise.all(
				(await rowsOf(open)).map(async (row) => {
					const opened = await openRow(open, row);
					const said = opened.ok ? { title: opened.value.title } : { reason: opened.reason };
					return { id: row.id, madeAt: row.madeAt, ...said };
				})
			);
		},
		async keepCapture(id, now) {
			const open = current();
			return open ? keep(open, id, { now, name }) : { ok: false, reason: 'not-open' };
		},
		async dropCapture(id) {
			const open = current();
			const isOwn = open !== undefined && (await rowsOf(open)).some((row) => row.id === id);
			if (isOwn) await (await device()).delete('captures', id);
		}
	};
}
