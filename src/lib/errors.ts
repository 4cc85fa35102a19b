/** A plain value that may stand in an error: ids, counts and codes; never answers, names, case text or keys. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean>>;

/**
 * The one base for faults of ours. Expected failures are values (`{ ok: false, reason }`), not errors.
 * @param code kebab-case, stable, unique to one kind of fault; words for people stand in `messages.ts`
 * @param detail ids and numbers that help a developer; never content of a record
 */
export class AppError extends Error {
	override readonly name = 'AppError';
	readonly code: string;
	readonly detail: ErrorDetail;

	constructor(code: string, detail: ErrorDetail = {}, cause?: unknown) {
		super(code, cause === undefined ? undefined : { cause });
		this.code = code;
		this.detail = detail;
	}
}

/**
 * Whether a caught value is one of ours. Compares the name, so that it also holds across realms (worker, page).
 * @param value anything caught
 */
export function isAppError(value: unknown): value is AppError {
	return value instanceof Error && value.name === 'AppError' && 'code' in value;
}
