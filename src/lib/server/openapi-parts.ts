/** Base64url characters of so many bytes. */
const chars = (bytes: number) => Math.ceil((bytes * 4) / 3);
export const ref = <Name extends string>(name: Name) => ({ $ref: `#/components/schemas/${name}` }) as const;

const BASE64URL = '^[A-Za-z0-9_-]*$';
const HASH_CHARS = chars(32);
export const text = { type: 'string' } as const;
export const yesNo = { type: 'boolean' } as const;
export const id = { type: 'string', pattern: '^[a-z2-7]{26}$' } as const;
export const entryId = { type: 'string', pattern: '^[a-z2-7]{52}$' } as const;
export const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
export const countOrNone = { ...count, type: ['integer', 'null'] } as const;
export const backup = {
	backup: { enum: ['none', 'pending', 'verified', 'failing'] },
	backup_at: countOrNone
} as const;
export const hash = {
	type: 'string',
	pattern: BASE64URL,
	minLength: HASH_CHARS,
	maxLength: HASH_CHARS
} as const;
export const chain = { ...hash, type: ['string', 'null'] } as const;
export const bytes = (most: number) =>
	({ type: 'string', pattern: BASE64URL, maxLength: chars(most) }) as const;
export const logged = { type: 'array', items: ref('LoggedEntry') } as const;
export const acks = { type: 'array', items: ref('Ack') } as const;
/** A request's entries are judged one by one: whatever is no entry is answered in its place. */
export const offered = { type: 'array', items: ref('WireEntry') } as const;

export const problem = {
	type: text,
	title: text,
	status: { type: 'integer', minimum: 400, maximum: 599 }
} as const;
export const PROBLEM = ['type', 'title', 'status', 'reason'] as const;

export const position = { cursor: count, chain } as const;
