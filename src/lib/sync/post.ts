import { CLIENT_HEADER } from './protocol.ts';

/** A slow uplink may take this long over a full request; after that the next try is better. */
const WAIT_MS = 60_000;
/** Which form of the wire this app receives. The office may ask older ones to update before they pull. */
const CLIENT = '0.1.0';
/** Below this, compressing saves less than one packet. */
const GZIP_FROM = 1024;
/** What a browser still sends for a page that has gone: 64 KiB of all requests under way, less some room for headers. */
const KEEPALIVE_MOST = 60_000;

/** An office, or something before it, that takes nothing compressed is not asked again by this page or worker. */
let takesGzip = typeof CompressionStream === 'function';

/** One request, ready but for its body. */
interface Posting {
	readonly path: string;
	readonly token?: string | undefined;
	readonly credentials: RequestCredentials;
}

/** A page that nobody looks at may go at any moment. The service worker has no document, and is let finish. */
function isLeaving(): boolean {
	const { document } = globalThis as { readonly document?: { readonly visibilityState?: string } };
	return document?.visibilityState === 'hidden';
}

async function gzip(text: string): Promise<ArrayBuffer> {
	const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
	return new Response(packed).arrayBuffer();
}

function send({ path, token, credentials }: Posting, body: string | ArrayBuffer): Promise<Response> {
	const headers = new Headers({ 'content-type': 'application/json', [CLIENT_HEADER]: CLIENT });
	if (typeof body !== 'string') headers.set('content-encoding', 'gzip');
	if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
	const size = typeof body === 'string' ? body.length : body.byteLength;
	return fetch(path, {
		method: 'POST',
		headers,
		body,
		credentials,
		cache: 'no-store',
		// A sign-in page on the way is not the office, and gets neither token nor text.
		redirect: 'manual',
		keepalive: isLeaving() && size < KEEPALIVE_MOST,
		signal: AbortSignal.timeout(WAIT_MS)
	});
}

async function post(posting: Posting, body: unknown): Promise<Response> {
	const text = JSON.stringify(body);
	// Compressing takes a moment that a page which goes may not have.
	const isSmall = text.length < (isLeaving() ? KEEPALIVE_MOST : GZIP_FROM);
	if (!takesGzip || isSmall) return send(posting, text);
	const answer = await send(posting, await gzip(text));
	if (answer.status !== 415 && answer.status !== 400) return answer;
	const plain = await send(posting, text);
	// Where the text itself was the trouble, it is so in plain as well.
	takesGzip = plain.status === answer.status;
	return plain;
}

/**
 * Posts JSON to our own origin, compressed where that saves something. Without a token the delivery cookie goes along, if
 * the browser holds one.
 * @param path of the protocol, for example `/api/v1/sync`
 * @returns any answer, whatever it says; rejects when nothing was reached
 */
export function postJson(path: string, body: unknown, token?: string): Promise<Response> {
	return post({ path, token, credentials: 'same-origin' }, body);
}

/**
 * Posts JSON with neither token nor cookie: the office will not take it, but its answer, or none, says how things stand.
 * @returns as `postJson`
 */
export function postUnknown(path: string, body: unknown): Promise<Response> {
	return post({ path, credentials: 'omit' }, body);
}

/** Ends a session while the page that held it may be going; what fails ends by itself after 15 minutes. */
export async function endSession(token: string): Promise<void> {
	const headers = { authorization: `Bearer ${token}` };
	try {
		await fetch('/api/v1/session', { method: 'DELETE', headers, cache: 'no-store', keepalive: true });
	} catch {
		// No signal: the server ends it for want of use.
	}
}

/**
 * Lets the office end the delivery cookie of a drawer that was removed, and the browser forget it.
 * @param isLast whether nobody has a drawer here any more
 * @returns whether it was reached
 */
export async function endDelivery(isLast: boolean): Promise<boolean> {
	try {
		const path = `/api/v1/session?leave=${isLast ? 'device' : 'drawer'}`;
		return (await fetch(path, { method: 'DELETE', cache: 'no-store' })).ok;
	} catch {
		return false; // No signal: asked again at the next start.
	}
}
