import { verifies } from '#lib/trust/dsse.ts';

/** Whether a signature that anybody can make, under a key that anybody can name, is taken. */
export interface Forgery {
	readonly byEngine: boolean;
	readonly byUs: boolean;
}

/**
 * The point of order one as key and as R, and zero as S: the equation of Ed25519 holds for every text.
 * @source RFC 8032 section 5.1.7; engines differ in whether they refuse such a key */
export async function tryForgery(): Promise<Forgery> {
	const key = new Uint8Array(32);
	key[0] = 1;
	const signature = new Uint8Array(64);
	signature.set(key);
	const text = new TextEncoder().encode('anything');
	return { byEngine: await isTaken(key, signature, text), byUs: await verifies(key, text, signature) };
}

async function isTaken(
	raw: Uint8Array<ArrayBuffer>,
	signature: Uint8Array<ArrayBuffer>,
	text: Uint8Array<ArrayBuffer>
): Promise<boolean> {
	try {
		const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
		return await crypto.subtle.verify('Ed25519', key, signature, text);
	} catch {
		// Refused at import: as good as not verified.
		return false;
	}
}
