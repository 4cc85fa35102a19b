/** What the pages about sending do with an open record. */
import { giveAnswer } from '../flow/answers.ts';
import { SEEN } from '../flow/questions.ts';
import { secureJourney } from '../flow/secure-beside.ts';
import type { Journey, JourneyContext, JourneyInput } from '../flow/types.ts';
import { lateEvents } from '../record/addendum.ts';
import { contextThen, inputOf } from '../record/make.ts';
import { textAt } from '../record/paths.ts';
import { sharePlan, suggestedChase, type PlannedShare } from '../record/share-plan.ts';
import type { RecordDesk } from './record-desk.svelte.ts';

/** Where a receipt stands, as the field and the question of flow `secure` name it. */
export type ReceiptStatus = 'confirmed' | 'waiting' | 'none';

/** The share plan of the open record. @param now ISO 8601 */
export function planOf(desk: RecordDesk, now: string): readonly PlannedShare[] {
	const { pack, record, result, settings } = desk;
	return sharePlan({ pack, record, result, settings, late: lateEvents(desk.after), now });
}

/** The pages of flow `secure` for one receiver, as `OpenJourney.pagesOf` takes them. */
export function sendingPages(
	desk: RecordDesk,
	receiver: string
): (input: JourneyInput, context: JourneyContext) => Journey {
	const party = desk.record.receivers.find(({ id }) => id === receiver);
	return (input, context) =>
		secureJourney(desk.pack, input, { context, ...(party === undefined ? {} : { receiver: party }) });
}

/** Number of the page to go on with, and whether the questions before sending are all answered. */
export function checksOf(desk: RecordDesk, receiver: string) {
	const { steps, current } = pagesNow(desk, receiver);
	const asked = steps.findIndex((step) => step.kind !== 'outcome' && step.node === 'receipt');
	const channel = steps.find((step) => step.kind !== 'outcome' && step.node === 'choose-channel');
	return {
		isDone: asked !== -1,
		isBegun: steps.some(({ answer }) => answer !== undefined),
		next: current?.number ?? 1,
		channel: channel?.number ?? 1
	};
}

/** Says where a receipt stands: in the field, and as the answer of the question where the journey asks it. */
export function sayReceipt(
	desk: RecordDesk,
	receiver: string,
	said: { readonly status: ReceiptStatus; readonly now: string; readonly chaseAt?: string }
): void {
	const { status, now, chaseAt } = said;
	answerReceipt(desk, receiver, status);
	const path = `r:${receiver}/receipt`;
	desk.edit(`${path}/status`, status);
	desk.edit(`${path}/at`, status === 'confirmed' ? now : '');
	const kept = textAt(desk.record, `${path}/chaseAt`);
	const sentAt = textAt(desk.record, `r:${receiver}/sentAt`);
	if (status === 'waiting')
		desk.edit(`${path}/chaseAt`, chaseAt ?? (kept || suggestedChase(desk.record, sentAt)));
	if (status === 'none') desk.edit(`${path}/chaseAt`, chaseAt ?? now);
}

/** What this page says counts as the answer, and the page that follows it as seen. */
function answerReceipt(desk: RecordDesk, receiver: string, status: ReceiptStatus): void {
	const value = status === 'none' ? 'none-by-set-time' : status;
	const asked = pagesNow(desk, receiver).steps.find(
		(step) => step.kind !== 'outcome' && step.node === 'receipt'
	);
	if (asked === undefined) return;
	desk.answer(giveAnswer(inputOf(desk.record), asked, { value }));
	const { current } = pagesNow(desk, receiver);
	if (current?.kind === 'outcome') desk.answer(giveAnswer(inputOf(desk.record), current, { value: SEEN }));
}

function pagesNow(desk: RecordDesk, receiver: string): Journey {
	const { record, settings } = desk;
	return sendingPages(desk, receiver)(inputOf(record), contextThen(record, settings));
}
