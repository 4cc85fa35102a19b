/**
 * Statements of the keylog that this device made or received, taken into the pinned keylog: only what chains from the
 * fingerprint, never in the place of something that stands there.
 */
import { AppError } from '../errors.ts';
import type { Entry } from '../trust/entry.ts';
import { applyKeylog, type KeylogProblem } from '../trust/keylog.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { EntryRow, EntryState } from './outbox.ts';
import { drawerRows } from './drawer-rows.ts';
import { takeIn, type VerifiedEntry } from './outbox-rules.ts';
import { inTransaction, type AppendProblem, type OfficeDrawer } from './office-drawer.ts';
import { putMembership, sealMembership, type Held, type Member } from './membership.ts';

/** A statement with its place in the log. */
export interface PlacedStatement {
	readonly entry: Entry;
	readonly seq: number;
	readonly state: EntryState;
	/** Of one that was pulled: where it waited, as in `VerifiedEntry`. */
	readonly from?: VerifiedEntry['from'];
}

export type TakeProblem = KeylogProblem | AppendProblem;

const TRIES = 8;

interface Taking {
	readonly held: Held;
	readonly member: Member;
}

async function memberOf(office: OfficeDrawer): Promise<Outcome<Taking, AppendProblem>> {
	const held = await office.held();
	if (held.said === 'damaged') return refuse('membership-damaged');
	if (held.said?.state !== 'joined') return refuse('not-joined');
	return accept({ held, member: held.said });
}

function rowOf({ entry, seq, state }: PlacedStatement, queuedAt: number): EntryRow {
	const { id, header, h, s, c } = entry;
	const placed = { state, seq, order: seq, queuedAt, checked: 1 } as const;
	return { id, kind: header.kind, record: null, h, s, ...(c && { c }), ...placed };
}

/** What is known of the row already stays; a place that was never lost is never moved back. */
function merged(known: EntryRow | undefined, next: EntryRow): EntryRow {
	if (known === undefined) return next;
	const { reason: _reason, ...kept } = known;
	const isFurther = known.state === 'echoed' || known.state === 'safe';
	return { ...kept, seq: next.seq ?? 0, state: isFurther ? known.state : next.state, checked: 1 };
}

async function store(
	{ db, keys, place }: OfficeDrawer,
	{ held, member }: Taking,
	placed: PlacedStatement
): Promise<boolean> {
	const row = rowOf(placed, place.now());
	const isNew = member !== held.said;
	const membership = isNew ? await sealMembership(keys, member, held.counter) : undefined;
	const { from } = placed;
	return inTransaction(db, ['entries', 'membership', 'sync'], async () => {
		if (membership !== undefined && !(await putMembership(db, membership))) return false;
		if (from === undefined) await db.entries.put(merged(await db.entries.get(row.id), row));
		else await takeIn(drawerRows(db), { row, from });
		return true;
	});
}

/**
 * Takes one statement: applied to the pinned keylog and stored with the new head in one transaction. One that stands
 * already only learns its place. One that does not hold changes nothing at all.
 */
export async function takeStatement(
	office: OfficeDrawer,
	placed: PlacedStatement
): Promise<Outcome<null, TakeProblem>> {
	for (let left = TRIES; left > 0; left -= 1) {
		const taking = await memberOf(office);
		if (!taking.ok) return taking;
		const { held, member } = taking.value;
		const keylog = await office.keylogOf(member);
		if (!keylog.ok) return keylog;
		const { entry } = placed;
		const isKnown = keylog.value.positions.has(entry.id);
		const next = isKnown ? keylog : await applyKeylog(keylog.value, entry, null);
		if (!next.ok) return next;
		const grown = { ...member, keylogHead: entry.id, keylogSize: next.value.positions.size };
		if (await store(office, { held, member: isKnown ? member : grown }, placed)) return accept(null);
	}
	throw new AppError('keylog-never-still', { tries: TRIES });
}
