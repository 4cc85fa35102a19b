/** A slow uplink may take this long over a full request; after that the next try is better. */
const WAIT_MS = 60_000;

/**
 * Posts JSON to our own origin. Without a token the delivery cookie goes along, if the browser holds one.
 * @param path of the protocol, for example `/api/v1/sync`
 * @returns any answer, whatever it says; rejects when nothing was reached
 */
export function postJson(path: string, body: unknown, token?: string): Promise<Response> {
	return fetch(path, posting(body, token));
}

/**
 * Posts JSON with neither token nor cookie: the office will not take it, but its answer, or none, says how things stand.
 * @returns as `postJson`
 */
export function postUnknown(path: string, body: unknown): Promise<Response> {
	return fetch(path, { ...posting(body), credentials: 'omit' });
}

function posting(body: unknown, token?: string): RequestInit {
	const headers = new Headers({ 'content-type': 'application/json' });
	if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
	const signal = AbortSignal.timeout(WAIT_MS);
	return { method: 'POST', headers, body: JSON.stringify(body), cache: 'no-store', signal };
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
