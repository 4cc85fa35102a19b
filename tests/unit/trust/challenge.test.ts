import { describe, expect, it } from 'vitest';
import { randomBytes, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { checkChallenge, claimedChallenge, signChallenge } from '#lib/trust/challenge.ts';
import { ENTRY_TYPE, newSeed, sign, signingKey } from '#lib/trust/dsse.ts';
import { newId } from '#lib/trust/ids.ts';

const now = 1_795_340_000_000;
const origin = 'https://office.example';
const challenge = {
	tenant: newId(),
	device: newId(),
	origin,
	nonce: toBase64Url(randomBytes(16)),
	expires: now + 1
};

describe('checkChallenge', () => {
	it('accepts the device that signed, and names it before', async () => {
		const key = await signingKey(newSeed());
		const answer = await signChallenge(key, challenge);
		expect(claimedChallenge(answer)).toEqual(challenge);
		const expected = { publicKey: key.publicKey, origin, now };
		expect(await checkChallenge(answer, expected)).toEqual({ ok: true, value: challenge });
	});

	it('refuses a late, foreign, misread or wrongly signed answer', async () => {
		const key = await signingKey(newSeed());
		const other = await signingKey(newSeed());
		const expected = { publicKey: key.publicKey, origin, now };
		const answer = await signChallenge(key, challenge);
		const reason = async (changed: object, bent: object = {}): Promise<unknown> => {
			const outcome = await checkChallenge({ ...answer, ...bent }, { ...expected, ...changed });
			return outcome.ok || outcome.reason;
		};
		expect(await reason({ now: now + 1 })).toBe('expired');
		expect(await reason({ origin: 'https://evil.example' })).toBe('other-origin');
		expect(await reason({ publicKey: other.publicKey })).toBe('bad-signature');
		expect(await reason({}, { challenge: utf8('{}') })).toBe('bad-challenge');
		const asEntry = await sign(key, { type: ENTRY_TYPE, bytes: answer.challenge });
		expect(await reason({}, { signature: asEntry })).toBe('bad-signature');
	});
});
