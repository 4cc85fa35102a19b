/** What a check answers: the value, or the reason why not. Callers must branch on `ok`. */
export type Outcome<Value, Reason extends string> =
	{ readonly ok: true; readonly value: Value } | Refusal<Reason>;

/** @param at where the fault is (a field or an id); never a value */
export interface Refusal<Reason extends string> {
	readonly ok: false;
	readonly reason: Reason;
	readonly at?: string;
}

/** @returns an accepted outcome around `value` */
export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
	return { ok: true, value };
}

/** @returns a refusal; `at` names a field or an id, never content */
export function refuse<Reason extends string>(reason: Reason, at?: string): Refusal<Reason> {
	return at === undefined ? { ok: false, reason } : { ok: false, reason, at };
}
