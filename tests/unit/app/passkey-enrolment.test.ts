import { describe, expect, it } from 'vitest';
import { askPasskey, unlockSecret, whyNoPasskey, wipe } from '#lib/app/passkey.ts';
import { PasskeyEnrolment, type PasskeyPorts } from '#lib/app/passkey-enrolment.ts';
import { accept, refuse } from '#lib/trust/outcome.ts';
import type { PasskeyWish } from '#lib/vault/passkeys.ts';

type Answer = Awaited<ReturnType<typeof askPasskey>>;

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const TYPED = { passphrase: 'gravel unsaid tiptop marina dusk', pin: '7h2kq9' };

/** A device that answers so, one after the other, and a vault that refuses answers that differ. */
function enrolling(...answers: readonly Answer[]) {
	const left = [...answers];
	const names: string[] = [];
	const forgotten: string[] = [];
	const wishes: PasskeyWish[] = [];
	const ports: PasskeyPorts = {
		make: (name) => {
			names.push(name);
			return Promise.resolve(accept({ credential: 'AAAA', prfSalt: 'BBBB' }));
		},
		ask: () => Promise.resolve(left.shift() ?? refuse('failed')),
		forget: (credential) => {
			forgotten.push(credential);
			return Promise.resolve();
		}
	};
	const vault = {
		addPasskey: (wish: PasskeyWish) => {
			wishes.push({ ...wish, first: wish.first.slice(), second: wish.second.slice() });
			const isSame = wish.first[0] === wish.second[0];
			return Promise.resolve(isSame ? accept(null) : refuse('answers-differ' as const));
		}
	};
	return { enrolment: new PasskeyEnrolment(vault, TYPED, ports), names, forgotten, wishes };
}

describe('adding a passkey', () => {
	it('asks twice and hands both answers to the vault, which alone keeps anything', async () => {
		const [first, second] = [bytes(1), bytes(1)];
		const { enrolment, names, wishes, forgotten } = enrolling(accept(first), accept(second));
		expect(await enrolment.make('')).toEqual({ ok: true, value: null });
		expect(await enrolment.use()).toEqual({ ok: true, value: null });
		expect(names).toEqual(['Doorstep']);
		expect(wishes).toMatchObject([{ ...TYPED, made: { credential: 'AAAA', prfSalt: 'BBBB' } }]);
		expect([...first, ...second].every((byte) => byte === 0)).toBe(true);
		expect(forgotten).toEqual([]);
	});

	it('gives up a passkey whose second answer differs', async () => {
		const { enrolment, forgotten } = enrolling(accept(bytes(1)), accept(bytes(2)));
		await enrolment.make('AB');
		expect(await enrolment.use()).toEqual({ ok: false, reason: 'answers-differ' });
		expect(forgotten).toEqual(['AAAA']);
	});

	it('wants another tap where the browser gives the second answer only for one', async () => {
		const first = bytes(1);
		const { enrolment, wishes } = enrolling(accept(first), refuse('cancelled'), accept(bytes(1)));
		await enrolment.make('AB');
		expect(await enrolment.use()).toEqual({ ok: false, reason: 'tap-again' });
		expect(wishes).toEqual([]);
		expect(await enrolment.use()).toEqual({ ok: true, value: null });
		expect(first.every((byte) => byte === 0)).toBe(true);
	});

	it('keeps nothing of an answer when the person goes', async () => {
		const first = bytes(1);
		const { enrolment } = enrolling(accept(first), refuse('cancelled'));
		await enrolment.make('AB');
		await enrolment.use();
		enrolment.wipe();
		expect(first.every((byte) => byte === 0)).toBe(true);
	});

	it('says what the device said', async () => {
		const { enrolment, forgotten } = enrolling(refuse('cancelled'), refuse('no-prf'));
		expect(await enrolment.use()).toEqual({ ok: false, reason: 'failed' });
		await enrolment.make('AB');
		expect(await enrolment.use()).toEqual({ ok: false, reason: 'cancelled' });
		expect(await enrolment.use()).toEqual({ ok: false, reason: 'no-prf' });
		expect(forgotten).toEqual(['AAAA']);
	});
});

describe('an answer', () => {
	it('that was moved away is wiped without a fault', () => {
		const answer = bytes(1);
		expect(unlockSecret('7h2kq9', answer)).toMatchObject({ kind: 'passkey', pin: '7h2kq9' });
		structuredClone(answer, { transfer: [answer.buffer] });
		expect(() => wipe(answer)).not.toThrow();
		expect(() => wipe(undefined)).not.toThrow();
	});

	it('is not to be had where there is no WebAuthn', async () => {
		expect(await whyNoPasskey()).toBe('no-webauthn');
	});
});
