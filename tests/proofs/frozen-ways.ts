/** Readers of the frozen vector of the further ways to unlock: passkey, recovery, and a request for help with its answer. */
import { equalBytes, utf8 } from '#lib/trust/bytes.ts';
import { openAnswer, readAnswer } from '#lib/trust/help-answer.ts';
import { readRequest } from '#lib/trust/help-request.ts';
import { openRecovery, parseRecoverySlot } from '#lib/trust/recovery-slot.ts';
import { openPasskeySlot, parsePasskeySlot } from '#lib/vault/passkey-slot.ts';
import { openRequestSlot, parseRequestSlot } from '#lib/vault/request-slot.ts';
import { kept, type Findings } from './frozen-trust.ts';

interface Ways {
	readonly rootKey: string;
	readonly passkey: { readonly pin: string; readonly prf: string; readonly file: string };
	readonly recovery: { readonly identity: string; readonly file: string };
	readonly request: { readonly id: string; readonly code: string; readonly file: string };
	readonly requestSlot: { readonly passphrase: string; readonly identity: string; readonly file: string };
	readonly answer: { readonly file: string };
}

async function readRequestParts({ rootKey, request, requestSlot, answer }: Ways): Promise<Findings> {
	const read = await readRequest(utf8(request.file));
	if (!read.ok) return { request: false };
	const waiting = await parseRequestSlot(requestSlot.file);
	const opened = waiting && (await openRequestSlot(waiting, requestSlot.passphrase));
	const said = readAnswer(utf8(answer.file), read.value);
	const root = said.ok && (await openAnswer(said.value, read.value, requestSlot.identity));
	return {
		'request id': read.value.id === request.id,
		'request code': read.value.code === request.code,
		'request slot': opened?.ok === true && opened.identity === requestSlot.identity,
		answer: root !== false && root.ok && equalBytes(root.value, kept(rootKey))
	};
}

export async function readWays(vector: Ways): Promise<Findings> {
	const { rootKey, passkey, recovery } = vector;
	const slot = await parsePasskeySlot(passkey.file);
	const byPasskey = slot && (await openPasskeySlot(slot, { pin: passkey.pin, prf: kept(passkey.prf) }));
	const kitSlot = await parseRecoverySlot(recovery.file);
	const byKit = kitSlot && (await openRecovery(kitSlot, recovery.identity));
	return {
		passkey: byPasskey?.ok === true && equalBytes(byPasskey.rootKey, kept(rootKey)),
		recovery: byKit?.ok === true && equalBytes(byKit.value, kept(rootKey)),
		...(await readRequestParts(vector))
	};
}
