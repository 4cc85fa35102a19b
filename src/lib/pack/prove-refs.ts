/** Proofs that an id names something: used by every other proof of a pack. */
import type { Condition, Effects, FlowNode, Pack, Shown } from './types.ts';

/** Targets that stand for a move, not a place. */
const MOVES = ['@advice', '@return', '@next-step', '@end'];

/** The pack under proof, what its ids may name, and where problems go. */
export interface Known {
	readonly pack: Pack;
	readonly nodes: ReadonlyMap<string, FlowNode>;
	readonly sources: ReadonlySet<string>;
	readonly fields: ReadonlySet<string>;
	report(path: string, message: string): void;
}

export function proveEffects(known: Known, path: string, effects: Effects): void {
	effects.sets?.forEach((flag, at) => proveIn(known, `${path}.sets[${at}]`, ['flags', flag]));
	effects.log?.forEach((id, at) => proveIn(known, `${path}.log[${at}]`, ['outcomes', id]));
	effects.fills?.forEach((id, at) => {
		if (!known.fields.has(id)) known.report(`${path}.fills[${at}]`, `No record field is called "${id}".`);
	});
	proveShows(known, path, effects.shows);
}

export function proveShows(known: Known, path: string, shows: readonly Shown[] | undefined): void {
	shows?.forEach((shown, at) => {
		const id = typeof shown === 'string' ? shown : shown.id;
		proveIn(known, `${path}.shows[${at}]`, ['concepts', id]);
		if (known.pack.neverShown.includes(id))
			known.report(`${path}.shows[${at}]`, `"${id}" may never be shown.`);
		if (typeof shown !== 'string') proveCondition(known, `${path}.shows[${at}].if`, shown.if);
	});
}

export function proveSources(known: Known, path: string, ids: readonly string[] | undefined): void {
	ids?.forEach((id, at) => {
		if (!known.sources.has(id)) known.report(`${path}.sources[${at}]`, `No source is called "${id}".`);
	});
}

export function proveIn(known: Known, path: string, [table, id]: readonly [keyof Pack, string]): void {
	if (!Object.hasOwn(known.pack[table] as object, id))
		known.report(path, `"${id}" stands nowhere in ${table}. Correct the id, or add it there.`);
}

export function proveNode(known: Known, path: string, id: string): void {
	if (!known.nodes.has(id)) known.report(path, `No node is called "${id}".`);
}

export function proveNext(known: Known, path: string, next: string): void {
	if (MOVES.includes(next) || next in known.pack.outcomes) return;
	const [flow, node] = next.split('/');
	if (node === undefined) return proveNode(known, path, next);
	const home = Object.values(known.pack.flows).find((one) => one.id === flow);
	if (home?.nodes.every((one) => one.id !== node) !== false) known.report(path, `No such place: "${next}".`);
}

const asList = (value: string | readonly string[]) => (typeof value === 'string' ? [value] : value);

export function proveCondition(known: Known, path: string, condition: Condition): void {
	if ('rule' in condition) proveIn(known, path, ['rules', condition.rule]);
	if ('flag' in condition) asList(condition.flag).forEach((id) => proveIn(known, path, ['flags', id]));
	if ('outcome' in condition)
		asList(condition.outcome).forEach((id) => proveIn(known, path, ['outcomes', id]));
	if ('answer' in condition) Object.keys(condition.answer).forEach((node) => proveNode(known, path, node));
	if ('all' in condition) condition.all.forEach((part) => proveCondition(known, path, part));
	if ('any' in condition) condition.any.forEach((part) => proveCondition(known, path, part));
	if ('not' in condition) proveCondition(known, path, condition.not);
}
