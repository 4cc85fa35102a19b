import { randomBytes } from 'node:crypto';
import type { RequestReason } from '../sync/protocol.ts';
import { isAppError } from '../errors.ts';
import { asResponse } from './answers.ts';
import { networkOf } from './attempts.ts';
import { refuse, type Call, type Reply } from './http.ts';
import type { Office } from './office.ts';
import { getOpenApi } from './openapi.ts';
import { ENDPOINTS, type EntranceReason, type Route, type RouteName } from './routes.ts';

/** Everything under `/api`. */
const ROUTES = {
	...ENDPOINTS,
	'GET /api/v1/openapi.json': { run: getOpenApi, kind: 'work', rank: 'bootstrap' }
} as const satisfies Readonly<Record<RouteName, Route>>;

// The keys are those of the table above.
const NAMES = Object.keys(ROUTES) as readonly RouteName[];
const methodsAt = (path: string) =>
	NAMES.filter((name) => name.endsWith(` ${path}`)).map((name) => name.split(' ')[0]);

/** A request of sync that carries nothing is this short. */
const EMPTY_SYNC_BYTES = 600;

/** What a request will be, as far as can be told before its body is read. */
function guessedRank({ rank }: Route, { request }: Call): Route['rank'] {
	const isShort = Number(request.headers.get('content-length') ?? EMPTY_SYNC_BYTES) < EMPTY_SYNC_BYTES;
	return rank === 'push' && isShort ? 'pull' : rank;
}

/** The network that a request comes from. A proxy's header that is missing makes strangers share one allowance. */
function addressOf(call: Call): string {
	try {
		return call.getClientAddress();
	} catch {
		// ADDRESS_HEADER is set and the header is not there: somebody came past the proxy.
		return '';
	}
}

/** How long a device should leave a store alone that cannot write. */
const STORAGE_WAIT_MS = 30_000;

/** Faults are told by code alone: never a request, a header or a stack with values. */
function faultReply(fault: unknown): Reply<EntranceReason> & { readonly code: string } {
	const code = isAppError(fault) ? fault.code : fault instanceof Error ? fault.name : 'unknown';
	const reply =
		code === 'storage-unavailable' ? refuse('storage-unavailable', STORAGE_WAIT_MS) : refuse('fault');
	return { ...reply, code };
}

function unknownRoute(path: string): Reply<'not-found' | 'method'> {
	const methods = methodsAt(path);
	if (methods.length === 0) return refuse('not-found');
	const reply = refuse('method');
	return { ...reply, headers: { ...reply.headers, allow: methods.join(', ') } };
}

async function replyOf(
	office: Office,
	call: Call,
	{ route, address }: { readonly route: Route; readonly address: string }
): Promise<Reply<RequestReason>> {
	const tooMany = office.quotas.ofNetwork(address, route.kind);
	if (tooMany > 0) return refuse('too-many', tooMany);
	const rank = guessedRank(route, call);
	const closed = rank === 'always' ? 0 : office.gate.closedFor(rank);
	if (closed > 0) return refuse('busy', closed);
	return route.run(office, call);
}

const ID_BYTES = 9;

/**
 * The one way in. Whatever happens, the answer is one that the protocol knows, and the process lives on.
 * @param office the running server
 * @param call a request for a path under `/api`
 */
export async function answerApi(office: Office, call: Call): Promise<Response> {
	const { request, url } = call;
	const from = performance.now();
	const id = randomBytes(ID_BYTES).toString('base64url');
	const method = request.method === 'HEAD' ? 'GET' : request.method;
	const name = NAMES.find((one) => one === `${method} ${url.pathname}`);
	const address = addressOf(call);
	let reply: Reply<RequestReason> & { readonly code?: string };
	try {
		reply =
			name === undefined
				? unknownRoute(url.pathname)
				: await replyOf(office, call, { route: ROUTES[name], address });
	} catch (fault) {
		reply = faultReply(fault);
	}
	const accepted = request.headers.get('accept-encoding');
	const sent = await asResponse(reply, { accepted, id, isHead: request.method === 'HEAD' });
	office.watch.answered({
		id,
		method: name === undefined ? 'other' : method,
		route: name?.split(' ')[1] ?? 'unknown',
		status: reply.status,
		reason: reply.reason,
		code: reply.code,
		ms: performance.now() - from,
		bytesIn: Number(request.headers.get('content-length') ?? 0),
		bytesOut: sent.bytes,
		network: networkOf(address),
		entries: reply.entries
	});
	return sent.response;
}
