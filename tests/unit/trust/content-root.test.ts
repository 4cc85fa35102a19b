import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import { isContentRoot, isCopyOf, makeContentRoot, redact } from '#lib/trust/content-root.ts';
import { merkleRoot } from '#lib/trust/merkle.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));
const hash = (...parts: readonly Uint8Array[]): Buffer =>
	parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest();

// The inputs and roots with which Certificate Transparency logs test RFC 6962 trees.
const INPUTS = [
	'',
	'00',
	'10',
	'2021',
	'3031',
	'40414243',
	'5051525354555657',
	'606162636465666768696a6b6c6d6e6f'
].map(unhex);
const ROOTS = [
	'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
	'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
	'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
	'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
	'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
	'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
	'76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
	'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
	'5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
];

describe('merkleRoot', () => {
	it.each(ROOTS.map((root, count) => [count, root] as const))('of %i known inputs', async (count, root) => {
		expect(hex(await merkleRoot(INPUTS.slice(0, count)))).toBe(root);
	});
});

const DOCUMENT = {
	schema: 1,
	pack: { hash: 'h', version: 'v' },
	answers: [{ q: 'one' }, { q: 'two' }],
	by: {},
	values: { 'case/reason': 'because', 'r:x/name': 'A name' }
};

describe('content root', () => {
	it('is the tree over salted leaves, sorted by path, with the path length in front', async () => {
		const { root, salts } = await makeContentRoot({ b: 2, a: [1] }, (length) =>
			new Uint8Array(length).fill(9)
		);
		const salt = new Uint8Array(16).fill(9);
		const leaf = (path: string, value: string): Buffer =>
			hash(salt, Uint8Array.of(0, path.length), utf8(path), utf8(value));
		const [one, two] = [leaf('/a/0', '1'), leaf('/b', '2')].map((input) => hash(Uint8Array.of(0), input));
		expect(hex(root)).toBe(hex(hash(Uint8Array.of(1), one ?? unhex(''), two ?? unhex(''))));
		expect(salts).toEqual(['CQkJCQkJCQkJCQkJCQkJCQ', 'CQkJCQkJCQkJCQkJCQkJCQ']);
	});

	it('holds for the same document and salts, and for nothing else', async () => {
		const { root, salts } = await makeContentRoot(DOCUMENT);
		expect(await isContentRoot(root, DOCUMENT, salts)).toBe(true);
		expect(await isContentRoot(root, { ...DOCUMENT, schema: 2 }, salts)).toBe(false);
		expect(await isContentRoot(root, { ...DOCUMENT, extra: 1 }, salts)).toBe(false);
		expect(await isContentRoot(root, DOCUMENT, salts.slice(1))).toBe(false);
		expect(await isContentRoot(root, DOCUMENT, [...salts].reverse())).toBe(false);
		expect(await isContentRoot(root, DOCUMENT, ['x', ...salts.slice(1)])).toBe(false);
		expect(await isContentRoot((await makeContentRoot(DOCUMENT)).root, DOCUMENT, salts)).toBe(false);
	});

	it('survives any redaction, and no change to what is still shown', async () => {
		const { root, salts } = await makeContentRoot(DOCUMENT);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), async (hidden) => {
				let at = 0;
				const copy = await redact(DOCUMENT, salts, () => hidden[at++] ?? false);
				expect(await isCopyOf(root, copy)).toBe(true);
				expect(JSON.stringify(copy).includes('A name')).toBe(hidden[at - 1] === false);
			}),
			{ numRuns: 20 }
		);
		const copy = await redact(DOCUMENT, salts, (path) => path === '/values/r:x~1name');
		const shown = copy.findIndex((leaf) => 'path' in leaf && leaf.path === '/schema');
		const changed = copy.map((leaf, at) => (at === shown ? { ...leaf, value: 2 } : leaf));
		expect(await isCopyOf(root, changed)).toBe(false);
		expect(await isCopyOf(root, copy.slice(1))).toBe(false);
		expect(await isCopyOf(root, [...copy].reverse())).toBe(false);
		expect(await isCopyOf(root, [...copy, { digest: 'AA' }])).toBe(false);
	});

	it('does not let a digit move from the path into the value', async () => {
		const { root, salts } = await makeContentRoot({ n: 12 });
		const [salt = ''] = salts;
		expect(await isCopyOf(root, [{ path: '/n', value: 12, salt }])).toBe(true);
		expect(await isCopyOf(root, [{ path: '/n1', value: 2, salt }])).toBe(false);
	});
});
