import { gunzipSync } from 'node:zlib';

/** The text of a request's body, whichever way the device sent it. */
export function plainBody(body: unknown): string {
	return body instanceof ArrayBuffer ? gunzipSync(new Uint8Array(body)).toString() : String(body ?? '');
}
