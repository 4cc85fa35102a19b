/** The age vectors of the package `cctv-age`: through the library as it is, and through our wrapper with its own rule. */
import { armor, Decrypter } from 'age-encryption';
import * as vectors from 'cctv-age';
import { openWith, openWithPassphrase } from '#lib/trust/age.ts';
import { sha256, type Bytes } from '#lib/trust/bytes.ts';

interface AgeVector {
	readonly name: string;
	/** `success`, or the kind of failure. */
	readonly expect: string;
	readonly identities: readonly string[];
	readonly passphrases: readonly string[];
	readonly isArmored: boolean;
	/** SHA-256 in hex of what may be released. */
	readonly payload: string | undefined;
	readonly file: Bytes;
}

/** What became of one vector. `library`, `wrapper`: opened with the expected bytes, with other bytes, or not. */
export interface AgeResult {
	readonly name: string;
	readonly expect: string;
	readonly library: 'opened' | 'wrong' | 'refused';
	readonly wrapper: 'opened' | 'wrong' | `refused: ${string}`;
}

async function inflated(bytes: Bytes): Promise<Bytes> {
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function read(name: string, bytes: Uint8Array): Promise<AgeVector> {
	const text = new TextDecoder('latin1').decode(bytes);
	const end = text.indexOf('\n\n');
	const lines = text
		.slice(0, end)
		.split('\n')
		.map((line) => /^([a-z ]+): (.*)$/.exec(line)?.slice(1) ?? []);
	const all = (key: string) => lines.flatMap(([known, value = '']) => (known === key ? [value] : []));
	const file = Uint8Array.from(bytes.subarray(end + 2));
	return {
		name,
		expect: all('expect')[0] ?? '',
		identities: all('identity'),
		passphrases: all('passphrase'),
		isArmored: all('armored').includes('yes'),
		payload: all('payload')[0],
		file: all('compressed').includes('zlib') ? await inflated(file) : file
	};
}

const hex = (bytes: Uint8Array): string =>
	[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function judged({ payload }: AgeVector, opened: Bytes): Promise<'opened' | 'wrong'> {
	return payload === hex(await sha256(opened)) ? 'opened' : 'wrong';
}

async function throughLibrary(vector: AgeVector): Promise<AgeResult['library']> {
	try {
		const decrypter = new Decrypter();
		for (const identity of vector.identities) decrypter.addIdentity(identity);
		for (const passphrase of vector.passphrases) decrypter.addPassphrase(passphrase);
		const file = vector.isArmored ? armor.decode(new TextDecoder().decode(vector.file)) : vector.file;
		return await judged(vector, new Uint8Array(await decrypter.decrypt(file)));
	} catch {
		// The library throws for everything that does not hold; which is which it does not say.
		return 'refused';
	}
}

/** As the app would: the kit by its passphrase, everything else by hybrid identities. */
async function throughWrapper(vector: AgeVector): Promise<AgeResult['wrapper']> {
	const [passphrase] = vector.passphrases;
	const hybrid = vector.identities.filter((identity) => identity.startsWith('AGE-SECRET-KEY-PQ-1'));
	const opened =
		passphrase === undefined
			? await openWith(vector.file, hybrid)
			: await openWithPassphrase(vector.file, passphrase);
	return opened.ok ? judged(vector, opened.value) : `refused: ${opened.reason}`;
}

/** Runs every vector of the package. */
export async function runAgeVectors(): Promise<readonly AgeResult[]> {
	const results: AgeResult[] = [];
	for (const [name, bytes] of Object.entries(vectors)) {
		const vector = await read(name, bytes);
		const library = await throughLibrary(vector);
		results.push({ name, expect: vector.expect, library, wrapper: await throughWrapper(vector) });
	}
	return results;
}

/**
 * What our wrapper makes of each file that age itself opens: hybrid recipients alone, or one passphrase. The last bytes
 * of `stream_…` are sealed to the older class, so their chunks are the library's to prove.
 */
export const AGE_WRAPPER: Readonly<Record<string, AgeResult['wrapper']>> = {
	hybrid: 'opened',
	hybrid_multiple_recipients: 'opened',
	scrypt: 'opened',
	hybrid_and_x25519: 'refused: mixed-recipients',
	hybrid_grease: 'refused: mixed-recipients',
	x25519_grease: 'refused: mixed-recipients',
	stanza_empty_body: 'refused: mixed-recipients',
	stanza_empty_last_line: 'refused: mixed-recipients',
	stanza_valid_characters: 'refused: mixed-recipients',
	x25519: 'refused: not-hybrid',
	x25519_multiple_recipients: 'refused: not-hybrid',
	stream_257_chunks: 'refused: not-hybrid',
	stream_257_chunks_full: 'refused: not-hybrid',
	stream_258_chunks: 'refused: not-hybrid',
	stream_empty_payload: 'refused: not-hybrid',
	stream_last_chunk_full: 'refused: not-hybrid',
	stream_last_chunk_full_second: 'refused: not-hybrid',
	stream_three_chunks: 'refused: not-hybrid',
	stream_two_chunks: 'refused: not-hybrid',
	armor_crlf: 'refused: not-age',
	armor_full_last_line: 'refused: not-age',
	armor_hybrid: 'refused: not-age',
	armor_no_eol: 'refused: not-age',
	armor_scrypt: 'refused: not-age',
	armor_whitespace_outside: 'refused: not-age',
	armor_x25519: 'refused: not-age'
};

function isAsExpected({ name, expect, library, wrapper }: AgeResult): boolean {
	if (expect === 'success') return library === 'opened' && wrapper === AGE_WRAPPER[name];
	return library === 'refused' && wrapper.startsWith('refused: ');
}

/** Every result that is not the expected one, for people. */
export function ageFaults(results: readonly AgeResult[]): readonly string[] {
	return results
		.filter((result) => !isAsExpected(result))
		.map(
			({ name, expect, library, wrapper }) => `${name}: ${expect}; library ${library}, wrapper ${wrapper}`
		);
}
