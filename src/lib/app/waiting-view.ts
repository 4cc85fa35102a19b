/** What is not on the server yet, as a screen shows it. Needs no key: titles come from the open drawer alone. */
import { readNote, type AttemptNote } from '../sync/attempts.ts';
import { HISTORY, toNotes, type HistoryNote } from '../vault/history-notes.ts';
import { openOutbox, type EntryRow, type Outbox } from '../vault/outbox.ts';
import { readAddress } from '../vault/outbox-signals.ts';

/** One record, or what else belongs together, with what it lacks on the server. */
export interface WaitingItem {
	/** Record id; `office` for statements about who belongs to it. */
	readonly key: string;
	readonly record: string | null;
	readonly place: 'waiting' | 'parked';
	/** Code of the last refusal or trouble; `acknowledged`: the server has it, and its log did not show it yet. */
	readonly reason?: string;
	/** This device's clock, ms. */
	readonly triedAt?: number;
	/** Of the oldest part, this device's clock, ms. */
	readonly queuedAt: number;
}

/** The state of delivery on this device. */
export interface WaitingView {
	readonly items: readonly WaitingItem[];
	readonly note: AttemptNote | undefined;
	/** The server's history is another one, and nobody has said yet that they know. */
	readonly isForked: boolean;
	/** Every such change that this device knows of, in order. */
	readonly history: readonly HistoryNote[];
	/** Something has waited for more than a day. */
	readonly isOverdue: boolean;
	/** Somebody else has signed in on this device since: what waits goes only once its person unlocks. */
	readonly isHeldUp: boolean;
}

const STATES = ['parked', 'queued', 'sent', 'acked'] as const;
const DAY_MS = 24 * 60 * 60_000;

const placeOf = ({ state }: EntryRow) => (state === 'parked' ? 'parked' : 'waiting');
const reasonOf = ({ state, reason }: EntryRow) => (state === 'acked' ? 'acknowledged' : reason);

/** The row that says most about why: what needs a person first, then what was refused a reason at the last try. */
function telling(rows: readonly EntryRow[]): EntryRow | undefined {
	const parked = rows.find((row) => row.state === 'parked');
	return parked ?? rows.find((row) => row.reason !== undefined && row.state !== 'acked') ?? rows[0];
}

function itemOf(key: string, rows: readonly EntryRow[]): readonly WaitingItem[] {
	const row = telling(rows);
	if (row === undefined) return [];
	const reason = reasonOf(row);
	const triedAt = Math.max(...rows.map(({ lastTryAt }) => lastTryAt ?? 0));
	return [
		{
			key,
			record: row.record,
			place: placeOf(row),
			...(reason !== undefined && { reason }),
			...(triedAt > 0 && { triedAt }),
			queuedAt: Math.min(...rows.map(({ queuedAt }) => queuedAt))
		}
	];
}

/** Entries that are not on the server, by record; what needs a person first, then the oldest. */
export function waitingItems(rows: readonly EntryRow[]): readonly WaitingItem[] {
	const groups = Map.groupBy(rows, ({ record }) => record ?? 'office');
	const items = [...groups].flatMap(([key, group]) => itemOf(key, group));
	const rank = ({ place }: WaitingItem) => (place === 'parked' ? 0 : 1);
	return items.sort((a, b) => rank(a) - rank(b) || a.queuedAt - b.queuedAt);
}

async function withOutbox<T>(
	profile: string | undefined,
	act: (outbox: Outbox) => Promise<T>
): Promise<T | undefined> {
	const outbox = profile === undefined ? undefined : await openOutbox(profile);
	if (outbox === undefined) return undefined;
	try {
		return await act(outbox);
	} finally {
		outbox.close();
	}
}

/** Reads what waits of one person; undefined where they belong to no organisation, or nobody's turn it is. */
export function readWaiting(profile: string | undefined): Promise<WaitingView | undefined> {
	return withOutbox(profile, async (outbox): Promise<WaitingView> => {
		const rows = (await Promise.all(STATES.map((state) => outbox.inState(state)))).flat();
		const history = toNotes(await outbox.readSync(HISTORY));
		const items = waitingItems(rows);
		return {
			items,
			note: await readNote(outbox),
			isForked: history.some(({ seenAt }) => seenAt === undefined),
			history,
			isOverdue: items.some(({ queuedAt }) => Date.now() - queuedAt > DAY_MS),
			isHeldUp: (await readAddress())?.profile !== profile
		};
	});
}

/**
 * A person has read that the server's history changed. Both heads stay noted.
 * @param read what stood on the screen: what came since is still news
 */
export async function noteForkSeen(profile: string | undefined, read: readonly HistoryNote[]): Promise<void> {
	await withOutbox(profile, async (outbox) => {
		const isRead = (note: HistoryNote) =>
			read.some((one) => one.at === note.at && one.mine.chain === note.mine.chain);
		const notes = toNotes(await outbox.readSync(HISTORY)).map((note) =>
			note.seenAt === undefined && isRead(note) ? { ...note, seenAt: Date.now() } : note
		);
		await outbox.writeSync(HISTORY, notes);
	});
}

/** Puts everything of one item that was refused back to be sent: perhaps what was in the way is gone. */
export async function putBack(profile: string | undefined, key: string): Promise<void> {
	await withOutbox(profile, async (outbox) => {
		const parked = (await outbox.inState('parked')).filter(({ record }) => (record ?? 'office') === key);
		await outbox.mark(parked.map(({ id }) => ({ id, state: 'queued' })));
	});
}

/** Chromium's and Safari's; nothing where the browser has none, or a person does not allow it. */
interface WithBadge {
	setAppBadge?(count: number): Promise<void>;
	clearAppBadge?(): Promise<void>;
}

/** A number on the app's icon: what needs a person, or has waited for more than a day. It says nothing else. */
export async function showBadge({ items }: WaitingView): Promise<void> {
	const isDue = ({ place, queuedAt }: WaitingItem) => place === 'parked' || Date.now() - queuedAt > DAY_MS;
	const count = items.filter(isDue).length;
	const badge: WithBadge = navigator;
	try {
		await (count > 0 ? badge.setAppBadge?.(count) : badge.clearAppBadge?.());
	} catch {
		// Not installed, or not allowed: the screens say it.
	}
}
