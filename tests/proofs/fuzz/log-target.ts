/** A whole log as a server might bend it: rows changed, left out, doubled, moved, taken from another log. */
import { equalBytes, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { CHAIN_START, chainStep, entryId } from '#lib/trust/ids.ts';
import { verifyLog, type LogRow } from '#lib/trust/verify.ts';
import { logOf, type WrittenRecord } from '../../unit/trust/log.ts';
import { openOffice, type Office } from '../../unit/trust/office.ts';
import type { Random } from '../random.ts';
import type { Answer, Attempt, Target } from './judge.ts';

/** The chain a dishonest server would write over what it shows. */
async function rechained(rows: readonly LogRow[]): Promise<readonly LogRow[]> {
	let chain: Bytes = CHAIN_START;
	const made: LogRow[] = [];
	for (const [at, row] of rows.entries()) {
		const link = { entryId: await entryId(row.h), seq: at + 1, receivedAt: row.receivedAt };
		chain = await chainStep(chain, link);
		made.push({ ...row, seq: link.seq, chain });
	}
	return made;
}

const flipped = (bytes: Bytes, random: Random): Bytes => {
	const at = random.below(bytes.length);
	return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
};

type Bend = (rows: readonly LogRow[], random: Random, foreign: readonly LogRow[]) => readonly LogRow[];

const withRow = (
	rows: readonly LogRow[],
	at: number,
	change: (row: LogRow) => Partial<LogRow>
): readonly LogRow[] => rows.map((row, index) => (index === at ? { ...row, ...change(row) } : row));

const BENDS: Readonly<Record<string, Bend>> = {
	header: (rows, random) => withRow(rows, random.below(rows.length), ({ h }) => ({ h: flipped(h, random) })),
	signature: (rows, random) =>
		withRow(rows, random.below(rows.length), ({ s }) => ({ s: flipped(s, random) })),
	body: (rows, random) =>
		withRow(rows, random.below(rows.length), ({ c }) => ({ c: c && flipped(c, random) })),
	chain: (rows, random) =>
		withRow(rows, random.below(rows.length), ({ chain }) => ({ chain: flipped(chain, random) })),
	time: (rows, random) =>
		withRow(rows, random.below(rows.length), ({ receivedAt }) => ({ receivedAt: receivedAt + 1 })),
	number: (rows, random) => withRow(rows, random.below(rows.length), ({ seq }) => ({ seq: seq + 1 })),
	'left out': (rows, random) => {
		const at = random.below(rows.length);
		return rows.filter((_row, index) => index !== at);
	},
	doubled: (rows, random) => {
		const at = random.below(rows.length);
		return [...rows.slice(0, at + 1), ...rows.slice(at)];
	},
	'two changed places': (rows, random) => {
		const at = random.below(rows.length - 1);
		const [one, two] = [rows[at], rows[at + 1]];
		return one && two ? [...rows.slice(0, at), two, one, ...rows.slice(at + 2)] : [];
	},
	'one of another log': (rows, random, foreign) => {
		const at = random.below(rows.length);
		return withRow(rows, at, () => random.pick(foreign));
	},
	'headers of two rows changed': (rows, random) => {
		const [one, two] = [random.below(rows.length), random.below(rows.length)];
		const [first, second] = [rows[one], rows[two]];
		return first && second
			? rows.map((row, at) => ({ ...row, h: at === one ? second.h : at === two ? first.h : row.h }))
			: [];
	},
	'cut short': (rows, random) => rows.slice(0, random.below(rows.length))
};

/** @param own entries of one record, after the office's */
export async function logTarget(office: Office, own: WrittenRecord): Promise<Target> {
	const rows = await logOf([...office.entries, ...own.entries]);
	const stranger = await openOffice();
	const foreign = await logOf(stranger.entries);
	const { fingerprint } = office.organisation;
	const end = rows.at(-1)?.chain ?? new Uint8Array();
	const check = async (given: readonly LogRow[]): Promise<Answer> => {
		const checked = await verifyLog(given, fingerprint);
		// What a device that holds a receipt of the end would accept: no finding, and the same end.
		const isWhole = checked.seq === rows.length && equalBytes(checked.chain, end);
		return { ok: checked.findings.length === 0 && isWhole };
	};
	const key = (given: readonly LogRow[]): string =>
		JSON.stringify(
			given.map(({ h, s, c, chain, seq }) => [h, s, c ?? chain, chain].map(toBase64Url).concat(String(seq)))
		);
	const good = key(rows);
	return {
		name: 'log',
		share: 1500,
		secrets: ['last words', 'first words'],
		good: () => check(rows),
		*attempts(random: Random, tries: number): Generator<Attempt> {
			for (let left = tries; left > 0; left -= 1) {
				const how = random.pick(Object.keys(BENDS));
				const bent = BENDS[how]?.(rows, random, foreign) ?? [];
				// A chain or a number that was bent is made good again by that: nothing would be left to find.
				const isForged = how !== 'chain' && how !== 'number' && random.below(2) === 0;
				if (how !== 'time' && key(bent) === good) continue;
				// Half of them under a chain that the server made to fit: then the entries themselves must tell.
				yield {
					how: `${how}${isForged ? ', rechained' : ''}`,
					run: async () => check(isForged ? await rechained(bent) : bent)
				};
			}
		}
	};
}
