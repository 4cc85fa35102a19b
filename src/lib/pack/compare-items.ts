import type { AnswerOption, CheckItem, Flow, FlowNode, NotSure, Pack, TableRow } from './types.ts';

/** Kinds of things that a pack consists of, for comparing two packs. */
export type PackPart =
	| 'flow'
	| 'node'
	| 'answer'
	| 'line'
	| 'outcome'
	| 'rule'
	| 'row'
	| 'part'
	| 'field'
	| 'concept'
	| 'source'
	| 'quick'
	| 'order'
	| 'other';

/** One thing of a pack that can be added, removed or changed by itself. */
export interface PackItem {
	readonly part: PackPart;
	/** Unique within its part: `node/answer` for an answer or a line to tick, `table/row` for a row. */
	readonly id: string;
	/** Key of the item that it belongs to: with it added or removed, this one is not named again. */
	readonly owner?: string;
	readonly value: unknown;
}

/** Key of an item among all items of a pack. */
export function itemKey({ part, id }: Pick<PackItem, 'part' | 'id'>): string {
	return `${part} ${id}`;
}

const NOT_SURE = 'not-sure';

/** Everything of a pack but its name, date and hash, cut into things that change by themselves. */
export function itemsOf(pack: Pack): readonly PackItem[] {
	const { format: _format, version: _version, hash: _hash, publishedAt: _published, ...content } = pack;
	const { flows, always, outcomes, rules, ruleTables, record, concepts, sources, quick, ...rest } = content;
	const { fields, parts, words, ...recordRest } = record;
	const tables: Readonly<Record<string, readonly TableRow[]>> = { ...ruleTables };
	return [
		...Object.values(flows).flatMap(flowItems),
		...always.map((option) => ({ part: 'answer', id: `always/${option.id}`, value: option }) as const),
		...named('outcome', outcomes),
		...named('rule', rules),
		...Object.entries(tables).flatMap(([table, rows]) => listed('row', rows, `${table}/`)),
		...Object.entries(tables).map(([table, rows]) => orderOf(table, rows)),
		...listed('field', fields),
		orderOf('fields', fields),
		...listed('part', parts),
		orderOf('parts', parts),
		...named('concept', concepts),
		...listed('source', sources),
		{ part: 'quick', id: 'quick', value: quick },
		...named('other', words, 'words/'),
		...named('other', recordRest, 'record/'),
		...named('other', rest)
	];
}

function flowItems({ nodes, ...flow }: Flow): readonly PackItem[] {
	return [{ part: 'flow', id: flow.id, value: flow }, ...nodes.flatMap(nodeItems)];
}

function nodeItems({ answers = [], items = [], notSure, ...node }: FlowNode): readonly PackItem[] {
	const owner = itemKey({ part: 'node', id: node.id });
	const unsure = notSure === undefined ? [] : [{ ...notSure, id: NOT_SURE }];
	const within = (part: 'answer' | 'line') => (one: AnswerOption | CheckItem | (NotSure & { id: string })) =>
		({ part, id: `${node.id}/${one.id}`, owner, value: one }) as const;
	return [
		{ part: 'node', id: node.id, value: node },
		...[...answers, ...unsure].map(within('answer')),
		...items.map(within('line')),
		...(answers.length > 1 ? [{ ...orderOf(`${node.id}/answers`, answers), owner }] : []),
		...(items.length > 1 ? [{ ...orderOf(`${node.id}/items`, items), owner }] : [])
	];
}

/** The order of a list counts by itself: of two matching rows the first one wins. */
function orderOf(id: string, list: readonly { readonly id: string }[]): PackItem {
	return { part: 'order', id, value: list.map((one) => one.id) };
}

function listed(part: PackPart, list: readonly { readonly id: string }[], before = ''): readonly PackItem[] {
	return list.map((one) => ({ part, id: `${before}${one.id}`, value: one }));
}

function named(part: PackPart, members: object, before = ''): readonly PackItem[] {
	return Object.entries(members).map(([id, value]) => ({
		part,
		id: `${before}${id}`,
		value: value as unknown
	}));
}
