import { describe, expect, it } from 'vitest';
import type { Pack, PackStamp } from '#lib/pack/types.ts';
import { readBundle } from '#lib/record/export/bundle.ts';
import type { RecordBundle } from '#lib/record/export/bundle-types.ts';
import { checkWords, verdictOf } from '#lib/record/export/check-words.ts';
import { bundleText } from '#lib/record/export/make-bundle.ts';
import { checkBundle } from '#lib/trust/bundle.ts';
import { fromBase64Url, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { ENTRY_TYPE, newSeed, sign, signingKey } from '#lib/trust/dsse.ts';
import { entryId } from '#lib/trust/ids.ts';
import { contentPack } from '../../support/pack.ts';
import { draftBundle, signedBundle } from '../../support/signed-bundle.ts';
import { all, set, valueAt, withHeader, type Change } from '../../support/tamper.ts';
import { openOffice } from './office.ts';
import { tamperings } from './tamperings.ts';

const pack = await contentPack();
const { bundle, office, other } = await signedBundle(pack);
const second = await other();
const text = bundleText(bundle);
const packOf = ({ hash }: PackStamp): Promise<Pack | undefined> =>
	Promise.resolve(hash === pack.hash ? pack : undefined);

/** Everything that does not hold, one line each; empty for a file that is as it was exported. */
async function verdict(file: string | Uint8Array): Promise<string> {
	const read = readBundle(typeof file === 'string' ? utf8(file) : file);
	if (!read.ok) return `${read.reason} ${read.at ?? ''}`.trim();
	const { checks } = await checkBundle(read.bundle, packOf);
	return checks
		.filter(({ state }) => state !== 'holds')
		.map(({ id, reason, at }) => `${id}: ${reason ?? ''} ${at ?? ''}`.trim())
		.join('\n');
}

function changed(change: Change): string {
	const file: unknown = JSON.parse(text);
	change(file);
	return JSON.stringify(file);
}

describe('checkBundle', () => {
	it('holds for what was exported, whatever its layout', async () => {
		expect(await verdict(text)).toBe('');
		expect(await verdict(JSON.stringify(bundle))).toBe('');
		expect(await verdict(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toBe('');
		expect(await verdict(changed(set({ kept: true }, 'fromTheFuture')))).toBe('');
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
		const unknown = report.checks.filter(({ state }) => state === 'unknown');
		expect(unknown.map(({ id }) => id)).toEqual(['replay', 'words']);
	});

	it('reads back what was written, unchanged', () => {
		const read = readBundle(utf8(text));
		expect(read.ok && read.bundle).toEqual(JSON.parse(text) as RecordBundle);
	});
});

describe('a file that was changed', () => {
	it.each(tamperings(second))('is caught with its own words: %s', async (_name, change, caught) => {
		expect(await verdict(changed(change))).toContain(caught);
	});

	it('has words in plain English for every one of them', async () => {
		const met = new Set<string>();
		for (const [name, change] of tamperings(second)) {
			const read = readBundle(utf8(changed(change)));
			if (!read.ok) continue;
			const { checks } = await checkBundle(read.bundle, packOf);
			for (const check of checks.filter(({ state }) => state === 'fails')) {
				expect.soft(checkWords(check), name).not.toMatch(/\(.*\)\.$|does not hold/);
				met.add(check.reason ?? '');
			}
		}
		expect(met.size).toBeGreaterThan(15);
	});

	it('is caught when another key signs it anew', async () => {
		const stranger = await signingKey(newSeed());
		const bytes = fromBase64Url(bundle.proof?.final.h ?? '') ?? new Uint8Array();
		const s = toBase64Url(await sign(stranger, { type: ENTRY_TYPE, bytes }));
		expect(await verdict(changed(set(s, 'proof', 'final', 's')))).toBe('signature: bad-signature');
	});

	it('is caught when another device of the organisation takes the record for its own', async () => {
		const { device, person, key } = office.administrator.by.signer;
		const file: unknown = JSON.parse(text);
		const own = withHeader(String(valueAt(file, 'proof', 'final', 'h')), { device, author: person });
		const bytes = fromBase64Url(own) ?? new Uint8Array();
		const s = toBase64Url(await sign(key, { type: ENTRY_TYPE, bytes }));
		const id = await entryId(bytes);
		const claim = Object.entries({ h: own, s, id }).map(([name, value]) =>
			set(value, 'proof', 'final', name)
		);
		expect(await verdict(changed(all(...claim)))).toContain('name: bad-record-id');
	});

	it('is caught when another organisation claims this fingerprint', async () => {
		const { bundle: foreign } = await signedBundle(pack, await openOffice());
		const { fingerprint } = bundle.proof ?? {};
		const claimed = { ...foreign, proof: { ...foreign.proof, fingerprint } };
		expect(await verdict(JSON.stringify(claimed))).toContain('keylog: other-root');
		const theirs = foreign.proof;
		const mixed = all(
			set(theirs?.keylog, 'proof', 'keylog'),
			set(theirs?.fingerprint, 'proof', 'fingerprint')
		);
		expect(await verdict(changed(mixed))).toContain('signature: foreign-tenant');
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
