import { describe, expect, it } from 'vitest';
import { newIdentity } from '#lib/trust/age.ts';
import { fromUtf8, randomBytes, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { answerRequest, openAnswer, readAnswer } from '#lib/trust/help-answer.ts';
import { makeRequest, readRequest, type ReadRequest } from '#lib/trust/help-request.ts';
import { newId } from '#lib/trust/ids.ts';
import {
	isFor,
	makeRecoverySlot,
	openRecovery,
	parseRecoverySlot,
	recoveryPlace
} from '#lib/trust/recovery-slot.ts';
import { newestEpoch, recoverySpace } from '#lib/trust/keylog-state.ts';
import { openOffice } from './office.ts';
import { NOW } from './people.ts';

const office = await openOffice();
const { kit, tenant, fingerprint } = office.organisation;
const epoch = newestEpoch(recoverySpace(office.keylog))!;
const owner = { profile: newId(), device: newId(), tenant, person: newId(), fingerprint };
const ROOT = () => new Uint8Array(32).fill(7);
const place = await recoveryPlace(ROOT(), owner, epoch);
const slot = await makeRecoverySlot(ROOT(), place, epoch.recipient);
const fresh = await newIdentity();
const file = makeRequest(slot, fresh.recipient, NOW);
const other = await openOffice();

async function read(bytes: Uint8Array): Promise<ReadRequest> {
	const done = await readRequest(bytes);
	if (!done.ok) throw new TypeError(done.reason);
	return done.value;
}

/** The same file with one field changed. */
const changed = (bytes: Uint8Array, change: object) =>
	canonicalBytes({ ...(JSON.parse(fromUtf8(bytes) ?? '') as object), ...change });

async function answered(bytes = file): Promise<Uint8Array<ArrayBuffer>> {
	const answer = await answerRequest(await read(bytes), kit);
	if (!answer.ok) throw new TypeError(answer.reason);
	return answer.value;
}

describe('a recovery slot', () => {
	it('opens with the kit alone', async () => {
		expect(await parseRecoverySlot(JSON.stringify(slot))).toEqual(slot);
		expect(await openRecovery(slot, kit.recoveryIdentity)).toEqual({ ok: true, value: ROOT() });
		const stranger = other.organisation.kit.recoveryIdentity;
		expect(await openRecovery(slot, stranger)).toEqual({ ok: false, reason: 'no-key' });
		expect(JSON.stringify(slot)).not.toContain(toBase64Url(ROOT()));
	});

	it('is not read when it was torn, changed, newer or not ours', async () => {
		const text = JSON.stringify(slot);
		const bad = [
			'',
			'1',
			text.slice(0, -4),
			text.replace('"v":1', '"v":2'),
			text.replace('"epoch":1', '"epoch":2')
		];
		for (const one of bad) expect(await parseRecoverySlot(one), one.slice(0, 30)).toBeUndefined();
	});

	it('is for one root key, one epoch, one device and one organisation', async () => {
		expect(isFor(slot, place)).toBe(true);
		const rekeyed = await recoveryPlace(ROOT().with(0, 0), owner, epoch);
		const places = [
			rekeyed,
			{ ...place, epoch: 2 },
			{ ...place, device: newId() },
			{ ...place, tenant: newId() },
			{ ...place, person: newId() }
		];
		for (const one of places) expect(isFor(slot, one)).toBe(false);
	});
});

describe('a request', () => {
	it('has a code of 80 bits that every change of it changes', async () => {
		const { code, id, request } = await read(file);
		expect(code).toMatch(/^([a-z2-7]{4} ){3}[a-z2-7]{4}$/);
		expect(request).toMatchObject({ ...owner, recipient: fresh.recipient, madeAt: NOW });
		const stranger = (await newIdentity()).recipient;
		for (const change of [{ recipient: stranger }, { madeAt: NOW + 1 }, { person: newId() }]) {
			const another = await read(changed(file, change));
			expect(another.code).not.toBe(code);
			expect(another.id).not.toBe(id);
		}
	});

	it('says nothing secret', () => {
		const text = fromUtf8(file) ?? '';
		expect(text).not.toContain(toBase64Url(ROOT()));
		expect(text).not.toContain('AGE-SECRET');
	});

	it('is read in one form only', async () => {
		const text = fromUtf8(file) ?? '';
		const bad = [
			utf8(''),
			utf8('{}'),
			utf8(` ${text}`),
			utf8(`${text}\n`),
			utf8(text.slice(0, -1)),
			changed(file, { extra: 1 }),
			changed(file, { kind: 'doorstep-answer' }),
			changed(file, { profile: '../x' }),
			changed(file, { recipient: 'age1pq1x' }),
			changed(file, { epoch: -1 }),
			utf8(text.replace('"v":1', `"pad":"${'x'.repeat(40_000)}","v":1`)),
			randomBytes(500)
		];
		for (const one of bad)
			expect(await readRequest(one), fromUtf8(one)?.slice(0, 50)).toEqual({
				ok: false,
				reason: 'not-a-request'
			});
		expect(await readRequest(changed(file, { v: 2 }))).toEqual({ ok: false, reason: 'newer-format' });
	});
});

describe('the office', () => {
	it('answers for the fresh recipient alone', async () => {
		const waiting = await read(file);
		const answer = readAnswer(await answered(), waiting);
		if (!answer.ok) return expect.fail(answer.reason);
		expect(await openAnswer(answer.value, waiting, fresh.identity)).toEqual({ ok: true, value: ROOT() });
		const stranger = await newIdentity();
		expect(await openAnswer(answer.value, waiting, stranger.identity)).toEqual({
			ok: false,
			reason: 'no-key'
		});
		expect(await openAnswer(answer.value, waiting, kit.recoveryIdentity)).toEqual({
			ok: false,
			reason: 'no-key'
		});
	});

	it('refuses with another kit, another epoch and a sealed part that was changed, each by name', async () => {
		const reasonFor = async (bytes: Uint8Array, by = kit) => {
			const done = await answerRequest(await read(bytes), by);
			return done.ok ? 'answered' : done.reason;
		};
		expect(await reasonFor(file)).toBe('answered');
		expect(await reasonFor(file, other.organisation.kit)).toBe('other-organisation');
		expect(await reasonFor(file, { ...kit, tenant: other.organisation.kit.tenant })).toBe(
			'other-organisation'
		);
		const newer = { ...kit, recoveryIdentity: other.organisation.kit.recoveryIdentity };
		expect(await reasonFor(file, newer)).toBe('other-epoch');
		// The sealed key belongs to one device of one person; nobody else can ask with it.
		for (const change of [{ device: newId() }, { profile: newId() }, { epoch: 2 }, { commit: 'AAAA' }])
			expect(await reasonFor(changed(file, change)), JSON.stringify(change)).toBe('disagrees');
		const spoilt = `${slot.sealed.slice(0, -4)}${slot.sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
		expect(await reasonFor(changed(file, { sealed: spoilt }))).toBe('damaged');
		expect(await reasonFor(changed(file, { sealed: 'AAAA' }))).toBe('not-age');
	});

	it('refuses a sealed key that is not the one which was named', async () => {
		const named = await recoveryPlace(ROOT().with(0, 1), owner, epoch);
		const lying = await makeRecoverySlot(ROOT(), named, epoch.recipient);
		const asked = await read(makeRequest(lying, fresh.recipient, NOW));
		expect(await answerRequest(asked, kit)).toEqual({ ok: false, reason: 'wrong-commit' });
	});
});

describe('an answer', () => {
	it('is refused by name when it is tampered with, foreign, replayed or newer', async () => {
		const waiting = await read(file);
		const answer = await answered();
		const reasonOf = (bytes: Uint8Array) => {
			const done = readAnswer(bytes, waiting);
			return done.ok ? 'read' : done.reason;
		};
		expect(reasonOf(answer)).toBe('read');
		expect(reasonOf(file)).toBe('not-an-answer');
		expect(reasonOf(answer.slice(0, -1))).toBe('not-an-answer');
		expect(reasonOf(changed(answer, { v: 2 }))).toBe('newer-format');
		expect(reasonOf(changed(answer, { device: newId() }))).toBe('other-device');
		// Of an earlier request of the same device.
		const earlier = makeRequest(slot, (await newIdentity()).recipient, NOW - 1);
		expect(reasonOf(await answered(earlier))).toBe('other-request');
	});

	it('of another request does not open, also when its header is made to fit', async () => {
		const waiting = await read(file);
		const earlier = makeRequest(slot, fresh.recipient, NOW - 1);
		const fitted = readAnswer(changed(await answered(earlier), { request: waiting.id }), waiting);
		if (!fitted.ok) return expect.fail(fitted.reason);
		expect(await openAnswer(fitted.value, waiting, fresh.identity)).toEqual({
			ok: false,
			reason: 'disagrees'
		});
	});
});
