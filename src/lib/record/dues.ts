/**
 * Times that follow from other times of a record: the written follow-up from the call, the regulator's from the moment the
 * breach was noticed. They are first values: once a person wrote another, it stays.
 */
import type { LocalSettings } from '../pack/types.ts';
import { instantMs } from './london-time.ts';
import { withValue } from './paths.ts';
import type { DecisionRecord, ValuePath } from './types.ts';

const HOUR_MS = 3_600_000;

/** Hours from becoming aware of a breach to telling the regulator. @source law.md 4e E-BREACH, S34 */
export const REGULATOR_HOURS = 72;

/** Ways that are spoken: something in writing is to follow. @source content flows.yaml, node choose-channel, flag spoken */
const SPOKEN: readonly string[] = ['phone', 'face-to-face', 'online-meeting'];

export const isSpoken = (channel: unknown): boolean =>
	typeof channel === 'string' && SPOKEN.includes(channel);

/** Whole hours after an instant, as they pass: a night on which the clocks change makes none of them longer or shorter. */
export function hoursAfter(instant: unknown, hours: number): string {
	const due = new Date(instantMs(instant) + hours * HOUR_MS);
	return Number.isNaN(due.getTime()) ? '' : due.toISOString();
}

type Values = DecisionRecord['values'];

/** When the written follow-up to a spoken share is due; '' where there is nothing to count from. */
export function followUpFrom(values: Values, receiver: string, hours: number): string {
	const at = (field: string) => values[`r:${receiver}/${field}`];
	return isSpoken(at('channel')) ? hoursAfter(at('sentAt'), hours) : '';
}

/** When the regulator must hear at the latest; '' before it is said when the breach was noticed. */
export const regulatorFrom = (values: Values): string =>
	hoursAfter(values['case/breach/noticedAt'], REGULATOR_HOURS);

/**
 * A changed record with the times that follow from the change. A time that a person wrote or cleared is left alone: only
 * one that is absent, or still what the app had counted, moves.
 */
export function withDues(
	before: DecisionRecord,
	after: DecisionRecord,
	{ followUpHours }: Pick<LocalSettings, 'followUpHours'>
): DecisionRecord {
	const receivers = new Set(Object.keys(after.values).flatMap((path) => RECEIVER.exec(path)?.[1] ?? []));
	const counted: readonly Counted[] = [
		{ path: 'case/breach/regulatorDueAt', from: regulatorFrom },
		...[...receivers].map((id) => ({
			path: `r:${id}/writtenFollowUpDue`,
			from: (values: Values) => followUpFrom(values, id, followUpHours)
		}))
	];
	return counted.reduce((record, one) => moved(before, record, one), after);
}

const RECEIVER = /^r:(.*)\/(?:sentAt|channel)$/;

interface Counted {
	readonly path: ValuePath;
	readonly from: (values: Values) => string;
}

function moved(before: DecisionRecord, after: DecisionRecord, { path, from }: Counted): DecisionRecord {
	const [old, due, kept] = [from(before.values), from(after.values), after.values[path]];
	const isUntouched = kept === before.values[path] && (kept === undefined || kept === old);
	return old === due || !isUntouched ? after : withValue(after, path, due);
}
