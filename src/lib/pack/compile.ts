import { packText, parsePack } from './parse.ts';
import type { Pack, PackProblem } from './types.ts';

/** Parsed YAML, not yet checked. */
type Raw = Readonly<Record<string, unknown>>;

/** The content files as plain data; `words` are the overlays that hold every sentence on a screen. */
export interface ContentFiles {
	readonly flows: Raw;
	readonly rules: Raw;
	readonly recordFields: Raw;
	readonly recordForm: Raw;
	readonly sources: Raw;
	readonly concepts: Raw;
	readonly quick: Raw;
	readonly words: {
		readonly flows: Raw;
		readonly outcomes: Raw;
		readonly concepts: Raw;
		readonly record: Raw;
		readonly quick: Raw;
		readonly rules: Raw;
	};
	readonly version: string;
	readonly publishedAt: string;
}

export type Compiled =
	| { readonly ok: true; readonly pack: Pack }
	| { readonly ok: false; readonly problems: readonly PackProblem[] };

/**
 * Compiles content into a pack: merges the words into the structure, adds the hash, and proves the result.
 * @param sha256 hashes a text, base64url; passed in since this folder is pure
 */
export async function compilePack(
	files: ContentFiles,
	sha256: (text: string) => Promise<string>
): Promise<Compiled> {
	const draft = assemble(files) as unknown as Pack; // parsePack below checks every part of it
	const pack = { ...draft, hash: await sha256(packText(draft)) };
	const parsed = parsePack(JSON.parse(JSON.stringify(pack)));
	return parsed.ok ? { ok: true, pack: parsed.pack } : parsed;
}

function assemble({ flows, words, ...files }: ContentFiles): Raw {
	return {
		format: 1,
		version: files.version,
		publishedAt: files.publishedAt,
		nation: flows.nation,
		timeZone: flows.timeZone,
		rules: flows.rules,
		localSettings: flows.localSettings,
		flags: flows.flags,
		caseWide: flows.caseWide,
		always: labelled(list(flows.always), record(words.flows.always)),
		flows: mapValues(record(flows.flows), (flow, id) => withFlowWords(flow, id, record(words.flows[id]))),
		outcomes: mapValues(record(flows.outcomes), (outcome, id) => ({
			...outcome,
			...record(words.outcomes[id]),
			id
		})),
		ruleTables: withRowWords(files.rules, words.record),
		ruleWords: words.rules,
		record: { ...withFieldWords(files.recordFields, words.record), ...files.recordForm },
		quick: withQuickWords(files.quick, words.quick),
		sources: list(files.sources.sources),
		concepts: words.concepts,
		neverShown: list(files.concepts.never)
	};
}

function withFlowWords(flow: Raw, id: string, words: Raw): Raw {
	const nodeWords = record(words.nodes);
	return {
		...flow,
		id,
		...pick(words, ['title', 'about']),
		nodes: list(flow.nodes).map((node) =>
			withNodeWords(record(node), record(nodeWords[text(record(node).id)]))
		)
	};
}

function withNodeWords(node: Raw, words: Raw): Raw {
	const answers = record(words.answers);
	const notSure = answers['not-sure'];
	return {
		...node,
		...pick(words, ['ask', 'hint']),
		...(node.answers === undefined ? {} : { answers: labelled(list(node.answers), answers) }),
		...(node.items === undefined ? {} : { items: labelled(list(node.items), record(words.items)) }),
		...(node.notSure === undefined || notSure === undefined
			? {}
			: { notSure: { ...record(node.notSure), label: notSure } })
	};
}

function labelled(rows: readonly unknown[], labels: Raw): readonly Raw[] {
	return rows.map((row) => {
		const own = record(row);
		const label = labels[text(own.id)];
		return label === undefined ? own : { ...own, label };
	});
}

/** `fields.<id>` overrides label and help; every other key is a word for a value or a part. */
function withFieldWords(fields: Raw, words: Raw): Raw {
	const { fields: overrides, ...rest } = words;
	return {
		...fields,
		words: rest.words ?? rest,
		fields: list(fields.fields).map((field) => ({
			...record(field),
			...(record(field).item === undefined ? {} : { parts: Object.keys(record(record(field).item)) }),
			...record(record(overrides)[text(record(field).id)])
		}))
	};
}

/** The rows of flow B are labelled by the words for the record's enums: `organisationKind.<row>`, `purpose.<row>`. */
function withRowWords(tables: Raw, words: Raw): Raw {
	const labels = record(words.words ?? words);
	const named = (table: string, field: string) =>
		list(tables[table]).map((row) => {
			const label = labels[`${field}.${text(record(row).id)}`];
			return label === undefined ? row : { ...record(row), label };
		});
	return {
		...tables,
		organisations: named('organisations', 'organisationKind'),
		purposes: named('purposes', 'purpose'),
		data: named('data', 'data')
	};
}

function withQuickWords(quick: Raw, words: Raw): Raw {
	const answersOf = (part: string) => {
		const labels = record(record(words[part]).answers);
		return Object.entries(record(record(quick[part]).answers)).map(([id, answer]) => ({
			id,
			...(typeof answer === 'string' ? { label: answer } : record(answer)),
			...(labels[id] === undefined ? {} : { label: labels[id] })
		}));
	};
	const asked = (part: string) => ({
		...pick(record(quick[part]), ['ask']),
		...pick(record(words[part]), ['ask'])
	});
	return {
		danger: { ...record(quick.danger), ...asked('danger'), labels: record(record(words.danger).answers) },
		why: { ...asked('why'), answers: answersOf('why') },
		who: { ...asked('who'), answers: answersOf('who') },
		results: mapValues(record(quick.results), (result, id) =>
			withResultWords(result, record(words.results)[id])
		),
		cells: quick.cells
	};
}

function withResultWords(result: Raw, words: unknown): Raw {
	const own = typeof words === 'string' ? { says: words } : record(words);
	const adds = own.adds === undefined ? {} : { whenRule: { ...record(result.whenRule), adds: own.adds } };
	return { ...result, ...pick(own, ['says']), ...adds };
}

function mapValues(rows: Raw, change: (row: Raw, id: string) => Raw): Raw {
	return Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, change(record(row), id)]));
}

function pick(row: Raw, keys: readonly string[]): Raw {
	return Object.fromEntries(keys.filter((key) => row[key] !== undefined).map((key) => [key, row[key]]));
}

// Broken content reads as empty here; parsePack then names what is missing, with its path.
const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
