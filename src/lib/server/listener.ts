import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestReason } from '../sync/protocol.ts';
import { headersFor } from './headers.ts';
import { requestProblem } from './refusals.ts';

/** What the built app does with a request; static files, pages and the API. */
export type AppHandler = (...args: [...Parameters<RequestListener>, next: () => void]) => void;

export interface ListenerChoice {
	readonly isHttps: boolean;
	/** Beyond this, connections are closed as they come. */
	readonly maxConnections: number;
	/** Tests are less patient. */
	readonly headersMs?: number;
	readonly requestMs?: number;
}

/** A server that meets the network: everything that can go wrong before the app sees a request. */
export interface Listener {
	readonly server: Server;
	/** From now on it says that it is about to stop, and lets connections go after their next answer. */
	drain(): void;
}

const SECOND = 1000;
/** A sender has so long for its headers, and for a whole request: 384 kB at 40 kbit/s take 77 s. */
const HEADERS_MS = 15 * SECOND;
const REQUEST_MS = 90 * SECOND;
/** Longer than the minute that proxies keep an idle connection: it is they who close it. */
const KEEP_ALIVE_MS = 65 * SECOND;
/** Nothing read and nothing sent: a receiver that stopped reading. */
const SILENCE_MS = 120 * SECOND;
const HEADER_BYTES = 16 * 1024;
const DRAIN_RETRY_S = 5;

const HEALTH = '/api/v1/health';
const isApi = (path: string) => path === '/api' || path.startsWith('/api/');
/** What no route of ours could be, such as `/api/%E0%A4%A`, is not left to the framework. */
const API_PATH = /^\/api(?:\/[\w.~-]+)*\/?$/;
const API_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** What a form of another site can send; the framework would answer these in words of its own. */
const FORM = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** A refusal as it stands on the wire. */
function refusal(reason: RequestReason): {
	readonly status: number;
	readonly body: string;
	readonly headers: object;
} {
	const problem = requestProblem(reason);
	const body = JSON.stringify(problem);
	const headers = {
		'content-type': 'application/problem+json',
		'cache-control': 'no-store',
		'content-length': Buffer.byteLength(body),
		...(reason === 'draining' && { 'retry-after': String(DRAIN_RETRY_S) }),
		...(reason === 'method' && { allow: [...API_METHODS].join(', ') })
	};
	return { status: problem.status, body, headers };
}

function refuse(response: ServerResponse, reason: RequestReason): void {
	const { status, body, headers } = refusal(reason);
	response.writeHead(status, { ...headers }).end(body);
}

/** Why a request goes no further, or undefined. */
function obstacle(request: IncomingMessage, isDraining: boolean): RequestReason | undefined {
	const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
	// Which of two hosts is meant, two readers may see differently.
	if (request.headersDistinct.host?.length !== 1) return 'malformed';
	if (!isApi(path)) return undefined;
	if (!API_PATH.test(path)) return 'not-found';
	if (!API_METHODS.has(request.method ?? '')) return 'method';
	if (isDraining && path === HEALTH) return 'draining';
	return FORM.test(request.headers['content-type'] ?? '') ? 'media-type' : undefined;
}

const CLIENT_FAULTS: Readonly<Record<string, RequestReason>> = {
	HPE_HEADER_OVERFLOW: 'headers-too-large',
	ERR_HTTP_REQUEST_TIMEOUT: 'too-slow'
};

/** Answers what is no HTTP, in our own form, and closes. */
function answerBadHttp(fault: NodeJS.ErrnoException, socket: Duplex, isHttps: boolean): void {
	if (fault.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
	const { status, body, headers } = refusal(CLIENT_FAULTS[fault.code ?? ''] ?? 'malformed');
	const all = { ...headersFor({ url: HEALTH, isHttps }), ...headers, connection: 'close' };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}`);
	socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * @param handler the built app
 * @param choice how people reach it, and how many at once
 */
export function makeListener(handler: AppHandler, choice: ListenerChoice): Listener {
	const { isHttps, maxConnections, headersMs = HEADERS_MS, requestMs = REQUEST_MS } = choice;
	/** What each connection is being answered: bad bytes behind a good request must not cut into its answer. */
	const answering = new WeakMap<Duplex, ServerResponse>();
	let isDraining = false;

	const onRequest: RequestListener = (request, response) => {
		answering.set(request.socket, response);
		for (const [name, value] of Object.entries(headersFor({ url: request.url ?? '/', isHttps })))
			response.setHeader(name, value);
		if (isDraining) response.setHeader('connection', 'close');
		const why = obstacle(request, isDraining);
		if (why !== undefined) return refuse(response, why);
		handler(request, response, () => response.writeHead(404).end());
	};
	const limits = {
		headersTimeout: headersMs,
		requestTimeout: requestMs,
		keepAliveTimeout: KEEP_ALIVE_MS,
		connectionsCheckingInterval: Math.min(5 * SECOND, headersMs / 2),
		maxHeaderSize: HEADER_BYTES,
		// Refused above, with our headers; node's own answer has none.
		requireHostHeader: false
	};
	const server = createServer(limits, onRequest);
	server.timeout = SILENCE_MS;
	server.maxConnections = maxConnections;
	// `Expect` other than 100-continue may be ignored, and every other request is what it would have been.
	server.on('checkExpectation', onRequest);
	server.on('clientError', (fault: NodeJS.ErrnoException, socket) => {
		const response = answering.get(socket);
		if (response?.headersSent === true && !response.writableFinished) return void socket.destroy();
		answerBadHttp(fault, socket, isHttps);
	});
	return {
		server,
		drain() {
			isDraining = true;
		}
	};
}
