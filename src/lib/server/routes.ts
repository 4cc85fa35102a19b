import type { RequestReason } from '../sync/protocol.ts';
import {
	deleteSession,
	getHealth,
	getLive,
	postBootstrap,
	postChallenge,
	postJoin,
	postSession,
	postSetup,
	postSync
} from './endpoints.ts';
import type { Rank } from './waiting-line.ts';
import type { Call, Reply } from './http.ts';
import type { CallKind } from './limits.ts';
import type { Office } from './office.ts';

/** How a route is called, and what it is to the server when it is busy; `always`: it tells how the server is. */
export interface Route {
	readonly run: (office: Office, call: Call) => Promise<Reply<RequestReason>>;
	readonly kind: CallKind;
	readonly rank: Rank | 'always';
}

/** Everything under `/api`, but the document that describes it. */
export const ENDPOINTS = {
	'POST /api/v1/sync': { run: postSync, kind: 'work', rank: 'push' },
	'POST /api/v1/bootstrap': { run: postBootstrap, kind: 'work', rank: 'bootstrap' },
	'POST /api/v1/challenge': { run: postChallenge, kind: 'sign-in', rank: 'sign-in' },
	'POST /api/v1/session': { run: postSession, kind: 'sign-in', rank: 'sign-in' },
	'DELETE /api/v1/session': { run: deleteSession, kind: 'sign-in', rank: 'sign-in' },
	'POST /api/v1/setup': { run: postSetup, kind: 'founding', rank: 'push' },
	'POST /api/v1/join': { run: postJoin, kind: 'founding', rank: 'push' },
	'GET /api/v1/health': { run: getHealth, kind: 'work', rank: 'always' },
	'GET /api/v1/health/live': { run: getLive, kind: 'work', rank: 'always' }
} as const satisfies Readonly<Record<string, Route>>;

type EndpointName = keyof typeof ENDPOINTS;

/** A method and a path of ours, such as `POST /api/v1/sync`. */
export type RouteName = EndpointName | 'GET /api/v1/openapi.json';

/** Reasons that any route may give, whatever it does. */
export type EntranceReason = 'too-many' | 'busy' | 'storage-unavailable' | 'fault';

/** Every reason with which a route may refuse, as the compiler finds it in the code. */
export type ReasonsOf<Name extends RouteName> =
	| EntranceReason
	| (Name extends EndpointName
			? NonNullable<Awaited<ReturnType<(typeof ENDPOINTS)[Name]['run']>>['reason']>
			: never);
