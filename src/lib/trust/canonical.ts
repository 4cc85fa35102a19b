import { AppError } from '../errors.ts';
import type { Json } from '../record/types.ts';
import { fromUtf8, utf8, type Bytes } from './bytes.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** Why bytes are not taken as canonical JSON. */
export type CanonicalProblem = 'too-large' | 'too-deep' | 'not-utf8' | 'not-json' | 'not-canonical';

/** Bounds of what is parsed: bytes, and levels of lists and objects. */
export interface CanonicalLimits {
	readonly maxBytes: number;
	readonly maxDepth: number;
}

const LIMITS: CanonicalLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 32 };

function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function quote(text: string): string {
	if (!text.isWellFormed()) throw new AppError('not-plain-data', { kind: 'lone surrogate' });
	return JSON.stringify(text);
}

function write(value: unknown): string {
	if (typeof value === 'string') return quote(value);
	if (value === null || typeof value === 'boolean') return String(value);
	// JSON.stringify writes a number as ECMAScript does, which is what RFC 8785 asks for; -0 becomes 0.
	if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
	if (!isPlainObject(value)) throw new AppError('not-plain-data', { kind: typeof value });
	// The default sort compares UTF-16 code units, as RFC 8785 section 3.2.3 wants.
	const members = Object.keys(value)
		.sort()
		.map((key) => `${quote(key)}:${write(value[key])}`);
	return `{${members.join(',')}}`;
}

/**
 * Canonical JSON of plain data: one text for one value.
 * @throws AppError 'not-plain-data' for undefined, NaN, functions, class instances and lone surrogates
 * @source RFC 8785 */
export function canonical(value: unknown): string {
	return write(value);
}

/** `canonical` in UTF-8: the bytes that are hashed and signed. */
export function canonicalBytes(value: unknown): Bytes {
	return utf8(canonical(value));
}

/** Deepest nesting outside strings, by a plain scan: a parser would recurse before it could refuse. */
function depthOf(text: string): number {
	let depth = 0;
	let deepest = 0;
	let inString = false;
	for (let at = 0; at < text.length; at += 1) {
		const letter = text[at];
		if (inString) {
			if (letter === '\\') at += 1;
			else if (letter === '"') inString = false;
		} else if (letter === '"') inString = true;
		else if (letter === '[' || letter === '{') deepest = Math.max(deepest, (depth += 1));
		else if (letter === ']' || letter === '}') depth -= 1;
	}
	return deepest;
}

/**
 * Parses canonical JSON and nothing else: white space, another key order, duplicate keys, other escapes or number
 * forms are refused, because the bytes and not the value are what was signed.
 */
export function parseCanonical(
	bytes: Uint8Array,
	limits: CanonicalLimits = LIMITS
): Outcome<Json, CanonicalProblem> {
	if (bytes.length > limits.maxBytes) return refuse('too-large');
	const text = fromUtf8(bytes);
	if (text === undefined) return refuse('not-utf8');
	if (depthOf(text) > limits.maxDepth) return refuse('too-deep');
	let value: Json;
	try {
		// JSON.parse gives Json or throws; its declared type is `any`.
		value = JSON.parse(text) as Json;
	} catch {
		return refuse('not-json');
	}
	try {
		// Texts stand for the bytes: well-formed UTF-8 has one text, and no two have the same.
		return canonical(value) === text ? accept(value) : refuse('not-canonical');
	} catch {
		// Lone surrogates written as escapes parse, and have no canonical form.
		return refuse('not-canonical');
	}
}

/** `parseCanonical` where only an object will do: its members, unchecked; undefined for anything else. */
export function parseMembers(
	bytes: Uint8Array,
	limits: CanonicalLimits
): Readonly<Record<string, unknown>> | undefined {
	const parsed = parseCanonical(bytes, limits);
	return parsed.ok && isPlainObject(parsed.value) ? parsed.value : undefined;
}
