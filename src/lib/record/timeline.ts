/**
 * Everything that happened to a record, from its entries in the log and from what it says itself. No time is invented:
 * each line has the time that a device claimed, and the office's where the log has shown it. Pure.
 */
import type { AddendumContent } from './addendum.ts';
import { eventsIn } from './events.ts';
import type { Place } from './heads.ts';
import type { DecisionRecord, Json } from './types.ts';

/** What one entry tells of itself. Times are ms since 1970. */
export interface PastEntry {
	readonly entry: string;
	readonly kind: 'draft' | 'final' | 'addendum';
	/** Of a revision. */
	readonly place?: Place;
	readonly version: number | null;
	/** The device's clock: a claim. */
	readonly claimedAt: number;
	readonly receivedAt?: number;
	readonly device: string;
	readonly isThisDevice: boolean;
	/** The name that the revision gives; absent where it does not open or gives none. */
	readonly name?: string;
	/** Of an addendum; absent where it cannot be read here. */
	readonly content?: AddendumContent;
}

/** How the two clocks stand to each other: `ahead` says for certain that the device's was wrong. */
export type ClockNote = 'ahead' | 'later';

export interface TimelineLine {
	readonly key: string;
	/** What happened; an event's own kind, or one of these. */
	readonly kind:
		| 'begun'
		| 'decided'
		| 'drafts'
		| 'late'
		| 'beside'
		| 'final'
		| 'received'
		| 'version-begun'
		| 'words'
		| 'unreadable'
		| (string & {});
	/** Ms since 1970 by the device's clock, or of the office for `received`. NaN where a record tells no time. */
	readonly at: number;
	readonly receivedAt?: number;
	readonly clocks?: ClockNote;
	readonly who?: string;
	/** Letters that tell devices apart; absent for what a record says of itself. */
	readonly device?: string;
	readonly isThisDevice?: boolean;
	readonly version?: number;
	/** Of `drafts`: how many, and when the first of them was. */
	readonly count?: number;
	readonly since?: number;
	/** Of words: what they say and why. */
	readonly text?: string;
	readonly why?: string;
	readonly facts?: Readonly<Record<string, Json>>;
}

const APART_MS = 2 * 60_000;
const MARK_LETTERS = 6;
const NAME = 'case/practitionerName';

/** What is said of two clocks that tell different times; nothing within two minutes. */
export function clockNote(claimedAt: number, receivedAt: number | undefined): ClockNote | undefined {
	if (receivedAt === undefined || Math.abs(receivedAt - claimedAt) <= APART_MS) return undefined;
	return claimedAt > receivedAt ? 'ahead' : 'later';
}

/** The name as it is written in a record; undefined where none is. */
export function nameIn({ values }: Pick<DecisionRecord, 'values'>): string | undefined {
	const name = values[NAME];
	return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

type Common = Omit<TimelineLine, 'kind'>;

function commonOf(past: PastEntry): Common {
	const { entry, claimedAt, receivedAt, device, isThisDevice, name, version } = past;
	const clocks = clockNote(claimedAt, receivedAt);
	return {
		key: entry,
		at: claimedAt,
		...(receivedAt !== undefined && { receivedAt }),
		...(clocks && { clocks }),
		...(name !== undefined && { who: name }),
		device: device.slice(0, MARK_LETTERS),
		isThisDevice,
		...(version !== null && { version })
	};
}

function linesOfAddendum(past: PastEntry): readonly TimelineLine[] {
	const { content } = past;
	const common = commonOf(past);
	if (content === undefined) return [{ ...common, kind: 'unreadable' }];
	const who = content.by === '' ? {} : { who: content.by };
	if (content.sort === 'event') return [{ ...common, ...who, kind: content.kind, facts: content.facts }];
	const { text, why } = content;
	return [{ ...common, ...who, kind: 'words', text, why }];
}

function linesOfFinal(past: PastEntry): readonly TimelineLine[] {
	const { entry, receivedAt, version } = past;
	const kind = past.place === 'final' ? 'final' : past.place === 'late' ? 'late' : 'beside';
	const final = { ...commonOf(past), kind };
	if (receivedAt === undefined || kind !== 'final') return [final];
	return [
		final,
		{ key: `${entry}-received`, kind: 'received', at: receivedAt, ...(version !== null && { version }) }
	];
}

/** Drafts of one device, one after the other, are one line: from when to when, and how many. */
function withDraft(lines: readonly TimelineLine[], past: PastEntry): readonly TimelineLine[] {
	if (past.place === 'late') return [...lines, { ...commonOf(past), kind: 'late' }];
	const next = { ...commonOf(past), kind: 'drafts', count: 1, since: past.claimedAt };
	const last = lines.at(-1);
	if (last?.kind !== 'drafts' || last.device !== next.device || last.who !== next.who)
		return [...lines, next];
	const joined = { ...next, count: (last.count ?? 1) + 1, since: last.since ?? last.at };
	return [...lines.slice(0, -1), joined];
}

function linesOfEntries(entries: readonly PastEntry[]): readonly TimelineLine[] {
	return entries.reduce<readonly TimelineLine[]>((lines, past) => {
		if (past.kind === 'draft') return withDraft(lines, past);
		return [...lines, ...(past.kind === 'final' ? linesOfFinal(past) : linesOfAddendum(past))];
	}, []);
}

/** What the record says of itself. */
function ownLines(record: DecisionRecord): readonly TimelineLine[] {
	const { createdAt, decidedAt, newVersion, version } = record;
	const line = (kind: string, at: string, more: Partial<TimelineLine> = {}): TimelineLine => ({
		key: `${kind}-${at}`,
		kind,
		at: Date.parse(at),
		...more
	});
	return [
		line('begun', createdAt),
		line('decided', decidedAt),
		...eventsIn(record).map(({ kind, at, facts }, index) => line(kind, at, { key: `log-${index}`, facts })),
		...(newVersion === undefined
			? []
			: [line('version-begun', newVersion.at, { version, why: newVersion.reason })])
	];
}

/**
 * The whole timeline, newest first.
 * @param entries in the order of the log, then what waits to be sent
 * @param versions of the record that this device can read, the current one first
 */
export function timeline(
	entries: readonly PastEntry[],
	versions: readonly DecisionRecord[]
): readonly TimelineLine[] {
	const own = new Map(versions.flatMap(ownLines).map((line) => [`${line.key} ${line.at}`, line]));
	const all = [...own.values(), ...linesOfEntries(entries)];
	// A line without a time stands at the end of what is known, and says so.
	const rank = (line: TimelineLine) => (Number.isNaN(line.at) ? -Infinity : line.at);
	return all
		.map((line, index) => ({ line, index }))
		.sort((one, other) => rank(other.line) - rank(one.line) || other.index - one.index)
		.map(({ line }) => line);
}
