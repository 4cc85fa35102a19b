import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestReason } from '../sync/protocol.ts';
import type { Reply } from './http.ts';

const deflate = promisify(gzip);

/** Below this a gzip header costs more than it saves; and answers that carry a credential stay below it. */
const WORTH_BYTES = 1024;
/** What travels is base64 of ciphertext: a higher level finds nothing more. */
const LEVEL = 1;

const qualityOf = (parameters: readonly string[]) => {
	const q = parameters
		.map((one) => /^\s*q=([\d.]+)\s*$/i.exec(one)?.[1])
		.find((value) => value !== undefined);
	return q === undefined ? 1 : Number(q);
};

/** Whether a caller takes gzip. @param accepted `accept-encoding` as sent; null: it did not say, so it is not asked of it */
export function takesGzip(accepted: string | null): boolean {
	const offers = new Map(
		(accepted ?? '').split(',').map((offer) => {
			const [coding = '', ...parameters] = offer.split(';');
			return [coding.trim().toLowerCase(), qualityOf(parameters)];
		})
	);
	return (offers.get('gzip') ?? offers.get('x-gzip') ?? offers.get('*') ?? 0) > 0;
}

/** An answer as it goes on the wire, and its size there. */
export interface Sent {
	readonly response: Response;
	readonly bytes: number;
}

/** @param accepted as `takesGzip` */
export async function asResponse(
	{ status, text, headers }: Reply<RequestReason>,
	{
		accepted,
		id,
		isHead
	}: { readonly accepted: string | null; readonly id: string; readonly isHead: boolean }
): Promise<Sent> {
	const all = { ...headers, 'request-id': id };
	if (text === null) return { response: new Response(null, { status, headers: all }), bytes: 0 };
	const plain = Buffer.from(text);
	const isWorth = plain.length > WORTH_BYTES;
	const isZipped = isWorth && takesGzip(accepted);
	const body = isZipped ? await deflate(plain, { level: LEVEL }) : plain;
	const sent: Record<string, string> = {
		...all,
		vary: 'accept-encoding',
		'content-length': String(body.length)
	};
	if (isZipped) sent['content-encoding'] = 'gzip';
	// A copy of its own: pooled buffers are not what `Response` takes.
	return {
		response: new Response(isHead ? null : new Uint8Array(body), { status, headers: sent }),
		bytes: body.length
	};
}
