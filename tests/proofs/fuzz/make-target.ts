/** Makes targets out of good inputs. */
import { fromUtf8, type Bytes } from '#lib/trust/bytes.ts';
import type { Random } from '../random.ts';
import type { Answer, Attempt, Target } from './judge.ts';
import { spoiling, type Opening } from './mutations.ts';

/** Stands in every sealed text here, and may never be seen in a refusal. */
export const MARK = 'Marker-Nightingale';

/** Values in the place of a row's number or bytes. */
const STRANGE: readonly unknown[] = [
	undefined,
	null,
	NaN,
	-1,
	1.5,
	2 ** 60,
	'1',
	'DRL1',
	[],
	{},
	new ArrayBuffer(9)
];

/** A row whose blob is sealed: spoilt bytes, and the whole row with a field of another kind or from elsewhere. */
export function rowTarget<Row extends object>(
	facts: Pick<Target, 'name' | 'share'> & {
		readonly row: Row;
		readonly blob: keyof Row;
		/** Blobs of other rows, in the order in which they may be mixed up with this one. */
		readonly others: readonly Bytes[];
		/** Fields that say where the row is, and values of other places. */
		readonly elsewhere: Readonly<Partial<Record<keyof Row, readonly unknown[]>>>;
		readonly open: (row: Row) => Promise<Answer>;
	}
): Target {
	const { name, share, row, blob, others, elsewhere, open } = facts;
	const withField = (field: keyof Row, value: unknown): Row => ({ ...row, [field]: value });
	function* misplaced(): Generator<Attempt> {
		for (const field of [...(Object.keys(elsewhere) as (keyof Row)[]), blob]) {
			for (const value of [...(elsewhere[field] ?? []), ...STRANGE])
				yield { how: `${String(field)} is ${String(value)}`, run: () => open(withField(field, value)) };
		}
	}
	const opening: Opening = {
		// The caller names the field of bytes.
		good: row[blob] as Bytes,
		others,
		open: (bytes) => open(withField(blob, bytes))
	};
	return {
		name,
		share,
		secrets: [MARK],
		good: () => open(row),
		*attempts(random: Random, tries: number) {
			yield* misplaced();
			yield* spoiling(opening, random, tries);
		}
	};
}

/** A target whose good input is one text of JSON, or one run of bytes. */
export function plainTarget(facts: Pick<Target, 'name' | 'share' | 'secrets'> & Opening): Target {
	const { name, share, secrets, good, open } = facts;
	return {
		name,
		share,
		secrets,
		good: () => open(good),
		attempts: (random, tries) => spoiling(facts, random, tries)
	};
}

export const textOf = (bytes: Bytes): string => fromUtf8(bytes) ?? '\ufffd';
