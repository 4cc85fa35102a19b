import { LIMITS } from '../sync/protocol.ts';
import { bytes, position, count, hash, id, offered, ref, text } from './openapi-parts.ts';

/** What devices send. */
export const REQUESTS = {
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
