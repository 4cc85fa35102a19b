import { AppError } from '../errors.ts';

/** Why the store is not to be had, by SQLSTATE or by its class. @source PostgreSQL documentation, appendix A */
const BY_STATE: Readonly<Record<string, string>> = {
	'08': 'gone',
	'57P01': 'gone',
	'57P02': 'gone',
	'57P03': 'gone',
	'57P05': 'gone',
	'25P03': 'timeout',
	'57014': 'timeout',
	'55P03': 'timeout',
	'25006': 'read-only',
	'28': 'refused',
	'3D000': 'refused',
	'53100': 'full',
	'53': 'busy',
	'58': 'io',
	XX001: 'corrupt',
	XX002: 'corrupt',
	'40001': 'contended',
	'40P01': 'contended'
};

/** What the client library says without a code. */
const BY_WORDS: readonly (readonly [words: RegExp, cause: string])[] = [
	[/^timeout exceeded when trying to connect/, 'busy'],
	[/^Query read timeout/, 'timeout'],
	[/^Connection terminated|connection error|^Client was closed|^Client has|not queryable/i, 'gone']
];

/** Codes of Node that mean a network or a socket that is not there. */
const NETWORK = /^(E(CONN\w+|PIPE|TIMEDOUT|HOST\w+|NET\w+|NOENT|ACCES|AI_\w+|NOTFOUND)|ENOTFOUND)$/;

const codeOf = (fault: unknown) => {
	const code = fault instanceof Error && 'code' in fault ? fault.code : undefined;
	return typeof code === 'string' ? code : '';
};

function causeOf(fault: Error): string | undefined {
	const code = codeOf(fault);
	const known = BY_STATE[code] ?? (code.length === 5 ? BY_STATE[code.slice(0, 2)] : undefined);
	if (known !== undefined) return known;
	if (NETWORK.test(code)) return 'gone';
	return code === '' ? BY_WORDS.find(([words]) => words.test(fault.message))?.[1] : undefined;
}

/** Faults of the connection and of the server behind it get our code; anything else is a bug and passes through. */
export function namedPostgres(fault: unknown): Error {
	if (fault instanceof AppError) return fault;
	if (!(fault instanceof Error)) return new AppError('store-fault', {}, fault);
	// A name with several addresses: each was tried.
	const first: unknown = fault instanceof AggregateError ? fault.errors[0] : fault;
	const cause = first instanceof Error ? causeOf(first) : undefined;
	return cause === undefined ? fault : new AppError('storage-unavailable', { cause }, fault);
}

/** Serialisation failures and deadlocks: undone because of others, worth another try at once. */
export function isContended(fault: unknown): boolean {
	return fault instanceof AppError && fault.detail.cause === 'contended';
}

/** Whether waiting does not help at the start: which of our settings is wrong. */
export function settingFault(fault: unknown): AppError | undefined {
	const code = codeOf(fault instanceof AppError ? fault.cause : fault);
	if (code === '3D000') return new AppError('database-missing');
	if (code === '42501') return new AppError('database-rights');
	return code.startsWith('28') ? new AppError('database-password') : undefined;
}

/** Faults of two processes that make the same tables at once. */
export function isRaced(fault: unknown): boolean {
	return isContended(fault) || ['23505', '42P07', '42710', '42701', 'XX000'].includes(codeOf(fault));
}
