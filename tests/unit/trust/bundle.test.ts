import { describe, expect, it } from 'vitest';
import type { Pack, PackStamp } from '#lib/pack/types.ts';
import { readBundle } from '#lib/record/export/bundle.ts';
import type { RecordBundle } from '#lib/record/export/bundle-types.ts';
import { checkWords, verdictOf } from '#lib/record/export/check-words.ts';
import { bundleText } from '#lib/record/export/make-bundle.ts';
import { checkBundle } from '#lib/trust/bundle.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { fromBase64Url, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { ENTRY_TYPE, sign, signingKey, newSeed } from '#lib/trust/dsse.ts';
import { entryId } from '#lib/trust/ids.ts';
import { contentPack } from '../../support/pack.ts';
import { draftBundle, signedBundle } from '../../support/signed-bundle.ts';
import { openOffice } from './office.ts';

const pack = await contentPack();
const { bundle, office, other } = await signedBundle(pack);
const second = await other();
const text = bundleText(bundle);
const packOf = ({ hash }: PackStamp): Promise<Pack | undefined> =>
	Promise.resolve(hash === pack.hash ? pack : undefined);

/** The file as plain data that a test may change anywhere. */
type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

async function verdict(file: string | Uint8Array): Promise<string> {
	const read = readBundle(typeof file === 'string' ? utf8(file) : file);
	if (!read.ok) return `${read.reason} ${read.at ?? ''}`.trim();
	const { checks } = await checkBundle(read.bundle, packOf);
	return checks
		.filter(({ state }) => state !== 'holds')
		.map(({ id, reason, at }) => `${id}: ${reason ?? ''} ${at ?? ''}`.trim())
		.join('; ');
}

async function changed(change: (file: Loose) => void): Promise<string> {
	const file = JSON.parse(text) as Loose;
	change(file);
	return verdict(JSON.stringify(file));
}

/** The header with one member changed, canonical again. */
function withHeader(h: string, change: (header: Loose) => void): string {
	const header = JSON.parse(new TextDecoder().decode(fromBase64Url(h))) as Loose;
	change(header);
	return toBase64Url(canonicalBytes(header));
}

const flipped = (bytes: string): string => (bytes.startsWith('A') ? 'B' : 'A') + bytes.slice(1);
const leafOf = (file: Loose, path: string): Loose =>
	(file['proof'].final.leaves as Loose[]).find((leaf) => leaf['path'] === path) ?? {};
const REASON = '/values/r:~1reason';

describe('checkBundle', () => {
	it('holds for what was exported, whatever its layout', async () => {
		expect(await verdict(text)).toBe('');
		expect(await verdict(JSON.stringify(bundle))).toBe('');
		expect(await verdict(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toBe('');
		expect(await changed((file) => (file['fromTheFuture'] = { kept: true }))).toBe('');
	});

	it('says that a draft proves nothing, and checks the rest of it', async () => {
		const draft = draftBundle(pack);
		expect(await verdict(bundleText(draft))).toBe('signature: unsigned');
		const report = await checkBundle(draft, packOf);
		expect(verdictOf(report)).toBe('unsigned');
		expect(report.signed).toBeNull();
	});

	it('says what it could not check without the pack', async () => {
		const report = await checkBundle(bundle, () => Promise.resolve(undefined));
		expect(verdictOf(report)).toBe('not-all');
		expect(report.checks.filter(({ state }) => state === 'unknown').map(({ id }) => id)).toEqual([
			'replay',
			'words'
		]);
	});
});

interface Tampering {
	readonly name: string;
	readonly change: (file: Loose) => void;
	readonly caught: string;
}

const TAMPERINGS: readonly Tampering[] = [
	{
		name: 'a value',
		change: (file) => (file['proof'].final.content.values['r:/reason'] = 'Somebody else wrote this'),
		caught: `content: value-changed ${REASON}`
	},
	{
		name: 'an answer',
		change: (file) => (file['proof'].final.content.answers[1].value = 'no'),
		caught: 'content: value-changed /answers/1'
	},
	{
		name: 'a value added',
		change: (file) => (file['proof'].final.content.values['case/viewsChild'] = 'She agreed'),
		caught: 'content: value-added /values/case~1viewsChild'
	},
	{
		name: 'a value taken out',
		change: (file) => delete file['proof'].final.content.values['r:/identityProtection'],
		caught: 'content: value-removed /values/r:~1identityProtection'
	},
	{
		name: 'the time of the decision',
		change: (file) => (file['proof'].final.content.decidedAt = '2026-11-15T15:00:00Z'),
		caught: 'content: value-changed /decidedAt'
	},
	{
		name: 'a salt',
		change: (file) => (leafOf(file, REASON)['salt'] = flipped(leafOf(file, REASON)['salt'])),
		caught: `content: value-changed ${REASON}`
	},
	{
		name: 'a digest',
		change: (file) => (leafOf(file, REASON)['digest'] = flipped(leafOf(file, REASON)['digest'])),
		caught: 'content: digests-changed'
	},
	{
		name: 'a digest taken out together with its value',
		change: (file) => {
			delete file['proof'].final.content.values['r:/reason'];
			file['proof'].final.leaves = file['proof'].final.leaves.filter(
				(leaf: Loose) => leaf['path'] !== REASON
			);
		},
		caught: 'content: digests-changed'
	},
	{
		name: 'the order of digests',
		change: (file) => file['proof'].final.leaves.reverse(),
		caught: 'content: leaves-reordered'
	},
	{
		name: 'a byte of the header',
		change: (file) => (file['proof'].final.h = flipped(file['proof'].final.h)),
		caught: 'signature: bad-header h'
	},
	{
		name: 'a member of the header',
		change: (file) =>
			(file['proof'].final.h = withHeader(file['proof'].final.h, (header) => (header['clientAt'] += 1))),
		caught: 'signature: header-changed'
	},
	{
		name: 'the signature',
		change: (file) => (file['proof'].final.s = flipped(file['proof'].final.s)),
		caught: 'signature: bad-signature'
	},
	{
		name: 'the signature of an addition in place of the final’s',
		change: (file) => (file['proof'].final.s = file['proof'].additions[0].s),
		caught: 'signature: bad-signature'
	},
	{
		name: 'an addition in place of the final',
		change: (file) => {
			const { id, h, s } = file['proof'].additions[0];
			Object.assign(file['proof'].final, { id, h, s });
		},
		caught: 'signature: wrong-kind addendum'
	},
	{
		name: 'the final of another record',
		change: (file) => (file['proof'].final = structuredClone(second.proof?.final)),
		caught: 'name: bad-record-id'
	},
	{
		name: 'the salt of the record number',
		change: (file) => (file['proof'].salt = flipped(file['proof'].salt)),
		caught: 'name: bad-record-id'
	},
	{
		name: 'a statement taken out of the keylog',
		change: (file) => file['proof'].keylog.splice(2, 1),
		caught: 'keylog: keylog-moved /proof/keylog/2'
	},
	{
		name: 'two statements in the other order',
		change: (file) => file['proof'].keylog.splice(1, 2, ...file['proof'].keylog.slice(1, 3).reverse()),
		caught: 'keylog: keylog-moved /proof/keylog/1'
	},
	{
		name: 'the last statements of the keylog taken out, with them the device that signed',
		change: (file) => (file['proof'].keylog = file['proof'].keylog.slice(0, 4)),
		caught: 'signature: device-unknown'
	},
	{
		name: 'an empty keylog',
		change: (file) => (file['proof'].keylog = []),
		caught: 'keylog: no-root /proof/keylog/0'
	},
	{
		name: 'the body of a statement',
		change: (file) => (file['proof'].keylog[1].c = flipped(file['proof'].keylog[1].c)),
		caught: 'keylog: bad-body /proof/keylog/1'
	},
	{
		name: 'a fingerprint that is none',
		change: (file) => (file['proof'].fingerprint = 'abcd efgh'),
		caught: 'keylog: bad-fingerprint'
	},
	{
		name: 'the hash of the pack',
		change: (file) => (file['stamp'].pack.hash = flipped(file['stamp'].pack.hash)),
		caught: 'stamp: stamp-differs /stamp/pack/hash'
	},
	{
		name: 'the version of the pack in the signed content',
		change: (file) => (file['proof'].final.content.pack.version = '2026-11-22.1'),
		caught: 'content: value-changed /pack/version'
	},
	{
		name: 'the version of the record',
		change: (file) => (file['stamp'].version = 2),
		caught: 'stamp: stamp-differs /stamp/version'
	},
	{
		name: 'the time of locking',
		change: (file) => (file['stamp'].lockedAt = '2026-11-01T08:00:00.000Z'),
		caught: 'stamp: stamp-differs /stamp/lockedAt'
	},
	{
		name: 'the record number',
		change: (file) => (file['stamp'].record = 'b'.repeat(26)),
		caught: 'stamp: stamp-differs /stamp/record'
	},
	{
		name: 'an addition taken out of the middle',
		change: (file) => file['proof'].additions.splice(0, 1),
		caught: 'additions: chain-gap /proof/additions/0'
	},
	{
		name: 'additions in the other order',
		change: (file) => file['proof'].additions.reverse(),
		caught: 'additions: chain-gap /proof/additions/0'
	},
	{
		name: 'an addition that stands twice',
		change: (file) => file['proof'].additions.push(file['proof'].additions[1]),
		caught: 'additions: added-twice /proof/additions/2'
	},
	{
		name: 'the words of an addition',
		change: (file) => (file['proof'].additions[0].content.text = 'The school never rang'),
		caught: 'additions: value-changed /proof/additions/0/text'
	},
	{
		name: 'an addition of another record',
		change: (file) => (file['proof'].additions = structuredClone(second.proof?.additions)),
		caught: 'additions: other-record /proof/additions/0'
	},
	{
		name: 'the last addition taken out: the words still tell of it',
		change: (file) => file['proof'].additions.pop(),
		caught: 'words: words-differ Later additions'
	},
	{
		name: 'a word of the readable part',
		change: (file) => {
			const decision = file['readable'].sections.find((one: Loose) => one['id'] === 'decision');
			decision.groups[0].rows.at(-1).lines[0] += '!';
		},
		caught: 'words: words-differ The decision and the reason'
	},
	{
		name: 'a heading of the readable part taken out',
		change: (file) => file['readable'].sections.shift(),
		caught: 'words: words-differ Who must not be traced'
	},
	{
		name: 'the outcome',
		change: (file) => (file['outcomes'][0].outcome = 'O-NOT'),
		caught: 'replay: other-outcome /outcomes/0'
	},
	{
		name: 'the path',
		change: (file) => (file['path'][1] = 'sure-who'),
		caught: 'replay: other-outcome /path/1'
	},
	{
		name: 'a final called a draft',
		change: (file) => (file['state'] = 'draft'),
		caught: 'bad-shape /draft'
	},
	{ name: 'another format', change: (file) => (file['format'] = 'other'), caught: 'not-a-bundle' },
	{ name: 'a newer format', change: (file) => (file['v'] = 2), caught: 'newer-bundle' },
	{
		name: 'a record of a newer app',
		change: (file) => (file['proof'].final.content.schema = 2),
		caught: 'newer-record'
	},
	{
		name: 'a member of another kind',
		change: (file) => (file['proof'].final.content.answers = 'none'),
		caught: 'bad-shape /proof/final/content/answers'
	},
	{
		name: 'half an emoji',
		change: (file) => (file['proof'].final.content.values['r:/reason'] = '\ud83d'),
		caught: 'not-plain /proof/final/content/values/r:/reason'
	},
	{ name: 'a member taken out', change: (file) => delete file['path'], caught: 'bad-shape /path' },
	{
		name: 'an address in the version of the pack',
		change: (file) => (file['stamp'].pack.version = '../../etc/passwd'),
		caught: 'bad-shape /stamp/pack/version'
	}
];

describe('a file that was changed', () => {
	it.each(TAMPERINGS)('is caught with its own words: $name', async ({ change, caught }) => {
		const said = await changed(change);
		expect(said.split('; ').join('\n')).toContain(caught);
	});

	it('is caught when another device signs it anew', async () => {
		const stranger = await signingKey(newSeed());
		const file = JSON.parse(text) as Loose;
		const h = fromBase64Url(file['proof'].final.h) ?? new Uint8Array();
		file['proof'].final.s = toBase64Url(await sign(stranger, { type: ENTRY_TYPE, bytes: h }));
		expect(await verdict(JSON.stringify(file))).toContain('signature: bad-signature');
	});

	it('is caught when a device claims another one’s header and signs it', async () => {
		const file = JSON.parse(text) as Loose;
		const { device, author } = headerOf(office.administrator.by.signer);
		const h = withHeader(file['proof'].final.h, (header) => Object.assign(header, { device, author }));
		const bytes = fromBase64Url(h) ?? new Uint8Array();
		const s = toBase64Url(await sign(office.administrator.by.signer.key, { type: ENTRY_TYPE, bytes }));
		Object.assign(file['proof'].final, { h, s, id: await entryId(bytes) });
		expect(await verdict(JSON.stringify(file))).toContain('name: bad-record-id');
	});

	it('is caught when the whole organisation is another one that claims this fingerprint', async () => {
		const { bundle: foreign } = await signedBundle(pack, await openOffice());
		const claimed = { ...foreign, proof: { ...foreign.proof, fingerprint: bundle.proof?.fingerprint } };
		expect(await verdict(JSON.stringify(claimed))).toContain('keylog: other-root');
		const mixed = { ...bundle, proof: { ...bundle.proof, keylog: foreign.proof?.keylog } };
		expect(await verdict(JSON.stringify(mixed))).toContain('signature: foreign-tenant');
	});

	it.each([
		['nothing', '', 'empty'],
		['no text', Uint8Array.of(0xff, 0xfe, 0x00, 0x80), 'not-text'],
		['an age file', 'age-encryption.org/v1\n-> scrypt x 17\n', 'not-json'],
		['a web page', '<!doctype html><title>Sign in</title>', 'not-json'],
		['a list', '[]', 'not-a-bundle'],
		['a number', '12', 'not-a-bundle'],
		['null', 'null', 'not-a-bundle'],
		['cut off in the middle', text.slice(0, text.length / 2), 'cut-off'],
		['cut off by its last letter', text.trimEnd().slice(0, -1), 'cut-off'],
		['with a letter too many', `${text}}`, 'not-json'],
		['nested a hundred thousand times', '['.repeat(100_000), 'too-deep'],
		['nested in objects', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'too-deep'],
		['a member twice', text.replace('"state"', '"state": "final",\n\t"state"'), 'member-twice state'],
		[
			'a member twice by an escape',
			text.replace('"state"', '"st\\u0061te": "final",\n\t"state"'),
			'member-twice state'
		],
		['a number without end', text.replace('"v": 1', '"v": 1e999'), 'not-plain /v'],
		['far too large', new Uint8Array(64 * 1024 * 1024 + 1), 'too-large']
	])('is refused before anything is checked: %s', async (_name, file, refused) => {
		expect(await verdict(file)).toBe(refused);
	});
});

function headerOf({ device, person }: { device: string; person: string }) {
	return { device, author: person };
}

it('has words of its own for every fault that these tests meet', async () => {
	const words = new Set<string>();
	for (const { change } of TAMPERINGS) {
		const file = JSON.parse(text) as Loose;
		change(file);
		const read = readBundle(utf8(JSON.stringify(file)));
		if (!read.ok) continue;
		const { checks } = await checkBundle(read.bundle, packOf);
		for (const check of checks.filter(({ state }) => state === 'fails')) {
			expect.soft(checkWords(check), check.reason).not.toMatch(/\(.*\)\.$|does not hold/);
			words.add(check.reason ?? '');
		}
	}
	expect(words.size).toBeGreaterThan(15);
});

it('keeps the type of the file and what is written to it one and the same', () => {
	const read = readBundle(utf8(text));
	expect(read.ok && read.bundle).toEqual(JSON.parse(text) as RecordBundle);
});
