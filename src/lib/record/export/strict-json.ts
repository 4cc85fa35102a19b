/**
 * JSON as a file from outside may hold it: any layout, but no member twice, no endless nesting, and nothing that has no
 * one meaning (half an emoji, a number without end). What `JSON.parse` lets through silently is named with its place.
 */
import type { Json } from '../types.ts';

export type JsonProblem = 'not-json' | 'cut-off' | 'too-deep' | 'member-twice' | 'not-plain';

export type ParsedJson =
	| { readonly ok: true; readonly value: Json }
	/** `at`: JSON pointer, or the name of the member. */
	| { readonly ok: false; readonly reason: JsonProblem; readonly at?: string };

const MOST_LEVELS = 60;

/** Parses a whole file. A scan comes first: a parser would recurse before it could refuse. */
export function parseStrictJson(text: string): ParsedJson {
	const scan = scanned(text);
	if (scan.isTooDeep) return { ok: false, reason: 'too-deep' };
	let value: Json;
	try {
		value = JSON.parse(text) as Json; // JSON.parse gives Json or throws; its declared type is `any`.
	} catch {
		return { ok: false, reason: scan.isOpen ? 'cut-off' : 'not-json' };
	}
	if (scan.twice !== undefined) return { ok: false, reason: 'member-twice', at: scan.twice };
	const odd = oddPlace(value, '');
	return odd === undefined ? { ok: true, value } : { ok: false, reason: 'not-plain', at: odd };
}

interface Scan {
	readonly isTooDeep: boolean;
	/** It ends inside a string, a list or an object. */
	readonly isOpen: boolean;
	/** The first member that stands twice in one object. */
	readonly twice: string | undefined;
}

/** Letters that matter outside strings, and whole strings with what follows when it makes them a member's name. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|"|[[{\]}]/gs;

function scanned(text: string): Scan {
	const names: (Set<string> | undefined)[] = [];
	let twice: string | undefined;
	for (const [token, colon] of text.matchAll(TOKEN)) {
		if (token === '"') return { isTooDeep: false, isOpen: true, twice };
		if (token === '{') names.push(new Set());
		else if (token === '[') names.push(undefined);
		else if (token === '}' || token === ']') names.pop();
		else if (colon !== undefined) twice ??= repeated(names.at(-1), token);
		if (names.length > MOST_LEVELS) return { isTooDeep: true, isOpen: true, twice };
	}
	return { isTooDeep: false, isOpen: names.length > 0, twice };
}

function repeated(names: Set<string> | undefined, token: string): string | undefined {
	const name = nameOf(token);
	if (names === undefined || name === undefined) return undefined;
	if (names.has(name)) return name;
	names.add(name);
	return undefined;
}

/** Two spellings of one name are one name: `"a"` and its escape. */
function nameOf(token: string): string | undefined {
	try {
		return JSON.parse(token.replace(/\s*:$/, '')) as string;
	} catch {
		return undefined;
	}
}

/** Where a value stands that cannot be hashed: half an emoji, or a number beyond all numbers. */
function oddPlace(value: Json, place: string): string | undefined {
	if (typeof value === 'string') return value.isWellFormed() ? undefined : place;
	if (typeof value === 'number') return Number.isFinite(value) ? undefined : place;
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [name, inner] of Object.entries(value)) {
		const at = `${place}/${name.toWellFormed()}`;
		const odd = name.isWellFormed() ? oddPlace(inner, at) : at;
		if (odd !== undefined) return odd;
	}
	return undefined;
}
