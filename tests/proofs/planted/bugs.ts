/** Bugs that must never go unnoticed: each is put into a copy of its file while the tests run, never into the tree. */

export interface PlantedBug {
	/** One of the five kinds that the issue names. */
	readonly kind: 'AAD dropped' | 'nonce reused' | 'signature skipped' | 'floor skipped' | 'suites mixed';
	/** Below `src/lib`. */
	readonly file: string;
	/** What is replaced, everywhere it stands; a text that is not there any more is a failure. */
	readonly from: string;
	readonly to: string;
	/** Folders or files of tests that have to find it. */
	readonly tests: readonly string[];
}

const TRUST = ['tests/unit/trust', 'tests/properties/drl1.test.ts', 'tests/properties/sealed-rows.test.ts'];
const SLOTS = [
	'tests/unit/vault/slots.test.ts',
	'tests/unit/vault/passkey-slot.test.ts',
	'tests/properties/slots.test.ts'
];

/** By name. */
export const BUGS: Readonly<Record<string, PlantedBug>> = {
	'aad-dropped': {
		kind: 'AAD dropped',
		file: 'trust/drl1.ts',
		from: 'at += 2 + part.length;\n\t}\n\treturn bytes;',
		to: 'at += 2 + part.length;\n\t}\n\treturn new Uint8Array(0);',
		tests: TRUST
	},
	'aad-without-number': {
		kind: 'AAD dropped',
		file: 'trust/drl1.ts',
		from: 'u64(place.number)',
		to: 'u64(0)',
		tests: TRUST
	},
	'nonce-reused': {
		kind: 'nonce reused',
		file: 'trust/drl1.ts',
		from: 'crypto.getRandomValues(header.subarray(NONCE_AT))',
		to: 'header.subarray(NONCE_AT)',
		tests: TRUST
	},
	'signature-skipped': {
		kind: 'signature skipped',
		file: 'trust/dsse.ts',
		from: "return await crypto.subtle.verify('Ed25519', key, concat(signature), signed);",
		to: 'return true || key;',
		tests: TRUST
	},
	'signature-of-entries-skipped': {
		kind: 'signature skipped',
		file: 'trust/signer-problem.ts',
		from: "(await isEntrySignedBy(entry, known.signKey)) ? undefined : 'bad-signature'",
		to: 'undefined',
		tests: TRUST
	},
	'signature-of-statements-skipped': {
		kind: 'signature skipped',
		file: 'trust/keylog.ts',
		from: '(await isEntrySignedBy(entry, known.signKey))',
		to: 'known !== undefined',
		tests: TRUST
	},
	'signature-of-pulled-skipped': {
		kind: 'signature skipped',
		file: 'vault/entry-problem.ts',
		from: 'await signerProblem(keylog.value, entry)',
		to: 'undefined',
		tests: ['tests/unit/vault/pulled.test.ts']
	},
	'floor-skipped': {
		kind: 'floor skipped',
		file: 'vault/slots.ts',
		from: 'if (!isAllowed(slot.kdf))',
		to: 'if (false)',
		tests: SLOTS
	},
	'floor-lowered': {
		kind: 'floor skipped',
		file: 'vault/kdf.ts',
		from: 'memoryKiB >= 19 * MIB && passes >= 2',
		to: 'memoryKiB >= 8 * MIB && passes >= 1',
		tests: SLOTS
	},
	'kit-floor-skipped': {
		kind: 'floor skipped',
		file: 'trust/age.ts',
		from: 'if (workFactor < 15)',
		to: 'if (false)',
		tests: TRUST
	},
	'suites-mixed-in-age': {
		kind: 'suites mixed',
		file: 'trust/age.ts',
		from: "if (new Set(stanzas).size > 1) return refuse('mixed-recipients');\n\tif (stanzas[0] !== HYBRID_STANZA)",
		to: 'if (!stanzas.includes(HYBRID_STANZA))',
		tests: TRUST
	},
	'suites-mixed-in-sealing': {
		kind: 'suites mixed',
		file: 'trust/age.ts',
		from: "if (!recipients.every(isHybridRecipient)) throw new AppError('not-hybrid');",
		to: '',
		tests: TRUST
	},
	'suites-mixed-in-drl1': {
		kind: 'suites mixed',
		file: 'trust/drl1.ts',
		from: 'view.getUint8(4) !== SUITE',
		to: 'view.getUint8(4) === 0',
		tests: TRUST
	}
};

/** The file with the bug in it. */
export function withBug({ file, from, to }: PlantedBug, source: string): string {
	if (!source.includes(from))
		throw new TypeError(`${file} does not have the place for this bug any more: ${from}`);
	return source.replaceAll(from, to);
}
