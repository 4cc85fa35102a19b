import type { EntryReason } from '../sync/protocol.ts';
import {
	PROBLEM,
	acks,
	chain,
	count,
	countOrNone,
	entryId,
	hash,
	id,
	logged,
	ref,
	text,
	yesNo,
	backup,
	position,
	problem
} from './openapi-parts.ts';
import { REQUESTS } from './openapi-requests.ts';
import { ENTRY_REASONS, REQUEST_REASONS } from './refusals.ts';

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
		properties: { ...problem, reason: { enum: REQUEST_REASONS } },
		required: PROBLEM
	},
	EntryProblem: {
		type: 'object',
		properties: { ...problem, reason: { enum: ENTRY_REASONS } },
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
