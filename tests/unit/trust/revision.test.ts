import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomBytes, toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { makeContentRoot } from '#lib/trust/content-root.ts';
import { sealDrl1, type SealHeader, type SealPlace } from '#lib/trust/drl1.ts';
import { signEntry, type Entry, type HeaderDraft } from '#lib/trust/entry.ts';
import { newId, recordId } from '#lib/trust/ids.ts';
import { keyCommit } from '#lib/trust/key-commit.ts';
import { makeRevision, openRevision, type RevisionDraft } from '#lib/trust/revision.ts';
import { ENTRY_ID, newSigner, POSITION } from './people.ts';

const signer = await newSigner();
const by = { signer, position: POSITION };
const salt = randomBytes(16);
const key = randomBytes(32);
const record = await recordId(signer.person, salt);
const content = { schema: 1, values: { 'case/reason': 'Zwingli at the door' }, answers: [] };
const draft: RevisionDraft = {
	kind: 'draft',
	record,
	salt: toBase64Url(salt),
	parents: [],
	keyNumber: 1,
	key,
	schema: 1,
	version: null,
	supersedes: null,
	purgeAfter: null,
	content
};

async function made(change: Partial<RevisionDraft> = {}): Promise<Entry> {
	const revision = await makeRevision(by, { ...draft, ...change });
	if (!revision.ok) throw new TypeError(revision.reason);
	return revision.value;
}

const first = await made();

async function reasonOf(entry: Entry, withKey = key): Promise<string> {
	const opened = await openRevision(entry, withKey);
	return opened.ok ? 'opened' : opened.reason;
}

interface Cheat {
	readonly header?: Partial<HeaderDraft>;
	readonly plaintext?: object | Bytes;
	readonly place?: Partial<SealPlace & SealHeader>;
}

/** A revision with a good signature over something that does not fit: what a cheating device could post. */
async function cheat({ header = {}, plaintext = {}, place = {} }: Cheat): Promise<Entry> {
	const { root, salts } = await makeContentRoot(content);
	const said = { v: 1, record, n: 1, parents: [], device: signer.device, schema: 1, salts, content };
	const bytes = plaintext instanceof Uint8Array ? plaintext : canonicalBytes({ ...said, ...plaintext });
	const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
	const where = { purpose: 'revision', id: record, device: signer.device, number: 1 } as const;
	const sealed = await sealDrl1(bytes, aes, { ...where, schema: 1, keyNumber: 1, ...place });
	const { bodyHash: _hash, bodyLen: _length, ...rest } = first.header;
	const changed = { ...rest, contentRoot: toBase64Url(root), ...header };
	return signEntry(changed, sealed.ok ? sealed.bytes : utf8(''), signer.key);
}

describe('makeRevision', () => {
	it('seals the content so that only the key opens it, and shows nothing of it', async () => {
		expect(await openRevision(first, key)).toMatchObject({ ok: true, value: { content } });
		const shown = Buffer.concat([first.h, first.c ?? utf8('')]).toString('latin1');
		expect(shown.includes('Zwingli')).toBe(false);
		expect(await reasonOf(first, randomBytes(32))).toBe('wrong-key');
	});

	it('counts n from its parents and publishes the salt once', async () => {
		const parents = [
			{ id: ENTRY_ID, n: 4 },
			{ id: first.id, n: 1 }
		];
		const later = await made({ parents });
		expect(first.header).toMatchObject({ n: 1, parents: [], salt: toBase64Url(salt) });
		expect(later.header).toMatchObject({ n: 5, parents: [ENTRY_ID, first.id], salt: null });
		expect(await reasonOf(later)).toBe('opened');
	});

	it('signs a final with version and what it replaces', async () => {
		const final = await made({ kind: 'final', version: 1, keyNumber: 2 });
		const next = await made({
			kind: 'final',
			version: 2,
			supersedes: final.id,
			keyNumber: 3,
			parents: [{ id: final.id, n: 1 }]
		});
		expect(next.header).toMatchObject({ kind: 'final', version: 2, supersedes: final.id, keyNumber: 3 });
		await expect(made({ kind: 'final' })).rejects.toThrow('bad-own-header');
	});

	it('refuses content beyond 4 MiB', async () => {
		const huge = { values: { text: 'x'.repeat(5 * 1024 * 1024) } };
		expect(await makeRevision(by, { ...draft, content: huge })).toEqual({ ok: false, reason: 'too-large' });
	});

	it('gives back any plain document', async () => {
		await fc.assert(
			fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), async (document) => {
				const plain = JSON.parse(JSON.stringify(document)) as object;
				const opened = await openRevision(await made({ content: plain }), key);
				expect(opened.ok && canonicalBytes(opened.value.content)).toEqual(canonicalBytes(plain));
			}),
			{ numRuns: 20 }
		);
	});
});

describe('openRevision', () => {
	it('opens what is put together by hand as the specification says', async () => {
		expect(await reasonOf(await cheat({}))).toBe('opened');
	});

	it.each<[string, Cheat]>([
		['disagrees', { plaintext: { record: newId() } }],
		['disagrees', { plaintext: { n: 2 } }],
		['disagrees', { plaintext: { parents: [ENTRY_ID] } }],
		['disagrees', { plaintext: { device: newId() } }],
		['disagrees', { plaintext: { schema: 2 } }],
		['disagrees', { plaintext: { v: 2 } }],
		['disagrees', { plaintext: { content: [] } }],
		['disagrees', { plaintext: { salts: 'x' } }],
		['wrong-content-root', { plaintext: { content: { ...content, extra: true } } }],
		['wrong-content-root', { plaintext: { salts: [] } }],
		['wrong-content-root', { header: { contentRoot: toBase64Url(randomBytes(32)) } }],
		['not-canonical', { plaintext: utf8('{ }') }],
		['not-canonical', { plaintext: utf8('[]') }],
		['disagrees', { place: { schema: 2 } }],
		['disagrees', { place: { keyNumber: 2 } }],
		['wrong-key-or-tampered', { place: { number: 2 } }],
		['wrong-key-or-tampered', { place: { purpose: 'working' } }],
		['wrong-key-or-tampered', { place: { device: newId() } }],
		['wrong-key', { header: { keyCommit: toBase64Url(randomBytes(32)) } }]
	])('says %s for %j', async (reason, what) => {
		expect(await reasonOf(await cheat(what))).toBe(reason);
	});

	it('refuses entries without body, and kinds that hold none', async () => {
		expect(await reasonOf({ ...first, c: null })).toBe('no-body');
		expect(await reasonOf({ ...first, c: utf8('DRL0') })).toBe('not-drl1');
		const commit = await keyCommit({ tenant: signer.tenant, record, keyNumber: 1, key });
		expect(first.header.keyCommit).toBe(commit);
	});
});
