import * as v from 'valibot';
import { canonicalJson } from './canonical.ts';
import { provePack } from './prove.ts';
import { packSchema } from './schema.ts';
import type { Pack, PackProblem } from './types.ts';

export type ParsedPack =
	| { readonly ok: true; readonly pack: Pack }
	| { readonly ok: false; readonly problems: readonly PackProblem[] };

function pathOf(issue: v.BaseIssue<unknown>): string {
	return (issue.path ?? [])
		.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
		.join('')
		.replace(/^\./, '');
}

function refuse(path: string, message: string): ParsedPack {
	return { ok: false, problems: [{ path, message }] };
}

const FORMAT = 'format';

function isNewer(format: unknown): boolean {
	return typeof format === 'number' && format > 1;
}

/** Whether a pack was refused because it is made for a newer version of the app: it is whole, and an update is needed. */
export function needsUpdate(problems: readonly PackProblem[]): boolean {
	return problems.some(({ path }) => path === FORMAT);
}

/**
 * Turns unknown JSON into a pack, or lists every problem with its path: first of shape, then of references.
 * The hash is the caller's to check (`packText`): hashing is not pure.
 */
export function parsePack(value: unknown): ParsedPack {
	if (typeof value !== 'object' || value === null)
		return refuse('', 'This is not a pack: it holds no object.');
	const format = (value as { format?: unknown }).format;
	if (isNewer(format))
		return refuse(
			FORMAT,
			'This guidance is in a format that this version of the app does not know. Update the app.'
		);
	if (format !== 1) return refuse('', 'This is not a pack: it does not say its format.');
	const parsed = v.safeParse(packSchema, value);
	if (!parsed.success)
		return {
			ok: false,
			problems: parsed.issues.map((issue) => ({ path: pathOf(issue), message: issue.message }))
		};
	const pack = value as Pack; // the schema above is the written contract of `Pack`
	const problems = provePack(pack);
	return problems.length === 0 ? { ok: true, pack } : { ok: false, problems };
}

/**
 * Turns the text of a pack file into a pack.
 * @param text the file as it came; a cut-off download is named as such
 */
export function parsePackText(text: string): ParsedPack {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return refuse('', `The file is not whole: it stops making sense within its ${text.length} characters.`);
	}
	return parsePack(value);
}

/** The exact text that a pack's hash is taken over: its canonical JSON without `hash`. */
export function packText(pack: Omit<Pack, 'hash'>): string {
	const { hash: _hash, ...rest } = pack as Pack;
	return canonicalJson(rest);
}
