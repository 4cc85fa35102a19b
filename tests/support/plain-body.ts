import { gunzipSync } from 'node:zlib';

/** The text of a request's body, whichever way the device sent it. */
export function plainBody(body: unknown): string {
	if (body instanceof ArrayBuffer) return gunzipSync(new Uint8Array(body)).toString();
	return typeof body === 'string' ? body : '';
}
