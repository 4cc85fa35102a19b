import { describe, expect, it } from 'vitest';
import { newIdentity, sealToPassphrase } from '#lib/trust/age.ts';
import { newSeed } from '#lib/trust/dsse.ts';
import { toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { newId } from '#lib/trust/ids.ts';
import { isKitOf, makeKit, openKit } from '#lib/trust/kit.ts';
import { openOffice } from './office.ts';

const office = await openOffice();
const { kit } = office.organisation;
const PASSPHRASE = 'five words for the kit';

async function reasonFor(contents: object): Promise<string> {
	const file = await sealToPassphrase(canonicalBytes({ v: 1, ...kit, ...contents }), PASSPHRASE, 15);
	const opened = await openKit(file, PASSPHRASE);
	return opened.ok ? 'opened' : opened.reason;
}

describe('the kit', () => {
	it('reads back what the browser put in, and belongs to its organisation', async () => {
		const opened = await openKit(await makeKit(kit, PASSPHRASE, 15), PASSPHRASE);
		expect(opened).toEqual({ ok: true, value: { v: 1, ...kit } });
		expect(await isKitOf(kit, office.keylog)).toBe(true);
	});

	it('does not open with another passphrase, nor another file', async () => {
		const file = await makeKit(kit, PASSPHRASE, 15);
		expect(await openKit(file, 'other words')).toEqual({ ok: false, reason: 'wrong-passphrase' });
		expect(await openKit(utf8('%PDF-1.7'), PASSPHRASE)).toEqual({ ok: false, reason: 'not-age' });
		expect(await openKit(file.subarray(0, 200), PASSPHRASE)).toMatchObject({ ok: false });
	});

	it.each<[string, object]>([
		['opened', { note: 'added later' }],
		['newer-format', { v: 2 }],
		['not-a-kit', { tenant: 'us' }],
		['not-a-kit', { rootSeed: 'AA' }],
		['not-a-kit', { recoveryIdentity: 'AGE-SECRET-KEY-1' }],
		['wrong-fingerprint', { rootSeed: toBase64Url(newSeed()) }],
		['wrong-fingerprint', { fingerprint: 'aaaa' }]
	])('says %s for %j', async (reason, change) => {
		expect(await reasonFor(change)).toBe(reason);
	});

	it('is not taken for another organisation’s, nor with another recovery identity', async () => {
		const other = await openOffice();
		expect(await isKitOf(kit, other.keylog)).toBe(false);
		expect(await isKitOf({ ...kit, tenant: newId() }, office.keylog)).toBe(false);
		const { identity } = await newIdentity();
		expect(await isKitOf({ ...kit, recoveryIdentity: identity }, office.keylog)).toBe(false);
	});
});
