/** The further ways to a root key: passkey slot, recovery slot, request for help, its slot, and the answer. */
import { newIdentity } from '#lib/trust/age.ts';
import { randomBytes, toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { answerRequest, openAnswer, readAnswer } from '#lib/trust/help-answer.ts';
import { makeRequest, readRequest, type ReadRequest } from '#lib/trust/help-request.ts';
import { newId } from '#lib/trust/ids.ts';
import { newestEpoch, recoverySpace } from '#lib/trust/keylog-state.ts';
import {
	makeRecoverySlot,
	openRecovery,
	parseRecoverySlot,
	recoveryPlace
} from '#lib/trust/recovery-slot.ts';
import { makePasskeySlot, openPasskeySlot, parsePasskeySlot } from '#lib/vault/passkey-slot.ts';
import { makeRequestSlot, openRequestSlot, parseRequestSlot } from '#lib/vault/request-slot.ts';
import { openOffice, type Office } from '../../unit/trust/office.ts';
import { NOW } from '../../unit/trust/people.ts';
import type { Answer, Attempt, Target } from './judge.ts';
import { plainTarget, textOf } from './make-target.ts';
import { meaning, SALTS } from './slot-targets.ts';

const rootKey = (): Bytes => utf8('Marker-root-key-of-thirty-two-b!');
const SECRETS = [textOf(rootKey()), toBase64Url(rootKey())];

/** A slot's file. @param open what reads and opens the text */
function slotTarget(name: string, slot: object, open: (text: string) => Promise<Answer>): Target {
	const good = utf8(JSON.stringify(slot));
	return plainTarget({
		name,
		share: 6000,
		secrets: SECRETS,
		good,
		others: [],
		isJson: true,
		// The order of members says nothing.
		isSame: (bytes) => bytes.length === good.length && meaning(bytes) === meaning(good),
		open: (bytes) => open(textOf(bytes))
	});
}

/** A slot read, then with salts that no slot of ours has: the checksum of a file is no secret. */
function withSalts<Slot extends object>(
	name: string,
	slot: Slot,
	open: (slot: Slot & { readonly salt: string }) => Promise<Answer>
): Target {
	const tried = (salt: string): Attempt => ({
		how: `salt ${salt.slice(0, 12)}`,
		run: () => open({ ...slot, salt })
	});
	return {
		name,
		share: 1,
		secrets: SECRETS,
		// The slot as it is has its own.
		good: () => open(slot as Slot & { readonly salt: string }),
		attempts: () => SALTS.map(tried)
	};
}

async function passkeyTargets(): Promise<readonly Target[]> {
	const secret = { pin: '7h2kq9', prf: new Uint8Array(32).fill(9) };
	const passkey = { credential: toBase64Url(randomBytes(32)), prfSalt: toBase64Url(randomBytes(32)) };
	const slot = await makePasskeySlot(rootKey(), secret, {
		profile: newId(),
		device: newId(),
		...passkey,
		madeAt: NOW
	});
	const read = async (text: string): Promise<Answer> => {
		const parsed = await parsePasskeySlot(text);
		return parsed && openPasskeySlot(parsed, secret);
	};
	return [
		slotTarget('passkey slot', slot, read),
		withSalts('passkey slot, salt forged', slot, (forged) => openPasskeySlot(forged, secret))
	];
}

async function helpFiles({ organisation, keylog }: Office) {
	const { kit, tenant, fingerprint } = organisation;
	const epoch = newestEpoch(recoverySpace(keylog));
	if (epoch === undefined) throw new TypeError('no recovery');
	const owner = { profile: newId(), device: newId(), tenant, person: newId(), fingerprint };
	const place = await recoveryPlace(rootKey(), owner, epoch);
	const slot = await makeRecoverySlot(rootKey(), place, epoch.recipient);
	const fresh = await newIdentity();
	const file = makeRequest(slot, fresh.recipient, NOW);
	return { kit, slot, fresh, owner, file, read: await readOf(file) };
}

async function readOf(file: Bytes): Promise<ReadRequest> {
	const read = await readRequest(file);
	if (!read.ok) throw new TypeError(read.reason);
	return read.value;
}

type Help = Awaited<ReturnType<typeof helpFiles>>;

/** Nobody signs a request: one that was changed is another one, with another code, which people compare. */
function requestTarget({ file, read }: Help, other: Help): Target {
	return plainTarget({
		name: 'request for help',
		share: 3000,
		secrets: SECRETS,
		good: file,
		others: [other.file],
		isJson: true,
		open: async (bytes) => {
			const found = await readRequest(bytes);
			return found.ok && found.value.code === read.code ? found : { ok: false };
		}
	});
}

async function answerTarget({ kit, file, read, fresh }: Help, other: Help): Promise<Target> {
	const answer = async (of: ReadRequest): Promise<Bytes> => {
		const answered = await answerRequest(of, kit);
		if (!answered.ok) throw new TypeError(answered.reason);
		return answered.value;
	};
	const later = await readOf(utf8(textOf(file).replace(String(NOW), String(NOW + 1))));
	return plainTarget({
		name: 'answer to a request',
		share: 1500,
		secrets: SECRETS,
		good: await answer(read),
		others: [await answer(later), await answer(other.read)],
		isJson: true,
		open: async (bytes) => {
			const said = readAnswer(bytes, read);
			return said.ok ? openAnswer(said.value, read, fresh.identity) : said;
		}
	});
}

/** Each of them, over one organisation. */
export async function wayTargets(): Promise<readonly Target[]> {
	const office = await openOffice();
	const [own, other] = [await helpFiles(office), await helpFiles(office)];
	const words = 'new words';
	const waiting = await makeRequestSlot(words, own.owner, { identity: own.fresh.identity, file: own.file });
	return [
		...(await passkeyTargets()),
		slotTarget('recovery slot', own.slot, async (text) => {
			const parsed = await parseRecoverySlot(text);
			return parsed && openRecovery(parsed, own.kit.recoveryIdentity);
		}),
		requestTarget(own, other),
		await answerTarget(own, other),
		slotTarget('request slot', waiting, async (text) => {
			const parsed = await parseRequestSlot(text);
			return parsed && openRequestSlot(parsed, words);
		}),
		withSalts('request slot, salt forged', waiting, (forged) => openRequestSlot(forged, words))
	];
}
