/** The share plan: for each receiver what goes, how, and where it stands. Pure; `now` comes in. */
import type { Journey } from '../flow/types.ts';
import type { LocalSettings, Pack } from '../pack/types.ts';
import { hoursAfter, isSpoken } from './dues.ts';
import { eventsIn, type RecordEvent } from './events.ts';
import { instantMs } from './london-time.ts';
import { neededFields } from './needs.ts';
import { isFilled, rowIds, textAt } from './paths.ts';
import type { DecisionRecord } from './types.ts';

/**
 * Where a share stands. `held`: the checks say do not send yet. `sent`: gone, and nothing said about receipt. `waiting`:
 * a time is set. `chase`: that time has passed, or nothing came.
 */
export type SendingState = 'not-sent' | 'held' | 'sent' | 'waiting' | 'chase' | 'confirmed';

/** The written follow-up to something spoken. Times are ISO 8601. */
export type FollowUp =
	| { readonly kind: 'due' | 'overdue'; readonly dueAt: string }
	| { readonly kind: 'sent'; readonly at: string };

/** One receiver of the plan. */
export interface PlannedShare {
	/** 1-based, as an address carries it. */
	readonly place: number;
	/** Receiver id; '' for the implied one. */
	readonly receiver: string;
	/** '' where nobody is named yet. */
	readonly label: string;
	readonly state: SendingState;
	readonly items: readonly string[];
	readonly channel: string;
	/** False: the organisation has a list of ways, and this is none of them. */
	readonly isApproved: boolean;
	/** Why a way that is not approved; '' where nothing is said. */
	readonly whyThisWay: string;
	readonly sentAt: string;
	/** When it will be, or was to be, chased; '' where no time is set. */
	readonly chaseAt: string;
	readonly confirmedAt: string;
	readonly followUp?: FollowUp;
}

export interface PlanInput {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	readonly result: Journey;
	readonly settings: Pick<LocalSettings, 'approvedChannels'>;
	/** What happened after the record was final; of a draft it stands in its values. */
	readonly late: readonly RecordEvent[];
	/** ISO 8601. */
	readonly now: string;
}

/** The receivers whose outcome sends something, and those whose sending waits, in the order of the journey. */
export function sharePlan(input: PlanInput): readonly PlannedShare[] {
	const { pack, result } = input;
	const receivers = result.receivers.length === 0 ? [''] : result.receivers;
	const sends = new Set(
		neededFields(pack, result)
			.filter(({ field, need }) => field.id === 'channel' && need !== 'not-shown')
			.map(({ receiver }) => receiver)
	);
	return receivers
		.filter((id) => sends.has(id) || isHeld(result, id))
		.map((id, index) => plannedShare(input, id, index + 1));
}

/** Hours to wait for a receipt before chasing it, by urgency: our choice, changed by the person at each share. */
const CHASE_HOURS: Readonly<Record<string, number>> = { now: 1, today: 3, soon: 24, routine: 72 };

/** A time to chase a receipt, by how urgent the record is. @param sentAt ISO 8601 */
export function suggestedChase(record: Pick<DecisionRecord, 'values'>, sentAt: string): string {
	return hoursAfter(sentAt, CHASE_HOURS[textAt(record, 'case/urgency')] ?? CHASE_HOURS.soon ?? 24);
}

/** Whether silence of a receiver has to be taken for "not received" at once. */
export function isUrgent(record: Pick<DecisionRecord, 'values'>): boolean {
	return ['now', 'today'].includes(textAt(record, 'case/urgency'));
}

function plannedShare(input: PlanInput, receiver: string, place: number): PlannedShare {
	const { record, settings } = input;
	const text = (field: string) => textAt(record, `r:${receiver}/${field}`);
	const channel = text('channel');
	const followUp = followUpOf(input, receiver);
	const { approvedChannels } = settings;
	return {
		place,
		receiver,
		label: labelOf(record, receiver),
		items: rowIds(record, `r:${receiver}/informationShared`).map((row) => text(`informationShared/${row}`)),
		channel,
		isApproved: approvedChannels.length === 0 || channel === '' || approvedChannels.includes(channel),
		whyThisWay: text('channel/text').trim(),
		sentAt: text('sentAt'),
		...receiptOf(input, receiver),
		...(followUp === undefined ? {} : { followUp })
	};
}

function labelOf(record: DecisionRecord, receiver: string): string {
	const named = record.receivers.find(({ id }) => id === receiver)?.label;
	const path = `r:${receiver}/recipients`;
	const rows = rowIds(record, path).map((row) =>
		['body', 'name', 'role'].map((part) => textAt(record, `${path}/${row}/${part}`)).find(isFilled)
	);
	return named ?? rows.find((one) => one !== undefined) ?? '';
}

type Receipt = Pick<PlannedShare, 'state' | 'chaseAt' | 'confirmedAt'>;

function receiptOf(input: PlanInput, receiver: string): Receipt {
	const text = (field: string) => textAt(input.record, `r:${receiver}/${field}`);
	const { status, chaseAt, confirmedAt } = lateReceipt(input.late, receiver, {
		status: text('receipt/status'),
		chaseAt: text('receipt/chaseAt'),
		confirmedAt: text('receipt/at')
	});
	// A chase that somebody ticked off under the promised dates: what came of it is still open.
	const isMet = metAt(input.record, input.late, { path: `r:${receiver}/receipt/chaseAt`, was: chaseAt });
	const next = isMet === undefined ? chaseAt : '';
	const state = stateOf(input, receiver, { status, chaseAt: next, sentAt: text('sentAt') });
	return { state, chaseAt: next, confirmedAt };
}

interface Said {
	readonly status: string;
	readonly chaseAt: string;
	readonly sentAt: string;
}

function stateOf(input: PlanInput, receiver: string, { status, chaseAt, sentAt }: Said): SendingState {
	if (status === 'confirmed') return 'confirmed';
	if (!isMoment(sentAt)) return isHeld(input.result, receiver) ? 'held' : 'not-sent';
	if (isMoment(chaseAt)) return isPast(chaseAt, input.now) ? 'chase' : 'waiting';
	if (status === 'none') return 'chase';
	if (status === 'waiting') return 'waiting';
	const isSilent = isUrgent(input.record) && isPast(suggestedChase(input.record, sentAt), input.now);
	return isSilent ? 'chase' : 'sent';
}

/** Receipts of a final record go on as dated events: the newest one counts. */
function lateReceipt(
	late: readonly RecordEvent[],
	receiver: string,
	signed: Omit<Said, 'sentAt'> & { readonly confirmedAt: string }
): typeof signed {
	return late
		.filter(({ kind, facts }) => kind === 'chased' && facts.receiver === receiver)
		.reduce((before, { facts, at }) => {
			if (facts.result === 'confirmed') return { ...before, status: 'confirmed', confirmedAt: at };
			return { ...before, status: 'none', chaseAt: typeof facts.next === 'string' ? facts.next : '' };
		}, signed);
}

function followUpOf({ record, late, now }: PlanInput, receiver: string): FollowUp | undefined {
	const path = `r:${receiver}/writtenFollowUpDue`;
	const dueAt = textAt(record, path);
	const sent =
		metAt(record, late, { path, was: dueAt }) ?? textAt(record, `r:${receiver}/writtenFollowUpSentAt`);
	if (isMoment(sent)) return { kind: 'sent', at: sent };
	if (!isMoment(dueAt) || !isSpoken(record.values[`r:${receiver}/channel`])) return undefined;
	return { kind: isPast(dueAt, now) ? 'overdue' : 'due', dueAt };
}

/** When somebody said that a promised date was kept; undefined where nobody did. */
function metAt(
	record: DecisionRecord,
	late: readonly RecordEvent[],
	{ path, was }: { readonly path: string; readonly was: string }
): string | undefined {
	return [...eventsIn(record), ...late].find(
		({ kind, facts }) => kind === 'date-met' && facts.path === path && facts.was === was
	)?.at;
}

/** The checks of flow `secure` ended in "do not send yet". */
function isHeld({ outcomes }: Journey, receiver: string): boolean {
	const last = outcomes.findLast((one) => !one.logged && (one.receiver ?? '') === receiver);
	return last?.id === 'E-WAIT';
}

export const isMoment = (text: string): boolean => !Number.isNaN(instantMs(text));
const isPast = (at: string, now: string): boolean => instantMs(at) <= instantMs(now);
