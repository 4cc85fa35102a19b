import type { ContentFiles } from '../../src/lib/pack/compile.ts';
import { leadsTo } from '../../src/lib/pack/prove-graph.ts';
import type { Pack, PackProblem } from '../../src/lib/pack/types.ts';

/** What is proven when a pack is built, beside what every device proves again (`pack/prove.ts`). */
type Raw = Readonly<Record<string, unknown>>;

const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const list = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.map(record) : []);
const idOf = (row: Raw): string => (typeof row.id === 'string' ? row.id : '');

const SILENT = ['gate', 'call'];
const ADVICE = 'get-advice';

/** Words that something on a screen lacks. A working label of the structure never stands in for them. */
export function missingWords({ flows, words, rules, quick, concepts }: ContentFiles): readonly PackProblem[] {
	const labels = record(record(words.record).words ?? words.record);
	const tables: Readonly<Record<string, string>> = {
		organisations: 'organisationKind',
		purposes: 'purpose',
		data: 'data'
	};
	return [
		...Object.entries(record(flows.flows)).flatMap(([id, flow]) =>
			list(record(flow).nodes).flatMap((node, at) =>
				nodeWithout(node, record(record(record(words.flows[id]).nodes)[idOf(node)])).map(
					([path, message]) => ({
						path: `flows.${id}.nodes[${at}]${path}`,
						message
					})
				)
			)
		),
		...Object.keys(record(flows.outcomes)).flatMap((id) =>
			['title', 'reason']
				.filter((part) => !record(words.outcomes[id])[part])
				.map((part) => ({
					path: `outcomes.${id}.${part}`,
					message: `"${id}" needs a ${part} in words/outcomes.yaml.`
				}))
		),
		...Object.keys(record(concepts.concepts))
			.filter((id) => !record(words.concepts[id]).say)
			.map((id) => ({ path: `concepts.${id}.say`, message: `"${id}" needs "say" in words/concepts.yaml.` })),
		...Object.entries(tables).flatMap(([table, prefix]) =>
			list(rules[table]).flatMap((row, at) =>
				labels[`${prefix}.${idOf(row)}`] === undefined
					? [
							{
								path: `ruleTables.${table}[${at}]`,
								message: `"${idOf(row)}" needs "${prefix}.${idOf(row)}" in words/record.yaml.`
							}
						]
					: []
			)
		),
		...Object.keys(record(quick.results))
			.filter(
				(id) =>
					record(words.quick).results !== undefined && record(record(words.quick).results)[id] === undefined
			)
			.map((id) => ({
				path: `quick.results.${id}.says`,
				message: `"${id}" needs words in words/quick.yaml.`
			}))
	];
}

function nodeWithout(node: Raw, words: Raw): readonly (readonly [string, string])[] {
	if (SILENT.includes(String(node.kind))) return [];
	const without = (part: 'answers' | 'items') =>
		list(node[part]).flatMap((row, at) =>
			record(words[part])[idOf(row)] === undefined
				? [
						[
							`.${part}[${at}].label`,
							`"${idOf(row)}" has no words: add it under ${part} of "${idOf(node)}" in words/flows.yaml.`
						] as const
					]
				: []
		);
	return [
		...(words.ask ? [] : [['.ask', `"${idOf(node)}" asks nothing: add "ask" in words/flows.yaml.`] as const]),
		...without('answers'),
		...without('items')
	];
}

/** Ids that stand twice in one list. */
export function doubledIds({ flows, rules, recordFields, sources }: ContentFiles): readonly PackProblem[] {
	const nodes = Object.entries(record(flows.flows)).flatMap(([id, flow]) =>
		list(record(flow).nodes).map((node, at) => [`flows.${id}.nodes[${at}]`, node] as const)
	);
	const lists: readonly (readonly [string, readonly Raw[]])[] = [
		...nodes.flatMap(([path, node]) => [
			[`${path}.answers`, list(node.answers)] as const,
			[`${path}.items`, list(node.items)] as const
		]),
		...Object.entries(rules).map(([table, rows]) => [`ruleTables.${table}`, list(rows)] as const),
		['record.fields', list(recordFields.fields)],
		['sources', list(sources.sources)]
	];
	return lists.flatMap(([path, rows]) =>
		rows.flatMap((row, at) =>
			rows.findIndex((other) => idOf(other) === idOf(row)) === at
				? []
				: [
						{
							path: `${path}[${at}]`,
							message: `The id "${idOf(row)}" is used twice in this list. Give one of them another.`
						}
					]
		)
	);
}

/** Questions and outcomes that no path leads to. */
export function unreachable(pack: Pack): readonly PackProblem[] {
	const flows = Object.values(pack.flows);
	const nodes = new Map(flows.flatMap((flow) => flow.nodes.map((node) => [node.id, node] as const)));
	const bare = (place: string) => place.split('/').at(-1) ?? place;
	const waiting: string[] = [
		ADVICE,
		...flows.flatMap(({ start, entries }) => [start, ...Object.values(entries ?? {})]),
		...pack.always.flatMap(({ next }) => (next === undefined ? [] : [bare(next)]))
	];
	const reached = new Set<string>();
	for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
		if (reached.has(place)) continue;
		reached.add(place);
		const node = nodes.get(place);
		const outcome = pack.outcomes[place];
		if (node !== undefined) waiting.push(...leadsTo(node), ...logsOf(node));
		if (outcome !== undefined)
			waiting.push(...outcome.then, ...(outcome.alone === undefined ? [] : [bare(outcome.alone)]));
	}
	return [
		...flows.flatMap(({ id, nodes: own }) =>
			own.flatMap((node, at) =>
				reached.has(node.id)
					? []
					: [
							{
								path: `flows.${id}.nodes[${at}]`,
								message: `No path leads to "${node.id}". Lead to it, or take it away.`
							}
						]
			)
		),
		...Object.keys(pack.outcomes)
			.filter((id) => !reached.has(id))
			.map((id) => ({
				path: `outcomes.${id}`,
				message: `No path ends in "${id}". Lead to it, or take it away.`
			}))
	];
}

function logsOf(node: Pack['flows']['share']['nodes'][number]): readonly string[] {
	const effects = [node, node.notSure, ...(node.answers ?? []), ...(node.branches ?? [])];
	return effects.flatMap((one) => one?.log ?? []);
}

/** Outcomes and dated rules that stand on nothing. */
export function unsourced(pack: Pack): readonly PackProblem[] {
	const say = (path: string, id: string) => ({
		path,
		message: `"${id}" cites no source: name one of sources.yaml.`
	});
	return [
		...Object.values(pack.outcomes)
			.filter(({ sources }) => sources.length === 0)
			.map(({ id }) => say(`outcomes.${id}.sources`, id)),
		...Object.entries(pack.rules)
			.filter(([, { sources }]) => sources.length === 0)
			.map(([id]) => say(`rules.${id}.sources`, id))
	];
}
