import * as v from 'valibot';

/** Shapes of the pack, as checks over unknown JSON. Unknown members pass: a newer writer may add to format 1. */

const text = v.pipe(v.string(), v.nonEmpty('is empty'));
const texts = v.array(text);
const cell = v.union([v.string(), v.number(), v.boolean()], 'must be a text, number or yes/no');
const oneOrMore = v.union([text, texts], 'must be an id or a list of ids');
const dictionary = <T extends v.GenericSchema>(schema: T) => v.record(v.string(), schema);

const strength = v.picklist(['must', 'should', 'may', 'must-not', 'n/a']);
const evidence = v.picklist(['V', 'S', 'N', 'U']);
export const KINDS = [
	'shared',
	'partly',
	'notShared',
	'deferred',
	'adviceOnly',
	'requestMade',
	'emergency'
] as const;
const day = v.pipe(v.string(), v.isoDate('must be a date, YYYY-MM-DD'));

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

const condition: v.GenericSchema = v.pipe(
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

const answer = v.looseObject({
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

const flow = v.looseObject({
	id: text,
	title: text,
	about: v.optional(text),
	start: text,
	entries: v.optional(dictionary(text)),
	priority: v.optional(texts),
	nodes: v.pipe(v.array(node), v.minLength(1, 'a flow needs at least one node'))
});

const outcome = v.looseObject({
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

const override = v.picklist(['on', 'off', 'auto']);
const number = v.nullable(text);

const settings = v.looseObject({
	ruleOverrides: dictionary(override),
	numbers: v.looseObject({
		childrensSocialCare: number,
		outOfHours: number,
		policeNonEmergency: number,
		safeguardingLead: number
	}),
	followUpHours: v.pipe(v.number(), v.minValue(1)),
	handOverHours: v.pipe(v.number(), v.minValue(1)),
	ageRuleOfThumb: v.nullable(v.number()),
	approvedChannels: texts,
	designatedAgencies: texts
});

const field = v.looseObject({
	id: text,
	type: v.picklist(['uuid', 'text', 'longText', 'datetime', 'date', 'enum', 'list', 'object']),
	scope: v.picklist(['case', 'receiver']),
	need: v.pipe(v.array(v.picklist(['R', 'O', 'C', '-'])), v.length(7, 'needs one mark for each of 7 kinds')),
	when: v.optional(condition),
	label: text,
	help: text,
	values: v.optional(texts),
	item: v.optional(dictionary(v.union([text, texts])))
});

const quickAnswer = v.looseObject({ id: text, label: text, prefill: v.optional(dictionary(text)) });
const quickResult = v.looseObject({
	strength,
	says: text,
	whenRule: v.optional(v.looseObject({ rule: text, adds: text })),
	shows: texts,
	sources: texts
});

const row = v.looseObject({ id: text, sources: v.optional(texts) });
const ruleRow = v.looseObject({ id: text, if: condition });

const source = v.looseObject({
	id: text,
	title: text,
	publisher: text,
	date: text,
	status: text,
	url: v.array(v.string()),
	licence: text,
	evidence
});

export const packSchema = v.looseObject({
	format: v.literal(1),
	version: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}\.\d+$/, 'must look like 2026-11-22.1')),
	hash: text,
	publishedAt: v.pipe(v.string(), v.isoTimestamp('must be a time, ISO 8601')),
	nation: v.literal('England'),
	timeZone: v.literal('Europe/London'),
	rules: dictionary(
		v.looseObject({
			label: text,
			effectiveFrom: v.nullable(day),
			evidence,
			evidenceNote: text,
			reviewBy: day,
			sources: texts
		})
	),
	localSettings: settings,
	flags: dictionary(text),
	caseWide: texts,
	always: v.array(answer),
	flows: v.looseObject({ share: flow, rules: flow, consent: flow, record: flow, secure: flow }),
	outcomes: dictionary(outcome),
	ruleTables: v.looseObject({
		organisations: v.array(row),
		purposes: v.array(row),
		data: v.array(row),
		gatewayRules: v.array(ruleRow),
		basisRules: v.array(ruleRow),
		dataRules: v.array(ruleRow),
		cards: v.array(ruleRow)
	}),
	record: v.looseObject({
		kinds: dictionary(v.picklist(KINDS)),
		anonymousKeeps: texts,
		fields: v.array(field),
		leftOutByDefault: texts,
		words: dictionary(text)
	}),
	quick: v.looseObject({
		danger: v.looseObject({ ask: text, answers: dictionary(text) }),
		why: v.looseObject({ ask: text, answers: v.array(quickAnswer) }),
		who: v.looseObject({ ask: text, answers: v.array(quickAnswer) }),
		results: dictionary(quickResult),
		cells: dictionary(texts)
	}),
	sources: v.array(source),
	concepts: dictionary(
		v.looseObject({ say: text, tone: v.optional(v.picklist(['danger', 'caution', 'note'])) })
	),
	neverShown: texts
});
