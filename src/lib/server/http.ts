import type { EntryRefusedProblem, ForkProblem, Problem, RequestReason } from '../sync/protocol.ts';
import { LIMITS } from '../sync/protocol.ts';
import { isAppError } from '../errors.ts';
import { requestProblem } from './refusals.ts';

/** What an endpoint needs of a request; Kit's `RequestEvent` has it. */
export interface Call {
	readonly request: Request;
	readonly url: URL;
	getClientAddress(): string;
}

/** A request that is not answered. Thrown by value: see `Refused`. */
type AnyProblem = Problem | ForkProblem | EntryRefusedProblem;

/** Either what was asked for, or the answer that refuses it. */
export type Checked<Value> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly answer: Response };

const NO_STORE = { 'cache-control': 'no-store' };

/** An answer in JSON that nobody may keep. */
export function answer(body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
	return Response.json(body, { headers: { ...NO_STORE, ...headers } });
}

/** Answers a ready problem. @param waitMs how long the caller should wait before it tries again */
export function refuseWith(problem: AnyProblem, waitMs?: number): Response {
	const headers = { ...NO_STORE, 'content-type': 'application/problem+json' };
	const wait = waitMs === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
	return new Response(JSON.stringify(problem), { status: problem.status, headers: { ...headers, ...wait } });
}

/** Answers with a reason alone. @param waitMs as `refuseWith` */
export function refuse(reason: RequestReason, waitMs?: number): Response {
	return refuseWith(requestProblem(reason), waitMs);
}

const no = (reason: RequestReason): { readonly ok: false; readonly answer: Response } => ({
	ok: false,
	answer: refuse(reason)
});

/**
 * Whether a request that changes something comes from our own page or worker. A browser cannot be made to send another Origin, and Kit's
 * own check does not cover JSON.
 */
export function isOurs({ request, url }: Call): boolean {
	const site = request.headers.get('sec-fetch-site');
	return request.headers.get('origin') === url.origin && (site === null || site === 'same-origin');
}

/** Beyond this a sender is cut off instead of being heard out and answered. */
const PATIENCE = 4 * LIMITS.requestBytes;

/**
 * Reads a body within the limit, whatever its headers say. Undefined: more came. What is too long is still read to
 * its end, since stopping early closes the connection before the answer is out.
 */
async function readWithin(request: Request, most: number): Promise<string | undefined> {
	if (request.body === null) return '';
	const decoder = new TextDecoder();
	let size = 0;
	let text = '';
	for await (const chunk of request.body) {
		size += chunk.length;
		if (size > PATIENCE) return undefined;
		text = size > most ? '' : text + decoder.decode(chunk, { stream: true });
	}
	return size > most ? undefined : text + decoder.decode();
}

function parsed(text: string): Checked<unknown> {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		return no('malformed');
	}
}

/** The body of a JSON post of our own origin, within the size limit. */
async function readJson(call: Call): Promise<Checked<unknown>> {
	const { headers } = call.request;
	if (!isOurs(call)) return no('other-origin');
	const [type] = (headers.get('content-type') ?? '').split(';');
	if (type?.trim() !== 'application/json' || headers.has('content-encoding')) return no('media-type');
	if (Number(headers.get('content-length') ?? 0) > LIMITS.requestBytes) return no('too-large');
	const text = await readWithin(call.request, LIMITS.requestBytes);
	return text === undefined ? no('too-large') : parsed(text);
}

/** A typed request from a call. @param parse undefined for anything that is not of the form */
export async function readRequest<Wanted>(
	call: Call,
	parse: (body: unknown) => Wanted | undefined
): Promise<Checked<Wanted>> {
	const body = await readJson(call);
	if (!body.ok) return body;
	const request = parse(body.value);
	return request === undefined ? no('malformed') : { ok: true, value: request };
}

/** How long a device should leave a store alone that cannot write. */
const STORAGE_WAIT_MS = 30_000;
const BUSY_WAIT_MS = 2_000;
/** Answers under way at once; more would only wait for the one writer. */
const MOST_UNDER_WAY = 200;

let underWay = 0;

/** adapter-node stops a body over its own limit with an error that carries the status. */
function isTooLarge(fault: unknown): boolean {
	return typeof fault === 'object' && fault !== null && 'status' in fault && fault.status === 413;
}

/** Faults are noted by code alone: never a request, a header or a stack with values. */
function faultAnswer(fault: unknown): Response {
	if (isTooLarge(fault)) return refuse('too-large');
	const code = isAppError(fault) ? fault.code : fault instanceof Error ? fault.name : 'unknown';
	process.stderr.write(`${JSON.stringify({ level: 'error', at: 'api', code })}\n`);
	return code === 'storage-unavailable' ? refuse('storage-unavailable', STORAGE_WAIT_MS) : refuse('fault');
}

/** Runs an endpoint so that the process lives on whatever happens: overload and faults become problems. */
export async function guarded(work: () => Promise<Response>): Promise<Response> {
	if (underWay >= MOST_UNDER_WAY) return refuse('busy', BUSY_WAIT_MS);
	underWay += 1;
	try {
		return await work();
	} catch (fault) {
		return faultAnswer(fault);
	} finally {
		underWay -= 1;
	}
}
