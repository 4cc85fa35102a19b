/**
 * Public test vectors of C2SP/wycheproof, put through WebCrypto the way our code calls it. Runs in Node and, bundled,
 * in a browser; the files stay outside the project.
 */
import { concat, equalBytes, type Bytes } from '#lib/trust/bytes.ts';
import { verifies } from '#lib/trust/dsse.ts';
import { deviationOf } from './deviations.ts';
import type { Outcome, WycheproofFile, WycheproofGroup, WycheproofTest } from './wycheproof-types.ts';

export interface Report {
	readonly algorithm: string;
	readonly tried: number;
	readonly agreed: number;
	/** How often each listed deviation was met, by its name. */
	readonly deviations: Readonly<Record<string, number>>;
	/** Everything else: each of these is a failure. */
	readonly unexpected: readonly string[];
}

export const fromHex = (text: unknown): Bytes =>
	Uint8Array.from((String(text).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));

const same = (one: Uint8Array, other: Uint8Array): Outcome => (equalBytes(one, other) ? 'accepted' : 'wrong');

/** `sealDrl1` and `openDrl1`: raw key, iv, additional data, the default tag of 128 bits. */
async function aesGcm(test: WycheproofTest): Promise<Outcome> {
	const key = await crypto.subtle.importKey('raw', fromHex(test.key), 'AES-GCM', false, [
		'encrypt',
		'decrypt'
	]);
	const how = { name: 'AES-GCM', iv: fromHex(test.iv), additionalData: fromHex(test.aad) };
	const sealed = concat(fromHex(test.ct), fromHex(test.tag));
	const opened = new Uint8Array(await crypto.subtle.decrypt(how, key, sealed));
	const again = new Uint8Array(await crypto.subtle.encrypt(how, key, fromHex(test.msg)));
	return equalBytes(opened, fromHex(test.msg)) ? same(again, sealed) : 'wrong';
}

/** `deriveKeys`: an AES-256 key by `deriveKey`; the whole length by `deriveBits`. */
async function hkdf(test: WycheproofTest): Promise<Outcome> {
	const root = await crypto.subtle.importKey('raw', fromHex(test.ikm), 'HKDF', false, [
		'deriveKey',
		'deriveBits'
	]);
	const how = { name: 'HKDF', hash: 'SHA-256', salt: fromHex(test.salt), info: fromHex(test.info) };
	const okm = fromHex(test.okm);
	const bits = new Uint8Array(await crypto.subtle.deriveBits(how, root, Number(test.size) * 8));
	if (okm.length < 32) return same(bits, okm);
	const aes = { name: 'AES-GCM', length: 256 };
	const key = await crypto.subtle.deriveKey(how, root, aes, true, ['encrypt']);
	const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key));
	return equalBytes(bits, okm) ? same(raw, okm.subarray(0, 32)) : 'wrong';
}

async function hmac(test: WycheproofTest, group: WycheproofGroup): Promise<Outcome> {
	const hash = { name: 'HMAC', hash: 'SHA-256' };
	const key = await crypto.subtle.importKey('raw', fromHex(test.key), hash, false, ['sign', 'verify']);
	const tag = fromHex(test.tag);
	const made = new Uint8Array(await crypto.subtle.sign('HMAC', key, fromHex(test.msg)));
	// WebCrypto verifies whole tags only; a shortened one is the beginning of a whole one.
	const isWhole = group.tagSize === 256;
	if (isWhole && !(await crypto.subtle.verify('HMAC', key, tag, fromHex(test.msg)))) return 'refused';
	return equalBytes(made.subarray(0, tag.length), tag) ? 'accepted' : 'refused';
}

/** `isSignedBy` without its payload type. */
async function ed25519(test: WycheproofTest, group: WycheproofGroup): Promise<Outcome> {
	const { pk } = group.publicKey as { readonly pk: string };
	return (await verifies(fromHex(pk), fromHex(test.msg), fromHex(test.sig))) ? 'accepted' : 'refused';
}

type Run = (test: WycheproofTest, group: WycheproofGroup) => Promise<Outcome>;

const RUNS: Readonly<Record<string, Run>> = {
	AeadTest: aesGcm,
	HkdfTest: hkdf,
	MacTest: hmac,
	EddsaVerify: ed25519
};

async function outcomeOf(run: Run, test: WycheproofTest, group: WycheproofGroup): Promise<Outcome> {
	try {
		return await run(test, group);
	} catch {
		// WebCrypto throws for a tag that does not hold and for inputs that it does not take.
		return 'refused';
	}
}

function isAgreed(test: WycheproofTest, outcome: Outcome): boolean {
	if (outcome === 'wrong') return false;
	return test.result === 'acceptable' || (test.result === 'valid') === (outcome === 'accepted');
}

/**
 * Runs one file. Nothing is skipped: a type of test that we do not know is unexpected.
 * @param engine as it stands in the list of deviations */
export async function runWycheproof(file: WycheproofFile, engine: string): Promise<Report> {
	const deviations: Record<string, number> = {};
	const unexpected: string[] = [];
	let [tried, agreed] = [0, 0];
	for (const group of file.testGroups) {
		for (const test of group.tests) {
			tried += 1;
			const run = RUNS[group.type];
			const outcome = run ? await outcomeOf(run, test, group) : 'wrong';
			const deviation = deviationOf({ file, group, test, outcome, engine });
			if (isAgreed(test, outcome)) agreed += 1;
			else if (deviation) deviations[deviation] = (deviations[deviation] ?? 0) + 1;
			else unexpected.push(`${group.type} ${test.tcId}: ${test.result} was ${outcome} (${test.comment})`);
		}
	}
	return { algorithm: file.algorithm, tried, agreed, deviations, unexpected };
}
