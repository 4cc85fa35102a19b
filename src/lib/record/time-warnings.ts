import { fieldAt, shapeAt } from './field-at.ts';
import { londonClock } from './london-time.ts';
import { isFilled } from './paths.ts';
import type { DecisionRecord, ValuePath } from './types.ts';
import type { Judged, Warning, WarningCode } from './warning-types.ts';

/** What has happened by the time it is written down; everything else may lie ahead. */
const PAST: readonly string[] = [
	'decidedAt',
	'sentAt',
	'told.when',
	'statements.date',
	'advice.time',
	'agreement.date',
	'agreement.withdrawnAt',
	'requester.receivedAt',
	'receipt.at',
	'reply.at',
	'statutoryReport.at',
	'managerOversight.at',
	'breach.noticedAt',
	'breach.managerToldAt',
	'breach.officerToldAt'
];
/** What is still to come when it is written down. */
const AHEAD: readonly string[] = ['review.date', 'told.reviewPoint', 'receipt.chaseAt', 'reply.reconsiderOn'];

const HOUR_MS = 3_600_000;
/** A device's clock may run a little behind the clock a person looked at. */
const SLACK_MS = 5 * 60_000;
const DECIDED_AT: ValuePath = 'case/decidedAt';
const NO_TIME = /^\d{4}-\d{2}-\d{2}$/;

interface Moment {
	/** `field` or `field.part`. */
	readonly name: string;
	readonly at: ValuePath;
	readonly path: ValuePath;
	/** A day, or an instant. */
	readonly text: string;
}

/** Days and times of a record that can hardly be. */
export function timeWarnings(judged: Judged): readonly Warning[] {
	const moments = momentsOf(judged);
	const concern = concernDay(moments);
	return moments.flatMap((moment) =>
		codesFor(moment, { moments, concern, now: judged.now }).map((code): Warning => {
			const { path, at } = moment;
			return { code, path, at: at === path ? undefined : at };
		})
	);
}

/** Every day and instant that reads as one, with the moment of the decision. */
function momentsOf({ pack, record }: Judged): readonly Moment[] {
	const decided: Moment = { name: 'decidedAt', at: DECIDED_AT, path: DECIDED_AT, text: record.decidedAt };
	return [decided, ...writtenMoments(pack, record)];
}

function writtenMoments(pack: Judged['pack'], { values }: DecisionRecord): readonly Moment[] {
	return Object.entries(values).flatMap(([at, value]) => {
		const place = typeof value === 'string' && isFilled(value) ? fieldAt(pack, at) : undefined;
		if (place === undefined || typeof value !== 'string' || at === DECIDED_AT) return [];
		const shape = shapeAt(place);
		const isMoment = shape === 'datetime' ? londonClock(value) !== undefined : shape === 'date';
		if (!isMoment || Number.isNaN(Date.parse(value))) return [];
		const name = place.part === undefined ? place.field.id : `${place.field.id}.${place.part}`;
		return [{ name, at, path: place.path, text: value }];
	});
}

/** The earliest day on which something is known to have been known: a dated point, or a request that came in. */
function concernDay(moments: readonly Moment[]): string | undefined {
	return moments
		.filter(({ name }) => name === 'statements.date' || name === 'requester.receivedAt')
		.map(dayOf)
		.sort()[0];
}

interface Around {
	readonly moments: readonly Moment[];
	readonly concern: string | undefined;
	readonly now: string;
}

const dayOf = ({ text }: Pick<Moment, 'text'>): string =>
	NO_TIME.test(text) ? text : (londonClock(text) ?? text).slice(0, 10);

const minuteOf = ({ text }: Pick<Moment, 'text'>): number => Math.floor(Date.parse(text) / 60_000);

type TimeCheck = readonly [WarningCode, (moment: Moment, around: Around) => boolean];

const TIME_CHECKS: readonly TimeCheck[] = [
	['in-future', ({ name, text }, { now }) => PAST.includes(name) && isAfter(text, now)],
	['review-past', ({ name, text }, { now }) => AHEAD.includes(name) && isBefore(text, now)],
	[
		'before-concern',
		(moment, { concern }) =>
			['decidedAt', 'sentAt', 'told.when'].includes(moment.name) &&
			concern !== undefined &&
			dayOf(moment) < concern
	],
	[
		'sent-before-decided',
		(moment, around) => moment.name === 'sentAt' && isEarlier(moment, around, 'decidedAt')
	],
	[
		'receipt-before-sent',
		(moment, around) => moment.name === 'receipt.at' && isEarlier(moment, around, 'sentAt')
	],
	[
		'due-before-sent',
		(moment, around) => moment.name === 'writtenFollowUpDue' && isEarlier(moment, around, 'sentAt')
	],
	['clock-twice', ({ text }) => !NO_TIME.test(text) && isShownTwice(text)]
];

function codesFor(moment: Moment, around: Around): readonly WarningCode[] {
	return TIME_CHECKS.filter(([, isWrong]) => isWrong(moment, around)).map(([code]) => code);
}

function isAfter(text: string, now: string): boolean {
	if (NO_TIME.test(text)) return text > (londonClock(now) ?? now).slice(0, 10);
	return Date.parse(text) > Date.parse(now) + SLACK_MS;
}

function isBefore(text: string, now: string): boolean {
	if (NO_TIME.test(text)) return text < (londonClock(now) ?? now).slice(0, 10);
	return Date.parse(text) < Date.parse(now) - SLACK_MS;
}

/** Before another moment of the same receiver, or of the case. To the minute: that is how times are typed. */
function isEarlier(moment: Moment, { moments }: Around, name: string): boolean {
	const place = moment.path.split('/')[0];
	const other = moments.find((one) => one.name === name && [place, 'case'].includes(one.path.split('/')[0]));
	return other !== undefined && minuteOf(moment) < minuteOf(other);
}

/** On the night when the clocks go back, London's clock shows one hour twice; the first was taken. */
function isShownTwice(text: string): boolean {
	const later = new Date(Date.parse(text) + HOUR_MS).toISOString();
	return londonClock(text) === londonClock(later);
}
