import { LIMITS, type EntryReason, type RequestReason } from '../sync/protocol.ts';
import { ENTRY_REASONS, REQUEST_REASONS } from './refusals.ts';

/** Base64url characters of so many bytes. */
const chars = (bytes: number) => Math.ceil((bytes * 4) / 3);
const ref = <Name extends string>(name: Name) => ({ $ref: `#/components/schemas/${name}` }) as const;

const BASE64URL = '^[A-Za-z0-9_-]*$';
const HASH_CHARS = chars(32);
const text = { type: 'string' } as const;
const yesNo = { type: 'boolean' } as const;
const id = { type: 'string', pattern: '^[a-z2-7]{26}$' } as const;
const entryId = { type: 'string', pattern: '^[a-z2-7]{52}$' } as const;
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const countOrNone = { ...count, type: ['integer', 'null'] } as const;
const backup = {
	backup: { enum: ['none', 'pending', 'verified', 'failing'] },
	backup_at: countOrNone
} as const;
const hash = { type: 'string', pattern: BASE64URL, minLength: HASH_CHARS, maxLength: HASH_CHARS } as const;
const chain = { ...hash, type: ['string', 'null'] } as const;
const bytes = (most: number) => ({ type: 'string', pattern: BASE64URL, maxLength: chars(most) }) as const;
const logged = { type: 'array', items: ref('LoggedEntry') } as const;
const acks = { type: 'array', items: ref('Ack') } as const;
/** A request's entries are judged one by one: whatever is no entry is answered in its place. */
const offered = { type: 'array', items: ref('WireEntry') } as const;

const problem = { type: text, title: text, status: { type: 'integer', minimum: 400, maximum: 599 } } as const;
const PROBLEM = ['type', 'title', 'status', 'reason'] as const;

const position = { cursor: count, chain } as const;

const REQUESTS = {
	SyncRequest: {
		type: 'object',
		description:
			'`chain` is null or left out at cursor 0, and the chain value there after it. Of a round, `from` is at most `to`.',
		properties: {
			device: id,
			...position,
			round: ref('Round'),
			push: { ...offered, maxItems: LIMITS.pushItems }
		},
		required: ['device', 'cursor', 'chain', 'push'],
		if: { properties: { cursor: { const: 0 } } },
		then: { properties: { chain: { type: 'null' } } },
		else: { properties: { chain: { type: 'string' } } }
	},
	BootstrapRequest: {
		type: 'object',
		properties: {
			device: id,
			records: { type: 'array', items: id, maxItems: LIMITS.bootstrapRecords },
			after: count
		},
		required: ['device', 'records', 'after']
	},
	ChallengeRequest: { type: 'object', properties: { tenant: id, device: id }, required: ['device'] },
	SignedChallenge: {
		type: 'object',
		properties: { payload: bytes(1024), s: bytes(64) },
		required: ['payload', 's']
	},
	SessionRequest: {
		type: 'object',
		properties: { challenge: ref('SignedChallenge') },
		required: ['challenge']
	},
	SetupRequest: {
		type: 'object',
		properties: { code: { type: 'string', maxLength: 100 }, tenant: id, entries: offered },
		required: ['code', 'tenant', 'entries']
	},
	JoinRequest: {
		type: 'object',
		properties: { invite: hash, challenge: ref('SignedChallenge'), entries: offered },
		required: ['invite', 'challenge', 'entries']
	},
	WireEntry: {
		type: 'object',
		properties: { h: text, s: text, c: { type: ['string', 'null'] } },
		required: ['h', 's', 'c']
	},
	Round: { type: 'object', properties: { from: count, to: count }, required: ['from', 'to'] }
} as const;

const ANSWERS = {
	SyncResponse: {
		type: 'object',
		properties: {
			acks,
			pull: logged,
			...position,
			more: yesNo,
			round: ref('Round'),
			bootstrap: { type: 'array', items: id },
			durable: countOrNone,
			...backup,
			needs_session: yesNo,
			next_poll_s: count,
			hint_window_s: count,
			min_client: text
		},
		required: [
			...([
				'acks',
				'pull',
				'cursor',
				'chain',
				'more',
				'bootstrap',
				'durable',
				'backup',
				'backup_at'
			] as const),
			...(['needs_session', 'next_poll_s', 'hint_window_s', 'min_client'] as const)
		]
	},
	LoggedEntry: {
		type: 'object',
		properties: { seq: count, receivedAt: count, h: text, s: text, c: { type: ['string', 'null'] } },
		required: ['seq', 'receivedAt', 'h', 's', 'c']
	},
	Ack: {
		anyOf: [
			{ type: 'object', properties: { id: entryId, seq: count }, required: ['id', 'seq'] },
			{
				type: 'object',
				properties: { id: entryId, missing: { type: 'array', items: entryId }, grant: count },
				required: ['id', 'missing']
			},
			{
				type: 'object',
				properties: { id: { ...entryId, type: ['string', 'null'] }, problem: ref('EntryProblem') },
				required: ['id', 'problem']
			}
		]
	},
	BootstrapResponse: {
		type: 'object',
		properties: {
			entries: logged,
			next: {
				anyOf: [
					{
						type: 'object',
						properties: { records: { type: 'array', items: id }, after: count },
						required: ['records', 'after']
					},
					{ type: 'null' }
				]
			}
		},
		required: ['entries', 'next']
	},
	ChallengeResponse: {
		type: 'object',
		properties: { tenant: id, origin: text, nonce: hash, expires: count },
		required: ['tenant', 'origin', 'nonce', 'expires']
	},
	SessionResponse: {
		type: 'object',
		properties: { token: text, idle_ms: count, expires: count },
		required: ['token', 'idle_ms', 'expires']
	},
	SetupResponse: {
		type: 'object',
		properties: { acks, seq: count, chain },
		required: ['acks', 'seq', 'chain']
	},
	JoinResponse: {
		type: 'object',
		properties: { keylog: logged, acks, seq: count, chain },
		required: ['keylog', 'acks', 'seq', 'chain']
	},
	HealthResponse: {
		type: 'object',
		properties: {
			status: { const: 'ok' },
			schema: count,
			organisation: yesNo,
			...backup
		},
		required: ['status', 'schema', 'organisation', 'backup', 'backup_at']
	},
	LiveResponse: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] }
} as const;

const PROBLEMS = {
	Problem: {
		type: 'object',
		properties: { ...problem, reason: { enum: REQUEST_REASONS as readonly RequestReason[] } },
		required: PROBLEM
	},
	EntryProblem: {
		type: 'object',
		properties: { ...problem, reason: { enum: ENTRY_REASONS as readonly EntryReason[] } },
		required: PROBLEM
	},
	ForkProblem: {
		type: 'object',
		properties: { ...problem, reason: { const: 'log-fork' }, seq: count, chain: hash },
		required: [...PROBLEM, 'seq', 'chain']
	},
	EntryRefusedProblem: {
		type: 'object',
		properties: {
			...problem,
			reason: { const: 'entry-refused' },
			index: count,
			entry: { enum: [...ENTRY_REASONS, 'missing'] as readonly (EntryReason | 'missing')[] }
		},
		required: [...PROBLEM, 'index', 'entry']
	},
	UpdateProblem: {
		type: 'object',
		properties: { ...problem, reason: { const: 'update-app' }, min_client: text, acks },
		required: [...PROBLEM, 'min_client', 'acks']
	}
} as const;

/** Every form that travels, by the name of its type in `sync/protocol.ts`; a test holds the two to each other. */
export const SCHEMAS = { ...REQUESTS, ...ANSWERS, ...PROBLEMS } as const;
