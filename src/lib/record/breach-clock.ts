/** The regulator's clock of a breach: 72 hours from becoming aware, shown with the time that is left. */
import { regulatorFrom } from './dues.ts';
import { instantMs } from './london-time.ts';
import type { DecisionRecord } from './types.ts';

/** Where the clock stands. `not-needed`: a risk is unlikely, so it stays in the log. Times are ISO 8601, spans in ms. */
export type BreachClock =
	| { readonly kind: 'not-started' }
	| { readonly kind: 'not-needed'; readonly why: string }
	| { readonly kind: 'told'; readonly at: string; readonly dueAt: string; readonly isLate: boolean }
	| { readonly kind: 'running'; readonly dueAt: string; readonly leftMs: number }
	| { readonly kind: 'overdue'; readonly dueAt: string; readonly lateMs: number };

const AT = 'case/breach/';

/**
 * The clock of a record about a breach. It runs until the regulator is told or a risk is judged unlikely; "not sure" runs on.
 * @param now ISO 8601
 */
export function breachClock({ values }: Pick<DecisionRecord, 'values'>, now: string): BreachClock {
	const counted = regulatorFrom(values);
	if (counted === '') return { kind: 'not-started' };
	const dueAt = earlier(counted, textAt(values, 'regulatorDueAt'));
	const told = textAt(values, 'regulatorToldAt');
	if (!Number.isNaN(instantMs(told)))
		return { kind: 'told', at: told, dueAt, isLate: instantMs(told) > instantMs(dueAt) };
	if (values[`${AT}risk`] === 'unlikely')
		return { kind: 'not-needed', why: textAt(values, 'regulatorNote').trim() };
	const leftMs = instantMs(dueAt) - instantMs(now);
	return leftMs >= 0 ? { kind: 'running', dueAt, leftMs } : { kind: 'overdue', dueAt, lateMs: -leftMs };
}

/** Whether the people affected have to hear and nothing says that they did. */
export function mustTellPeople({ values }: Pick<DecisionRecord, 'values'>): boolean {
	return values[`${AT}risk`] === 'high' && textAt(values, 'peopleTold').trim() === '';
}

/** A later date that somebody wrote does not make the law wait. */
function earlier(counted: string, written: string): string {
	return instantMs(written) < instantMs(counted) ? written : counted;
}

function textAt(values: DecisionRecord['values'], part: string): string {
	const value = values[`${AT}${part}`];
	return typeof value === 'string' ? value : '';
}
