import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { answerRequest, openAnswer, readAnswer } from '#lib/trust/help-answer.ts';
import { readRequest, type ReadRequest } from '#lib/trust/help-request.ts';
import { openRecovery, parseRecoverySlot } from '#lib/trust/recovery-slot.ts';
import { openPasskeySlot, parsePasskeySlot } from '#lib/vault/passkey-slot.ts';
import { openRequestSlot, parseRequestSlot } from '#lib/vault/request-slot.ts';

// Frozen: written once by version 1, never again. Whoever cannot open them has shut somebody out of their drawer.
const kept = JSON.parse(readFileSync(new URL('../../vectors/ways-v1.json', import.meta.url), 'utf8')) as {
	rootKey: string;
	passkey: { pin: string; prf: string; file: string };
	recovery: { identity: string; file: string };
	request: { id: string; code: string; file: string };
	requestSlot: { passphrase: string; identity: string; file: string };
	answer: { file: string };
};
const bytes = (text: string): Bytes => fromBase64Url(text) ?? new Uint8Array();
const rootKey = bytes(kept.rootKey);

async function request(): Promise<ReadRequest> {
	const read = await readRequest(utf8(kept.request.file));
	if (!read.ok) throw new TypeError(read.reason);
	return read.value;
}

describe('what version 1 wrote', () => {
	it('passkey slot: with its PIN and the answer of its passkey', async () => {
		const slot = await parsePasskeySlot(kept.passkey.file);
		const { pin, prf } = kept.passkey;
		expect(await openPasskeySlot(slot!, { pin, prf: bytes(prf) })).toEqual({ ok: true, rootKey });
	});

	it('recovery slot: with the kit’s identity', async () => {
		const slot = await parseRecoverySlot(kept.recovery.file);
		expect(await openRecovery(slot!, kept.recovery.identity)).toEqual({ ok: true, value: rootKey });
	});

	it('request: its id, its code, and an answer to it', async () => {
		const read = await request();
		expect({ id: read.id, code: read.code }).toEqual({ id: kept.request.id, code: kept.request.code });
		const { tenant, fingerprint } = read.request;
		const kit = { tenant, fingerprint, rootSeed: '', recoveryIdentity: kept.recovery.identity };
		const answered = await answerRequest(read, kit);
		if (!answered.ok) return expect.fail(answered.reason);
		expect(readAnswer(answered.value, read).ok).toBe(true);
	});

	it('request slot: the identity, for the passphrase that was chosen', async () => {
		const slot = await parseRequestSlot(kept.requestSlot.file);
		const opened = await openRequestSlot(slot!, kept.requestSlot.passphrase);
		expect(opened).toMatchObject({
			ok: true,
			identity: kept.requestSlot.identity,
			read: { id: kept.request.id }
		});
	});

	it('answer: the root key, for the identity of its request', async () => {
		const read = await request();
		const answer = readAnswer(utf8(kept.answer.file), read);
		if (!answer.ok) return expect.fail(answer.reason);
		const opened = await openAnswer(answer.value, read, kept.requestSlot.identity);
		expect(opened).toEqual({ ok: true, value: rootKey });
	});
});
