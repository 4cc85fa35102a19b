import * as v from 'valibot';
import { ruleWordsSchema } from './rule-words.ts';
import {
	answer,
	condition,
	day,
	dictionary,
	evidence,
	flow,
	KINDS,
	outcome,
	strength,
	text,
	texts
} from './schema-flow.ts';

/** Shape of the pack, as checks over unknown JSON. Unknown members pass: a newer writer may add to format 1. */

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
	designatedAgencies: texts,
	referralFormLink: v.optional(number),
	outOfHoursTeam: v.optional(number),
	safeguardingLead: v.optional(number)
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
	item: v.optional(dictionary(v.union([text, texts]))),
	parts: v.optional(texts)
});

const prefill = v.looseObject({
	field: text,
	part: v.optional(text),
	value: v.optional(v.union([text, v.boolean()])),
	add: v.optional(text),
	fromAnswer: v.optional(text),
	map: v.optional(dictionary(text)),
	labelOf: v.optional(texts),
	itemsOf: v.optional(text),
	listOf: v.optional(v.picklist(['receiver', 'persons'])),
	if: v.optional(condition)
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
	ruleWords: ruleWordsSchema,
	record: v.looseObject({
		kinds: dictionary(v.picklist(KINDS)),
		anonymousKeeps: texts,
		fields: v.array(field),
		leftOutByDefault: texts,
		prefill: v.array(prefill),
		parts: v.array(v.looseObject({ id: text, title: text, fields: texts })),
		complete: dictionary(v.array(texts)),
		words: dictionary(text)
	}),
	quick: v.looseObject({
		danger: v.looseObject({ ask: text, answers: dictionary(text), labels: dictionary(text) }),
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
