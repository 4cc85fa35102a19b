import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { LIMITS } from '../sync/protocol.ts';
import { isOurs, refuse, type Call, type Checked } from './http.ts';

const inflate = promisify(gunzip);

/** Why a body is not read. */
export type BodyReason = 'other-origin' | 'media-type' | 'too-large' | 'busy' | 'gzip-damaged' | 'malformed';

const no = <Reason extends BodyReason>(reason: Reason, waitMs?: number) =>
	({ ok: false, answer: refuse(reason, waitMs) }) as const;

/** Beyond this a sender is cut off instead of being heard out and answered. */
const PATIENCE = 4 * LIMITS.requestBytes;

/** Bytes of bodies that arrive at the same time, of all callers: many slow senders must not fill the memory. */
const MOST_ARRIVING = 128 * 1024 * 1024;
const CROWDED_WAIT_MS = 5_000;

let arriving = 0;

type Arrived =
	{ readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly why: 'too-large' | 'busy' };

/**
 * Reads a body within the limit, whatever its headers say. What is too long is still read to its end, since stopping
 * early closes the connection before the answer is out.
 */
async function arrive(body: AsyncIterable<Uint8Array>, most: number): Promise<Arrived> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	let held = 0;
	try {
		for await (const chunk of body) {
			size += chunk.length;
			if (size > PATIENCE) return { ok: false, why: 'too-large' };
			if (arriving + chunk.length > MOST_ARRIVING) return { ok: false, why: 'busy' };
			if (size > most) continue;
			chunks.push(chunk);
			held += chunk.length;
			arriving += chunk.length;
		}
	} finally {
		arriving -= held;
	}
	return size > most ? { ok: false, why: 'too-large' } : { ok: true, bytes: Buffer.concat(chunks) };
}

/** Inflates within the limit: zlib stops at it, so that a bomb costs no more than an honest body. */
async function unzipped(bytes: Buffer, most: number): Promise<Checked<Buffer, 'too-large' | 'gzip-damaged'>> {
	try {
		return { ok: true, value: await inflate(bytes, { maxOutputLength: most }) };
	} catch (fault) {
		const isBomb = fault instanceof Error && 'code' in fault && fault.code === 'ERR_BUFFER_TOO_LARGE';
		return no(isBomb ? 'too-large' : 'gzip-damaged');
	}
}

function parsed(bytes: Buffer): Checked<unknown, 'malformed'> {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		// Of a key that comes twice the last counts. Nobody reads these bytes but this line, so no two readers can differ.
		return { ok: true, value: JSON.parse(text) };
	} catch {
		// Neither what is no UTF-8 nor what is no JSON can be told apart by the caller: both are its own mistake.
		return no('malformed');
	}
}

const ENCODINGS = new Set(['identity', 'gzip']);

/** The encoding of a JSON post of ours, or why it is not one. One layer at most: `gzip, gzip` is none of ours. */
function encodingOf(call: Call, most: number): Checked<string, BodyReason> {
	const { headers } = call.request;
	if (!isOurs(call)) return no('other-origin');
	const [type = ''] = (headers.get('content-type') ?? '').split(';');
	const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
	if (type.trim().toLowerCase() !== 'application/json' || !ENCODINGS.has(encoding)) return no('media-type');
	return Number(headers.get('content-length') ?? 0) > most ? no('too-large') : { ok: true, value: encoding };
}

/** The body of a JSON post of our own origin. @param most bytes, as sent and again when inflated */
async function readJson(call: Call, most: number): Promise<Checked<unknown, BodyReason>> {
	const encoding = encodingOf(call, most);
	if (!encoding.ok) return encoding;
	const { body } = call.request;
	if (body === null) return no('malformed');
	const arrived = await arrive(body, most);
	if (!arrived.ok) return arrived.why === 'busy' ? no('busy', CROWDED_WAIT_MS) : no('too-large');
	if (encoding.value === 'identity') return parsed(arrived.bytes);
	const plain = await unzipped(arrived.bytes, most);
	return plain.ok ? parsed(plain.value) : plain;
}

/**
 * A typed request from a call.
 * @param parse undefined for anything that is not of the form
 * @param most bytes of the body, inflated
 */
export async function readRequest<Wanted>(
	call: Call,
	parse: (body: unknown) => Wanted | undefined,
	most: number = LIMITS.requestBytes
): Promise<Checked<Wanted, BodyReason>> {
	const body = await readJson(call, most);
	if (!body.ok) return body;
	const request = parse(body.value);
	return request === undefined ? no('malformed') : { ok: true, value: request };
}
