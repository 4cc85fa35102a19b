import type {
	EntryRefusedProblem,
	ForkProblem,
	Problem,
	RequestReason,
	UpdateProblem
} from '../sync/protocol.ts';
import { requestProblem } from './refusals.ts';

/** What an endpoint needs of a request; Kit's `RequestEvent` has it. */
export interface Call {
	readonly request: Request;
	readonly url: URL;
	getClientAddress(): string;
}

type Headers = Readonly<Record<string, string>>;

/**
 * An answer before it is put on the wire. The type names the reasons with which an endpoint may refuse: the OpenAPI
 * document is held to them by the compiler.
 */
export interface Reply<Reason extends RequestReason = never> {
	readonly status: number;
	/** JSON, or null for an answer without a body. */
	readonly text: string | null;
	readonly headers: Headers;
	/** Why it is no answer; undefined where it is one. */
	readonly reason?: Reason | undefined;
	/** How many pushed entries came to what: `taken`, `missing`, or the reason of a refusal. For metrics and logs. */
	readonly entries?: ReadonlyMap<string, number>;
}

/** A request that is not answered, with all that its body says. */
export type AnyProblem<Reason extends RequestReason = RequestReason> =
	Problem<Reason> | Extract<ForkProblem | EntryRefusedProblem | UpdateProblem, { readonly reason: Reason }>;

/** Either what was asked for, or the answer that refuses it. */
export type Checked<Value, Reason extends RequestReason> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly answer: Reply<Reason> };

const NO_STORE: Headers = { 'cache-control': 'no-store' };

/** An answer in JSON that nobody may keep. */
export function answer(body: unknown, headers: Headers = {}): Reply {
	return {
		status: 200,
		text: JSON.stringify(body),
		headers: { ...NO_STORE, 'content-type': 'application/json', ...headers }
	};
}

/** An answer that says all by its status. */
export function done(headers: Headers = {}): Reply {
	return { status: 204, text: null, headers: { ...NO_STORE, ...headers } };
}

/** Answers a ready problem. @param waitMs how long the caller should wait before it tries again */
export function refuseWith<Reason extends RequestReason>(
	problem: AnyProblem<Reason>,
	waitMs?: number
): Reply<Reason> {
	const headers = { ...NO_STORE, 'content-type': 'application/problem+json' };
	const wait = waitMs === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
	const { status, reason } = problem;
	return {
		status,
		text: JSON.stringify(problem),
		headers: { ...headers, ...wait },
		reason: reason
	};
}

/** Answers with a reason alone. @param waitMs as `refuseWith` */
export function refuse<Reason extends RequestReason>(reason: Reason, waitMs?: number): Reply<Reason> {
	return refuseWith<Reason>(requestProblem(reason), waitMs);
}

/**
 * Whether a request that changes something comes from our own page or worker. A browser cannot be made to send another Origin, and Kit's
 * own check does not cover JSON.
 */
export function isOurs({ request, url }: Call): boolean {
	const site = request.headers.get('sec-fetch-site');
	return request.headers.get('origin') === url.origin && (site === null || site === 'same-origin');
}
