/** One request to the office and what came of it. Nothing is lost by any answer: what was signed stays on the device. */
import type { RequestReason } from '../sync/protocol.ts';

/** `unreachable`: no answer at all. `not-understood`: an answer that is not ours, such as a page of a proxy. */
export type Trouble = RequestReason | 'unreachable' | 'not-understood';

export type Answered =
	| { readonly ok: true; readonly body: Fields; /** Of the server, ms. */ readonly serverNow: number }
	| { readonly ok: false; readonly reason: Trouble; readonly body: Fields };

export type Fields = Readonly<Record<string, unknown>>;

const WAIT_MS = 20_000;

/** The value as an object with fields; one without any for everything else. */
export function asFields(value: unknown): Fields {
	// An object that is not a list has string keys; its values stay unknown.
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The items of a list; none for everything else. */
export function asList(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

async function bodyOf(response: Response): Promise<Fields | undefined> {
	if (!(response.headers.get('content-type') ?? '').includes('json')) return undefined;
	try {
		return asFields(await response.json());
	} catch {
		return undefined; // Cut short on the way: as little use as a page of HTML.
	}
}

/** The server's clock as its answer says it, so that a wrong clock on this device keeps nobody out. */
function clockOf(response: Response): number {
	const said = Date.parse(response.headers.get('date') ?? '');
	return Number.isNaN(said) ? Date.now() : said;
}

/**
 * Posts JSON to our own origin.
 * @param path for example `/api/v1/setup`
 * @param token of a session, where one is needed
 */
export async function postToOffice(path: string, body: unknown, token?: string): Promise<Answered> {
	const headers = new Headers({ 'content-type': 'application/json' });
	if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
	let response: Response;
	try {
		const signal = AbortSignal.timeout(WAIT_MS);
		response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
	} catch {
		return { ok: false, reason: 'unreachable', body: {} }; // No signal, or no server: shown, and tried again by the person.
	}
	const answered = await bodyOf(response);
	if (answered === undefined) return { ok: false, reason: 'not-understood', body: {} };
	if (response.ok) return { ok: true, body: answered, serverNow: clockOf(response) };
	const { reason } = answered;
	// Our own problems carry our own reasons; office-messages.ts has general words for one that it does not know.
	return typeof reason === 'string'
		? { ok: false, reason: reason as RequestReason, body: answered }
		: { ok: false, reason: 'not-understood', body: answered };
}
