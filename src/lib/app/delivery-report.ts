/** Texts for whoever runs Doorstep: what happened between this device and the office. Ids, numbers and times alone, no case. */
import type { HistoryNote, LogReceipt } from '../vault/history-notes.ts';
import { dayAndTime } from './clock-time.ts';
import type { WaitingItem } from './waiting-view.ts';

/** Which device reports. */
export interface Reporter {
	/** Opaque id; undefined where this device belongs to no organisation. */
	readonly device: string | undefined;
	readonly appVersion: string;
}

const timeOf = (at: number) => `${dayAndTime(new Date(at).toISOString())} (${new Date(at).toISOString()})`;
const headOf = ({ seq, chain }: LogReceipt) => `number ${seq}, ${chain ?? 'no chain value'}`;

const KINDS: Readonly<Record<HistoryNote['kind'], readonly [mine: string, other: string]>> = {
	fork: ['this device had seen', 'the server now says'],
	receipt: ['this device had seen', 'another device of the organisation had seen'],
	chain: ['the items lead to', 'the server says']
};

/** In one line each: when, and both heads. */
export function historyLines(note: HistoryNote): readonly string[] {
	const [mine, other] = KINDS[note.kind];
	return [
		`Noticed ${timeOf(note.at)}, by this device's clock`,
		`${mine}: ${headOf(note.mine)}`,
		`${other}: ${headOf(note.other)}`,
		...(note.device === undefined ? [] : [`the other device: ${note.device}`]),
		...(note.seenAt === undefined ? [] : [`Read and confirmed ${timeOf(note.seenAt)}`])
	];
}

function about({ device, appVersion }: Reporter): readonly string[] {
	return [`Device: ${device ?? 'belongs to no organisation'}`, `Doorstep ${appVersion}`];
}

/** What to hand on when the server's history changed. */
export function historyReport(notes: readonly HistoryNote[], reporter: Reporter): string {
	const parts = notes.flatMap((note, index) => ['', `${index + 1}. ${historyLines(note).join('\n   ')}`]);
	return ['Doorstep: server history changed', ...about(reporter), ...parts, ''].join('\n');
}

/** What to hand on about something that the office refused. */
export function parkedReport({ reason, triedAt }: WaitingItem, reporter: Reporter): string {
	const tried = triedAt === undefined ? [] : [`Last try: ${timeOf(triedAt)}`];
	return [
		'Doorstep: the office refused an item',
		...about(reporter),
		`Reason: ${reason ?? 'not given'}`,
		...tried,
		''
	].join('\n');
}
