import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as protocol from '#lib/sync/protocol.ts';
import * as parsers from '#lib/sync/protocol-parse.ts';
import { SCHEMAS } from '#lib/server/openapi-schemas.ts';
import { ENTRY_REASONS, REQUEST_REASONS, requestProblem } from '#lib/server/refusals.ts';
import { ENDPOINTS, type ReasonsOf } from '#lib/server/routes.ts';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { checkOf, wireDocument } from '../../support/documented.ts';
import { json } from '../../support/office-people.ts';
import { NOW } from '../../support/people.ts';
import type { FromSchema, Same } from '../../support/schema-types.ts';
import { testServer } from '../../support/test-office.ts';

type Schemas = typeof SCHEMAS;
type Form<Name extends keyof Schemas> = FromSchema<Schemas[Name], Schemas>;

/** The compiler's proof that document and protocol are one; `false` in one place does not compile. */
const ALIKE: {
	readonly [Name in keyof Schemas]: Same<Form<Name>, Name extends keyof Wire ? Wire[Name] : never>;
} = {
	SyncRequest: true,
	BootstrapRequest: true,
	ChallengeRequest: true,
	SignedChallenge: true,
	SessionRequest: true,
	SetupRequest: true,
	JoinRequest: true,
	WireEntry: true,
	Round: true,
	SyncResponse: true,
	LoggedEntry: true,
	Ack: true,
	BootstrapResponse: true,
	ChallengeResponse: true,
	SessionResponse: true,
	SetupResponse: true,
	JoinResponse: true,
	HealthResponse: true,
	LiveResponse: true,
	Problem: true,
	EntryProblem: true,
	ForkProblem: true,
	EntryRefusedProblem: true,
	UpdateProblem: true
};

interface Wire {
	SyncRequest: protocol.SyncRequest;
	BootstrapRequest: protocol.BootstrapRequest;
	ChallengeRequest: protocol.ChallengeRequest;
	SignedChallenge: protocol.SignedChallenge;
	SessionRequest: protocol.SessionRequest;
	SetupRequest: protocol.SetupRequest;
	JoinRequest: protocol.JoinRequest;
	WireEntry: protocol.WireEntry;
	Round: protocol.Round;
	SyncResponse: protocol.SyncResponse;
	LoggedEntry: protocol.LoggedEntry;
	Ack: protocol.Ack;
	BootstrapResponse: protocol.BootstrapResponse;
	ChallengeResponse: protocol.ChallengeResponse;
	SessionResponse: protocol.SessionResponse;
	SetupResponse: protocol.SetupResponse;
	JoinResponse: protocol.JoinResponse;
	HealthResponse: protocol.HealthResponse;
	LiveResponse: protocol.LiveResponse;
	Problem: protocol.Problem;
	EntryProblem: protocol.Problem<protocol.EntryReason>;
	ForkProblem: protocol.ForkProblem;
	EntryRefusedProblem: protocol.EntryRefusedProblem;
	UpdateProblem: protocol.UpdateProblem;
}

/** That the compiler does find the reasons of a route: one too few and one too many are errors. */
type Reasons<Name extends Parameters<typeof named>[0]> = Readonly<Record<ReasonsOf<Name>, true>>;
const named = (name: keyof typeof ENDPOINTS) => name;
const ANY = { 'too-many': true, busy: true, 'storage-unavailable': true, fault: true } as const;
// @ts-expect-error `other-origin` is lacking
const lacking: Reasons<'DELETE /api/v1/session'> = { ...ANY };
// @ts-expect-error `log-fork` cannot come
const beyond: Reasons<'DELETE /api/v1/session'> = { ...ANY, 'other-origin': true, 'log-fork': true };

it('is of one form with the protocol', () => {
	expect(Object.keys(ALIKE).sort()).toEqual(Object.keys(SCHEMAS).sort());
	expect([lacking, beyond]).toHaveLength(2);
});

describe('the document', () => {
	it('is served as it is made, and is valid OpenAPI 3.1', async () => {
		const server = await testServer(NOW);
		const answer = await server.call('/api/v1/openapi.json', 'GET');
		expect(answer.headers.get('content-type')).toBe('application/json');
		const served = await json<Record<string, unknown>>(answer);
		expect(served).toEqual(JSON.parse(JSON.stringify(wireDocument)));
		const validator = new Validator();
		const { valid, errors } = await validator.validate(structuredClone(served));
		expect(errors ?? []).toEqual([]);
		expect(valid).toBe(true);
		expect(validator.version).toBe('3.1');
	});

	it('has every route of the server and no other', () => {
		const described = Object.entries(wireDocument.paths).flatMap(([path, operations]) =>
			Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`)
		);
		expect(described.sort()).toEqual([...Object.keys(ENDPOINTS), 'GET /api/v1/openapi.json'].sort());
	});

	it('names every reason there is, each under its status', () => {
		const whole = JSON.stringify(wireDocument);
		for (const reason of [...REQUEST_REASONS, ...ENTRY_REASONS])
			expect(whole, reason).toContain(`"${reason}"`);
		const beside = ['not-found', 'method', 'too-slow', 'headers-too-large', 'draining'];
		const found = new Set<string>(beside);
		for (const operations of Object.values(wireDocument.paths))
			for (const { responses } of Object.values(operations))
				for (const [status, { content }] of Object.entries(responses)) {
					const text = JSON.stringify(content?.['application/problem+json'] ?? '');
					for (const reason of REQUEST_REASONS) {
						if (!text.includes(`"const":"${reason}"`)) continue;
						expect(requestProblem(reason).status).toBe(Number(status));
						found.add(reason);
					}
				}
		// These three have schemas of their own, which name them.
		for (const special of ['log-fork', 'entry-refused', 'update-app']) found.add(special);
		expect([...found].sort()).toEqual([...REQUEST_REASONS].sort());
	});

	it('is not kept by the browser: it is an API answer like any other', async () => {
		const server = await testServer(NOW);
		const answer = await server.call('/api/v1/openapi.json', 'GET');
		expect(answer.headers.get('cache-control')).toBe('no-store');
	});
});

const id = newId();
const hash = toBase64Url(new Uint8Array(32).fill(7));
const challenge = { payload: 'AAAA', s: 'AAAA' };
const entry = { h: 'AAAA', s: 'AAAA', c: null };

const GOOD: Readonly<
	Record<string, { parse: (value: unknown) => unknown; good: readonly Record<string, unknown>[] }>
> = {
	SyncRequest: {
		parse: parsers.parseSyncRequest,
		good: [
			{ device: id, cursor: 0, chain: null, push: [] },
			{ device: id, cursor: 9, chain: hash, push: [entry], round: { from: 2, to: 9 } }
		]
	},
	BootstrapRequest: {
		parse: parsers.parseBootstrapRequest,
		good: [{ device: id, records: [newId(), newId()], after: 3 }]
	},
	ChallengeRequest: {
		parse: parsers.parseChallengeRequest,
		good: [{ device: id }, { device: id, tenant: newId() }]
	},
	SessionRequest: { parse: parsers.parseSessionRequest, good: [{ challenge }] },
	SetupRequest: {
		parse: parsers.parseSetupRequest,
		good: [{ code: 'AAAA-BBBB', tenant: id, entries: [entry] }]
	},
	JoinRequest: { parse: parsers.parseJoinRequest, good: [{ invite: hash, challenge, entries: [] }] }
};

/** What may stand in the place of a field. */
const value = fc.oneof(
	fc.constantFrom<unknown>(
		id,
		id.toUpperCase(),
		hash,
		`${hash}A`,
		'',
		null,
		0,
		-1,
		1.5,
		2 ** 53,
		1e300,
		true,
		[],
		{}
	),
	fc.constantFrom<unknown>([id], [id, 7], [null], { from: 1, to: 2 }, { from: '1' }, challenge, {
		payload: 'ä',
		s: ''
	}),
	fc.string(),
	fc.integer()
);

it.each(Object.entries(GOOD))('and the parser agree on what a %s is', (name, { parse, good }) => {
	// Fields that a request has and nobody knows are ignored: the schema is not closed here.
	const schema = { $ref: `https://doorstep.test/open#/components/schemas/${name}` };
	const check = checkOf(`open ${name}`, schema);
	for (const request of good) expect([check(request), parse(request) !== undefined]).toEqual([true, true]);
	const changed = fc.constantFrom(...good).chain((request) =>
		fc
			.tuple(fc.constantFrom(...Object.keys(request), 'unknown'), fc.option(value, { nil: undefined }))
			.map(([field, put]) => {
				const { [field]: _taken, ...rest } = request;
				return put === undefined ? rest : { ...rest, [field]: put };
			})
	);
	fc.assert(
		fc.property(changed, (request) => {
			// Chain may be left out at 0; items of a push are judged one by one: the schema says what is right, not what is borne.
			const borne = 'chain' in request || name !== 'SyncRequest' ? request : { chain: null, ...request };
			const list = (borne as { push?: unknown }).push ?? (borne as { entries?: unknown }).entries;
			fc.pre(!Array.isArray(list) || list.every((one) => one === entry));
			expect(parse(borne) !== undefined).toBe(check(borne));
		}),
		{ numRuns: 400 }
	);
});
