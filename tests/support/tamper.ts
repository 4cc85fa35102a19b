import { fromBase64Url, fromUtf8, toBase64Url } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';

/** A change to a parsed file, at a place that its steps lead to. */
export type Change = (file: unknown) => void;

type Steps = readonly (string | number)[];

/** Where a place is: what holds it, and its name there. */
function placeOf(file: unknown, steps: Steps): { readonly holder: object; readonly name: string | number } {
	const name = steps.at(-1) ?? '';
	const holder = steps.slice(0, -1).reduce((at, step) => Reflect.get(at as object, step) as unknown, file);
	if (typeof holder !== 'object' || holder === null) throw new TypeError(`nothing at ${steps.join('/')}`);
	return { holder, name };
}

/** What stands at a place. */
export function valueAt(file: unknown, ...steps: Steps): unknown {
	const { holder, name } = placeOf(file, steps);
	return Reflect.get(holder, name) as unknown;
}

export function set(value: unknown, ...steps: Steps): Change {
	return (file) => {
		const { holder, name } = placeOf(file, steps);
		Reflect.set(holder, name, structuredClone(value));
	};
}

/** Changes the text at a place. */
export function edit(change: (text: string) => string, ...steps: Steps): Change {
	return (file) => {
		set(change(String(valueAt(file, ...steps))), ...steps)(file);
	};
}

/** Changes the list at a place. */
export function list(change: (items: unknown[]) => readonly unknown[], ...steps: Steps): Change {
	return (file) => {
		set(change([...(valueAt(file, ...steps) as unknown[])]), ...steps)(file);
	};
}

/** Takes a member away. */
export function cut(...steps: Steps): Change {
	return (file) => {
		const { holder, name } = placeOf(file, steps);
		Reflect.deleteProperty(holder, name);
	};
}

/** One change after the other. */
export function all(...changes: readonly Change[]): Change {
	return (file) => {
		for (const change of changes) change(file);
	};
}

/** Other bytes of the same length. */
export const flipped = (bytes: string): string => (bytes.startsWith('A') ? 'B' : 'A') + bytes.slice(1);

/** A header with some members changed, canonical again. */
export function withHeader(h: string, members: object): string {
	const header: unknown = JSON.parse(fromUtf8(fromBase64Url(h) ?? new Uint8Array()) ?? 'null');
	return toBase64Url(canonicalBytes({ ...(header as object), ...members }));
}
