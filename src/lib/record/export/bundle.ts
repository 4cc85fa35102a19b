/** Reading an exported record: only what has the form of `bundle-types.ts` comes through. */
import * as v from 'valibot';
import type { Json } from '../types.ts';
import { BUNDLE_FORMAT, BUNDLE_VERSION, type RecordBundle } from './bundle-types.ts';
import { parseStrictJson, type JsonProblem } from './strict-json.ts';

/** No record comes near it; a wrong file must not fill the memory. */
export const MOST_BUNDLE_BYTES = 64 * 1024 * 1024;

const text = v.pipe(v.string(), v.maxLength(4_000_000));
const shortText = v.pipe(v.string(), v.maxLength(4000));
const letters = v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(8_000_000));
const id = v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/));
const entryId = v.pipe(v.string(), v.regex(/^[a-z2-7]{52}$/));
const hash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const instant = v.pipe(
	v.string(),
	v.regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/),
	v.check((said) => !Number.isNaN(new Date(said).getTime()))
);
/** It becomes part of an address, so nothing but figures. */
const packVersion = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}\.\d{1,4}$/));
const pack = v.looseObject({ version: packVersion, hash });
const flowId = v.picklist(['share', 'rules', 'consent', 'record', 'secure']);

const party = v.looseObject({ id: shortText, label: text });
const answer = v.looseObject({
	key: shortText,
	node: shortText,
	receiver: v.optional(shortText),
	person: v.optional(shortText),
	value: v.union([shortText, v.array(shortText)]),
	ticks: v.optional(v.array(shortText))
});

/** What replaying and reading a record relies on; everything else in it may be anything. */
const recordSchema = v.looseObject({
	schema: v.literal(1),
	pack,
	flow: flowId,
	entry: v.optional(shortText),
	answers: v.array(answer),
	receivers: v.array(party),
	persons: v.array(party),
	createdAt: instant,
	decidedAt: instant,
	recordedAt: instant,
	timeZone: shortText,
	ruleOverrides: v.optional(v.record(v.string(), v.picklist(['on', 'off', 'auto']))),
	values: v.record(v.string(), v.any()),
	by: v.record(v.string(), v.string()),
	linkedKind: v.optional(
		v.picklist(['emergency', 'shared', 'partly', 'requestMade', 'notShared', 'deferred', 'adviceOnly'])
	),
	version: v.pipe(v.number(), v.integer(), v.minValue(1))
});

const signedPart = v.looseObject({
	id: entryId,
	h: letters,
	s: letters,
	content: v.record(v.string(), v.any()),
	leaves: v.array(v.looseObject({ path: text, salt: letters, digest: hash }))
});

const readable = v.looseObject({
	layout: v.number(),
	sections: v.array(
		v.looseObject({
			id: shortText,
			title: shortText,
			groups: v.array(
				v.looseObject({
					about: text,
					rows: v.array(v.looseObject({ label: text, lines: v.array(text) }))
				})
			)
		})
	)
});

const stamp = v.looseObject({
	record: id,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	pack,
	entry: v.nullable(entryId),
	lockedAt: v.nullable(instant),
	receivedAt: v.nullable(instant),
	madeAt: instant,
	note: text
});

const common = {
	format: v.literal(BUNDLE_FORMAT),
	v: v.literal(BUNDLE_VERSION),
	stamp,
	outcomes: v.array(
		v.looseObject({ outcome: shortText, receiver: v.nullable(shortText), recordKind: shortText })
	),
	path: v.array(shortText),
	readable
};

const draftSchema = v.looseObject({
	...common,
	state: v.literal('draft'),
	draft: recordSchema,
	proof: v.null()
});

const finalSchema = v.looseObject({
	...common,
	state: v.literal('final'),
	draft: v.null(),
	proof: v.looseObject({
		fingerprint: shortText,
		salt: letters,
		final: v.looseObject({ ...signedPart.entries, content: recordSchema }),
		additions: v.array(signedPart),
		keylog: v.array(v.looseObject({ h: letters, s: letters, c: letters }))
	})
});

export type BundleProblem =
	| JsonProblem
	| 'too-large'
	| 'not-text'
	| 'empty'
	| 'not-a-bundle'
	| 'newer-bundle'
	| 'newer-record'
	| 'bad-shape';

export type ReadBundle =
	| { readonly ok: true; readonly bundle: RecordBundle }
	/** `at`: JSON pointer or name of the place, never a value. */
	| { readonly ok: false; readonly reason: BundleProblem; readonly at?: string };

const fail = (reason: BundleProblem, at?: string): ReadBundle =>
	at === undefined || at === '' ? { ok: false, reason } : { ok: false, reason, at };

/** Reads a file as a bundle. Says why not, and where; never throws, whatever the file holds. */
export function readBundle(bytes: Uint8Array): ReadBundle {
	if (bytes.length === 0) return fail('empty');
	if (bytes.length > MOST_BUNDLE_BYTES) return fail('too-large');
	const said = utf8Text(bytes);
	if (said === undefined) return fail('not-text');
	const parsed = parseStrictJson(said);
	if (!parsed.ok) return fail(parsed.reason, parsed.at);
	return asBundle(parsed.value);
}

function utf8Text(bytes: Uint8Array): string | undefined {
	try {
		// Editors put a byte order mark in front; it says nothing and is taken off.
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

function asBundle(value: Json): ReadBundle {
	if (typeof value !== 'object' || value === null || !('format' in value)) return fail('not-a-bundle');
	if (value.format !== BUNDLE_FORMAT) return fail('not-a-bundle');
	if (typeof value.v === 'number' && value.v > BUNDLE_VERSION) return fail('newer-bundle');
	if (hasNewerRecord(value)) return fail('newer-record');
	const parsed = v.safeParse(value.state === 'draft' ? draftSchema : finalSchema, value);
	if (!parsed.success) return fail('bad-shape', placeOf(parsed.issues[0]));
	// The schemas above are the written contract of `RecordBundle`; members they do not know stay in.
	return { ok: true, bundle: value as unknown as RecordBundle };
}

function hasNewerRecord(value: object): boolean {
	const draft = memberOf(value, 'draft');
	const content = memberOf(memberOf(memberOf(value, 'proof'), 'final'), 'content');
	const schema = memberOf(draft ?? content, 'schema');
	return typeof schema === 'number' && schema > 1;
}

function memberOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

function placeOf(issue: v.BaseIssue<unknown>): string {
	return (issue.path ?? []).map((item) => `/${String(item.key)}`).join('');
}
