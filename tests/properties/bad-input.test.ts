import { describe, expect, it } from 'vitest';
import { isFailure, judge, type Answer, type Target } from '../proofs/fuzz/judge.ts';
import { plainTarget } from '../proofs/fuzz/make-target.ts';
import { runAll } from '../proofs/fuzz/targets.ts';
import { seeded } from '../proofs/random.ts';
import { openDrl1, sealDrl1 } from '#lib/trust/drl1.ts';
import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import { PLACE, testKey } from '../support/sealing.ts';

const MARK = 'Marker-weak-opener';

/** A format with a planted opener: what is found must be counted. */
async function planted(open: (bytes: Bytes) => Promise<Answer>): Promise<Target> {
	const sealed = await sealDrl1(utf8(MARK), await testKey(), PLACE);
	const good = sealed.ok ? sealed.bytes : new Uint8Array();
	const isGood = (bytes: Bytes) =>
		bytes.length === good.length && bytes.every((byte, at) => byte === good[at]);
	const target = plainTarget({ name: 'planted', share: 1, secrets: [MARK], good, others: [], open });
	return { ...target, good: () => Promise.resolve({ ok: isGood(good) }) };
}

const count = async (open: (bytes: Bytes) => Promise<Answer>) => judge(await planted(open), seeded(5), 300);

describe('the judge of bad inputs', () => {
	it('finds nothing in the opener as it is', async () => {
		const key = await testKey();
		const counted = await count((bytes) => openDrl1(bytes, key, PLACE));
		expect(counted).toMatchObject({ accepted: 0, crashed: 0, released: 0 });
		expect(counted.tried).toBeGreaterThan(250);
		expect(isFailure(counted)).toBe(false);
	});

	it('catches an opener that looks at the beginning only', async () => {
		const counted = await count((bytes) => Promise.resolve({ ok: bytes[0] === 0x44 && bytes.length > 500 }));
		expect(counted.accepted).toBeGreaterThan(100);
		expect(isFailure(counted)).toBe(true);
	});

	it('catches an opener that throws, also by a name of ours', async () => {
		const counted = await count((bytes) =>
			bytes.length < 200 ? Promise.reject(new RangeError('too short')) : Promise.resolve({ ok: false })
		);
		expect(counted.crashed).toBeGreaterThan(5);
		expect(isFailure(counted)).toBe(true);
	});

	it('catches bytes and words in a refusal and in a fault', async () => {
		const withBytes = await count((bytes) =>
			Promise.resolve({ ok: false, rest: { bytes: bytes.slice(0, 3) } })
		);
		expect(withBytes.released).toBeGreaterThan(500);
		const withWords = await count(() => Promise.resolve({ ok: false, reason: `not ${MARK}` }));
		expect(withWords.released).toBe(withWords.tried * MARK.length);
		const thrown = await count(() => Promise.reject(new TypeError(`cannot read ${MARK}`)));
		expect(thrown.released).toBe(thrown.tried * MARK.length);
	});

	it('will not count a format whose good input does not open', async () => {
		const target = await planted(() => Promise.resolve(undefined));
		await expect(judge({ ...target, good: () => Promise.resolve(undefined) }, seeded(1), 9)).rejects.toThrow(
			'does not open'
		);
	});
});

describe('bad inputs on every format', () => {
	// The long form is `npm run fuzz`.
	it('are refused by name: 5,000 of them, none accepted, no crash, nothing released', async () => {
		const counts = await runAll(5000, 20_261_125);
		expect(counts.filter(isFailure)).toEqual([]);
		expect(counts.reduce((sum, { tried }) => sum + tried, 0)).toBeGreaterThanOrEqual(5000);
	}, 60_000);
});
