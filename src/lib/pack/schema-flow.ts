import * as v from 'valibot';

/** Shapes of flows and outcomes, as checks over unknown JSON. */

export const text = v.pipe(v.string(), v.nonEmpty('is empty'));
export const texts = v.array(text);
const cell = v.union([v.string(), v.number(), v.boolean()], 'must be a text, number or yes/no');
const oneOrMore = v.union([text, texts], 'must be an id or a list of ids');
export const dictionary = <T extends v.GenericSchema>(schema: T) => v.record(v.string(), schema);

export const strength = v.picklist(['must', 'should', 'may', 'must-not', 'n/a']);
export const evidence = v.picklist(['V', 'S', 'N', 'U']);
export const KINDS = [
	'shared',
	'partly',
	'notShared',
	'deferred',
	'adviceOnly',
	'requestMade',
	'emergency'
] as const;
export const day = v.pipe(v.string(), v.isoDate('must be a date, YYYY-MM-DD'));

const PARTS: Readonly<Record<string, v.GenericSchema>> = {
	else: v.literal(true),
	rule: text,
	flag: oneOrMore,
	answer: dictionary(oneOrMore),
	outcome: oneOrMore,
	ticked: v.literal('all'),
	recordKind: v.union([v.picklist(KINDS), v.array(v.picklist(KINDS))]),
	org: dictionary(v.union([cell, v.array(cell)])),
	purposeRow: dictionary(v.union([cell, v.array(cell)])),
	gatewayGroup: text,
	sch1Part2: v.boolean(),
	basis: text,
	all: v.lazy(() => v.array(condition)),
	any: v.lazy(() => v.array(condition)),
	not: v.lazy(() => condition)
};

export const condition: v.GenericSchema = v.pipe(
	v.strictObject(Object.fromEntries(Object.entries(PARTS).map(([key, part]) => [key, v.optional(part)]))),
	v.check((value) => Object.keys(value).length === 1, 'a condition has exactly one key')
);

const shown = v.union(
	[text, v.strictObject({ if: condition, id: text })],
	'must be a concept id or {if, id}'
);
const effects = {
	sets: v.optional(texts),
	log: v.optional(texts),
	fills: v.optional(texts),
	shows: v.optional(v.array(shown))
};

export const answer = v.looseObject({
	...effects,
	id: text,
	label: text,
	next: v.optional(text),
	shared: v.optional(v.boolean()),
	showIf: v.optional(condition),
	sources: v.optional(texts)
});

const branch = v.looseObject({
	...effects,
	if: v.optional(condition),
	else: v.optional(v.literal(true)),
	next: text
});

const node = v.looseObject({
	...effects,
	id: text,
	ref: text,
	kind: v.picklist(['single', 'multi', 'checklist', 'advice', 'card', 'form', 'gate', 'call', 'loop']),
	ask: v.optional(text),
	hint: v.optional(text),
	per: v.optional(v.picklist(['receiver', 'person'])),
	shared: v.optional(v.boolean()),
	once: v.optional(v.literal('case')),
	preset: v.optional(v.literal('recordKind')),
	min: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
	answers: v.optional(v.array(answer)),
	answersFrom: v.optional(v.picklist(['organisations', 'purposes', 'data'])),
	notSure: v.optional(v.looseObject({ ...effects, next: text, label: v.optional(text) })),
	branches: v.optional(v.array(branch)),
	next: v.optional(text),
	items: v.optional(v.array(v.looseObject({ id: text, label: text, if: v.optional(condition) }))),
	flow: v.optional(text),
	enter: v.optional(text),
	results: v.optional(dictionary(text)),
	over: v.optional(v.picklist(['receiver', 'person'])),
	body: v.optional(text),
	sources: v.optional(texts)
});

export const flow = v.looseObject({
	id: text,
	title: text,
	about: v.optional(text),
	start: text,
	entries: v.optional(dictionary(text)),
	priority: v.optional(texts),
	nodes: v.pipe(v.array(node), v.minLength(1, 'a flow needs at least one node'))
});

export const outcome = v.looseObject({
	id: text,
	kind: text,
	strength,
	qualifier: v.optional(text),
	title: text,
	reason: text,
	todo: v.optional(texts),
	sources: texts,
	then: texts,
	recordKind: v.union([v.picklist(KINDS), v.literal('inherit')]),
	shows: v.optional(v.array(shown)),
	endsRun: v.optional(v.boolean()),
	alone: v.optional(text)
});
