import { findCycle } from './prove-graph.ts';
import {
	proveCondition,
	proveEffects,
	proveIn,
	proveNext,
	proveNode,
	proveShows,
	proveSources,
	type Known
} from './prove-refs.ts';
import type { Flow, FlowNode, Pack, PackProblem, RuleRow, TableRow } from './types.ts';

/**
 * Proves that a well-formed pack can be walked: every id it names exists, every question can be left, the graph has no
 * cycle but advice-and-return, and everything shown has words. Returns all problems at once, with their paths.
 */
export function provePack(pack: Pack): readonly PackProblem[] {
	const problems: PackProblem[] = [];
	const all = Object.values(pack.flows).flatMap((flow) => flow.nodes);
	const known: Known = {
		pack,
		nodes: new Map(all.map((node) => [node.id, node])),
		sources: new Set(pack.sources.map((source) => source.id)),
		fields: new Set(pack.record.fields.map((field) => field.id)),
		report: (path, message) => problems.push({ path, message })
	};
	if (known.nodes.size !== all.length)
		known.report('flows', 'Two nodes have the same id; every id is used once.');
	for (const [id, flow] of Object.entries(pack.flows)) proveFlow(known, `flows.${id}`, flow);
	for (const id of Object.keys(pack.outcomes)) proveOutcome(known, id);
	pack.always.forEach((option, at) => proveNext(known, `always[${at}].next`, option.next ?? ''));
	proveQuick(known);
	proveRules(known);
	pack.record.fields.forEach((field, at) => {
		if (field.when !== undefined) proveCondition(known, `record.fields[${at}].when`, field.when);
	});
	proveRecordForm(known);
	const cycle = problems.length === 0 ? findCycle(pack) : undefined;
	if (cycle !== undefined)
		known.report(
			placeOf(pack, cycle[0] ?? ''),
			`These nodes lead round in a circle: ${cycle.join(', ')}. Cut it.`
		);
	return problems;
}

const TABLES = [
	'organisations',
	'purposes',
	'data',
	'gatewayRules',
	'basisRules',
	'dataRules',
	'cards'
] as const;

const isRuleRow = (row: TableRow | RuleRow): row is RuleRow => row.if !== undefined;

/** Dated rules and the tables of flow B. */
function proveRules(known: Known): void {
	const { rules, ruleTables } = known.pack;
	Object.entries(rules).forEach(([id, rule]) => proveSources(known, `rules.${id}`, rule.sources));
	for (const table of TABLES)
		ruleTables[table].forEach((row: TableRow | RuleRow, at) => {
			const path = `ruleTables.${table}[${at}]`;
			proveSources(known, path, row.sources);
			if (isRuleRow(row)) proveCondition(known, `${path}.if`, row.if);
		});
}

function placeOf(pack: Pack, id: string): string {
	const flow = Object.values(pack.flows).find(({ nodes }) => nodes.some((node) => node.id === id));
	const at = flow?.nodes.findIndex((node) => node.id === id) ?? -1;
	return flow === undefined ? 'flows' : `flows.${flow.id}.nodes[${at}]`;
}

function proveRecordForm(known: Known): void {
	const { prefill: prefills, parts, fields } = known.pack.record;
	prefills.forEach((prefill, at) => {
		const path = `record.prefill[${at}]`;
		if (!known.fields.has(prefill.field)) known.report(path, `No record field is called "${prefill.field}".`);
		if (prefill.if !== undefined) proveCondition(known, `${path}.if`, prefill.if);
		[prefill.fromAnswer, prefill.itemsOf, ...(prefill.labelOf ?? [])]
			.filter((node) => node !== undefined)
			.forEach((node) => proveNode(known, path, node));
	});
	const placed = parts.flatMap((part) => part.fields);
	for (const id of placed.filter((id) => !known.fields.has(id)))
		known.report('record.parts', `No record field is called "${id}".`);
	for (const field of fields.filter(({ auto, appendOnly }) => auto !== true && appendOnly !== true))
		if (placed.filter((id) => id === field.id).length !== 1)
			known.report('record.parts', `"${field.id}" must stand in exactly one part.`);
}

function proveFlow(known: Known, path: string, flow: Flow): void {
	proveNode(known, `${path}.start`, flow.start);
	Object.entries(flow.entries ?? {}).forEach(([name, id]) => proveNode(known, `${path}.entries.${name}`, id));
	(flow.priority ?? []).forEach((id, at) => proveIn(known, `${path}.priority[${at}]`, ['outcomes', id]));
	flow.nodes.forEach((node, at) => proveNodeParts(known, `${path}.nodes[${at}]`, node));
}

function proveNodeParts(known: Known, path: string, node: FlowNode): void {
	proveEffects(known, path, node);
	proveSources(known, path, node.sources);
	node.answers?.forEach((answer, at) => {
		const here = `${path}.answers[${at}]`;
		proveEffects(known, here, answer);
		proveSources(known, here, answer.sources);
		if (answer.next !== undefined) proveNext(known, `${here}.next`, answer.next);
		if (answer.showIf !== undefined) proveCondition(known, `${here}.showIf`, answer.showIf);
	});
	node.branches?.forEach((branch, at) => {
		proveEffects(known, `${path}.branches[${at}]`, branch);
		proveNext(known, `${path}.branches[${at}].next`, branch.next);
		if (branch.if !== undefined) proveCondition(known, `${path}.branches[${at}].if`, branch.if);
	});
	if (node.notSure !== undefined) {
		proveEffects(known, `${path}.notSure`, node.notSure);
		proveNext(known, `${path}.notSure.next`, node.notSure.next);
	}
	if (node.next !== undefined) proveNext(known, `${path}.next`, node.next);
	proveWaysOut(known, path, node);
}

const hasOwnNext = (node: FlowNode) =>
	(node.answers ?? []).length > 0 && (node.answers ?? []).every((answer) => answer.next !== undefined);

/** Every kind must be leavable whatever is answered. */
function proveWaysOut(known: Known, path: string, node: FlowNode): void {
	if (node.kind === 'call') return proveCall(known, path, node);
	if (node.kind === 'loop') return proveNode(known, `${path}.body`, node.body ?? '');
	if (!hasWayOut(node))
		known.report(
			path,
			`"${node.id}" can be answered in a way that leads nowhere: give a next, or an else branch.`
		);
	if (node.kind === 'checklist' && node.answers?.some((answer) => answer.id === 'all-done') !== true)
		known.report(`${path}.answers`, 'A checklist needs the answer "all-done".');
}

function hasWayOut(node: FlowNode): boolean {
	const lastBranch = node.branches?.at(-1);
	const isTotal = lastBranch !== undefined && lastBranch.if === undefined;
	return isTotal || node.next !== undefined || hasOwnNext(node);
}

function proveCall(known: Known, path: string, node: FlowNode): void {
	proveNode(known, `${path}.enter`, node.enter ?? '');
	if (node.flow === undefined || !(node.flow in known.pack.flows))
		known.report(`${path}.flow`, 'Unknown flow.');
	for (const [outcome, next] of Object.entries(node.results ?? {})) {
		proveIn(known, `${path}.results`, ['outcomes', outcome]);
		proveNext(known, `${path}.results.${outcome}`, next);
	}
}

function proveOutcome(known: Known, id: string): void {
	const outcome = known.pack.outcomes[id];
	const path = `outcomes.${id}`;
	if (outcome === undefined) return;
	if (outcome.id !== id) known.report(`${path}.id`, `Must be "${id}".`);
	proveShows(known, path, outcome.shows);
	proveSources(known, path, outcome.sources);
	if (outcome.alone !== undefined) proveNext(known, `${path}.alone`, outcome.alone);
	outcome.then.forEach((step, at) => {
		if (step !== 'record' && !(step in known.pack.flows)) proveNode(known, `${path}.then[${at}]`, step);
	});
}

function proveQuick(known: Known): void {
	const { quick } = known.pack;
	Object.entries(quick.results).forEach(([id, result]) => {
		proveShows(known, `quick.results.${id}`, result.shows);
		proveSources(known, `quick.results.${id}`, result.sources);
		if (result.whenRule !== undefined) proveIn(known, `quick.results.${id}`, ['rules', result.whenRule.rule]);
	});
	quick.why.answers.forEach(({ id }) => {
		const cells = quick.cells[id] ?? [];
		if (cells.length !== quick.who.answers.length || cells.some((cell) => !(cell in quick.results)))
			known.report(`quick.cells.${id}`, 'Needs one known result for each answer of "who".');
	});
}
