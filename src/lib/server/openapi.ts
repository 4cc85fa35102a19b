import { CLIENT_HEADER, LIMITS, type RequestReason } from '../sync/protocol.ts';
import { answer } from './http.ts';
import { SCHEMAS } from './openapi-schemas.ts';
import { requestProblem } from './refusals.ts';
import type { ReasonsOf, RouteName } from './routes.ts';

type SchemaName = keyof typeof SCHEMAS;

/** Exactly the reasons of a route: one too few or too many does not compile. */
type Reasons<Name extends RouteName> = Readonly<Record<ReasonsOf<Name>, true>>;

interface Operation<Name extends RouteName> {
	readonly id: string;
	readonly says: string;
	readonly takes?: SchemaName;
	/** Left out: 204. */
	readonly gives?: SchemaName | 'object';
	readonly by: 'anybody' | 'session' | 'session or cookie';
	readonly reasons: Reasons<Name>;
}

const ANY = { 'too-many': true, busy: true, 'storage-unavailable': true, fault: true } as const;
const BODY = {
	'other-origin': true,
	'media-type': true,
	'too-large': true,
	'gzip-damaged': true,
	malformed: true
} as const;
const INVITE = { 'invite-unknown': true, 'invite-used': true, 'invite-expired': true } as const;
const CODE = { 'setup-code-wrong': true, 'setup-code-used': true, 'setup-code-expired': true } as const;

const OPERATIONS: { readonly [Name in RouteName]: Operation<Name> } = {
	'POST /api/v1/sync': {
		id: 'sync',
		says: 'Push and pull in one. Every entry pushed is answered in its place; one that is refused does not stop the next.',
		takes: 'SyncRequest',
		gives: 'SyncResponse',
		by: 'session or cookie',
		reasons: { ...ANY, ...BODY, 'sign-in': true, 'not-yours': true, 'log-fork': true, 'update-app': true }
	},
	'POST /api/v1/bootstrap': {
		id: 'bootstrap',
		says: 'Whole records that became readable, each in order of seq.',
		takes: 'BootstrapRequest',
		gives: 'BootstrapResponse',
		by: 'session',
		reasons: { ...ANY, ...BODY, 'sign-in': true, 'not-yours': true, 'update-app': true }
	},
	'POST /api/v1/challenge': {
		id: 'challenge',
		says: 'Something to sign. An unknown device gets one too: the answer tells nobody who exists.',
		takes: 'ChallengeRequest',
		gives: 'ChallengeResponse',
		by: 'anybody',
		reasons: { ...ANY, ...BODY, 'no-organisation': true }
	},
	'POST /api/v1/session': {
		id: 'openSession',
		says: 'A token for a signed challenge; also sets the delivery cookie.',
		takes: 'SessionRequest',
		gives: 'SessionResponse',
		by: 'anybody',
		reasons: { ...ANY, ...BODY, 'sign-in': true }
	},
	'DELETE /api/v1/session': {
		id: 'endSession',
		says: 'Ends the session shown. `leave=drawer` or `leave=device` ends the delivery cookie instead.',
		by: 'session or cookie',
		reasons: { ...ANY, 'other-origin': true }
	},
	'POST /api/v1/setup': {
		id: 'setup',
		says: 'Founds the organisation, once. Nothing is stored unless every entry is good.',
		takes: 'SetupRequest',
		gives: 'SetupResponse',
		by: 'anybody',
		reasons: { ...ANY, ...BODY, ...CODE, 'setup-incomplete': true, 'entry-refused': true }
	},
	'POST /api/v1/join': {
		id: 'join',
		says: 'Lets an invited device in; with no entries it only returns the keylog.',
		takes: 'JoinRequest',
		gives: 'JoinResponse',
		by: 'anybody',
		reasons: { ...ANY, ...BODY, ...INVITE, 'sign-in': true, 'entry-refused': true }
	},
	'GET /api/v1/health': {
		id: 'health',
		says: 'Ready to take work: the store answers. 503 otherwise, `draining` while the server is about to stop.',
		gives: 'HealthResponse',
		by: 'anybody',
		reasons: ANY
	},
	'GET /api/v1/health/live': {
		id: 'live',
		says: 'The process answers, whatever its store does.',
		gives: 'LiveResponse',
		by: 'anybody',
		reasons: ANY
	},
	'GET /api/v1/openapi.json': {
		id: 'openapi',
		says: 'This document.',
		gives: 'object',
		by: 'anybody',
		reasons: ANY
	}
};

const schemaOf = (name: SchemaName | 'object') =>
	name === 'object' ? { type: 'object' } : { $ref: `#/components/schemas/${name}` };

/** Problems that say more than their reason. */
const FORMS: Partial<Record<RequestReason, SchemaName>> = {
	'log-fork': 'ForkProblem',
	'entry-refused': 'EntryRefusedProblem',
	'update-app': 'UpdateProblem'
};

function problemSchema(reason: RequestReason): object {
	const form = FORMS[reason];
	if (form !== undefined) return schemaOf(form);
	return { allOf: [schemaOf('Problem')], properties: { reason: { const: reason } } };
}

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer', minimum: 1 } } };
const WAITING = new Set([429, 503]);

function problemResponses(reasons: readonly RequestReason[]): Record<string, object> {
	const statuses = [...new Set(reasons.map((reason) => requestProblem(reason).status))].sort();
	return Object.fromEntries(
		statuses.map((status) => {
			const named = reasons.filter((reason) => requestProblem(reason).status === status);
			const schema = { anyOf: named.map(problemSchema) };
			const response = {
				description: named.map((reason) => `\`${reason}\`: ${requestProblem(reason).title}`).join('. '),
				content: { 'application/problem+json': { schema } }
			};
			return [String(status), WAITING.has(status) ? { ...response, headers: RETRY_AFTER } : response];
		})
	);
}

const SECURITY = {
	anybody: [],
	session: [{ session: [] }],
	'session or cookie': [{ session: [] }, { delivery: [] }]
} as const;

const CLIENT = {
	name: CLIENT_HEADER,
	in: 'header',
	description:
		'Version of the app. An app that is too old is answered 426; what it pushed was taken all the same.',
	schema: { type: 'string' }
};
const LEAVE = { name: 'leave', in: 'query', schema: { enum: ['drawer', 'device'] } };

function parametersOf(name: RouteName): readonly object[] {
	if (name.startsWith('DELETE')) return [LEAVE];
	return 'update-app' in OPERATIONS[name].reasons ? [CLIENT] : [];
}

function operation(name: RouteName): object {
	const { id, says, takes, gives, by, reasons }: Operation<never> = OPERATIONS[name];
	const json = (of: SchemaName | 'object') => ({ 'application/json': { schema: schemaOf(of) } });
	const good = gives && { 200: { description: 'Answered', content: json(gives) } };
	return {
		operationId: id,
		summary: says,
		security: SECURITY[by],
		parameters: parametersOf(name),
		...(takes && { requestBody: { required: true, content: json(takes) } }),
		responses: {
			...(good ?? { 204: { description: 'Done' } }),
			// The keys of an object of reasons are reasons.
			...problemResponses(Object.keys(reasons) as RequestReason[])
		}
	};
}

function pathsOf(names: readonly RouteName[]): Record<string, object> {
	const paths: Record<string, Record<string, object>> = {};
	for (const name of names) {
		const [method = '', path = ''] = name.split(' ');
		(paths[path] ??= {})[method.toLowerCase()] = operation(name);
	}
	return paths;
}

const DESCRIPTION = `JSON over HTTPS; bytes are base64url without padding, times are milliseconds since 1970. Requests may be
compressed with one layer of gzip; ${LIMITS.requestBytes} bytes at most, inflated. Posts carry Origin. Unknown fields of an answer are to be
ignored; unknown fields of a request are. Every request that was ever valid stays so. Whatever the path, a refusal is a problem of
RFC 9457: also \`not-found\` 404, \`method\` 405, \`too-slow\` 408, \`headers-too-large\` 431, \`draining\` 503.`;

let document: object | undefined;

/** The description of the wire, made from the code. @source OpenAPI 3.1 */
export function openApiDocument(): object {
	document ??= {
		openapi: '3.1.0',
		info: { title: 'Doorstep', version: '1', description: DESCRIPTION.replaceAll('\n', ' ') },
		servers: [{ url: '/' }],
		// The keys are those of the table.
		paths: pathsOf(Object.keys(OPERATIONS) as RouteName[]),
		components: {
			schemas: SCHEMAS,
			securitySchemes: {
				session: { type: 'http', scheme: 'bearer' },
				delivery: { type: 'apiKey', in: 'cookie', name: '__Host-delivery' }
			}
		}
	};
	return document;
}

/** `GET /api/v1/openapi.json`. */
export function getOpenApi() {
	return Promise.resolve(answer(openApiDocument()));
}
