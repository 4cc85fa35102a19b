import { equalBytes } from '#lib/trust/bytes.ts';
import { CHAIN_START, chainStep } from '#lib/trust/ids.ts';
import { readLog, readTenant, type BodiedEntry } from '#lib/server/log.ts';
import type { Store } from '#lib/server/store.ts';
import type { Findings } from './findings.ts';
import type { Polled } from './work.ts';

const PAGE = 1000;

/** The whole log as it lies in the store, past all that the server would make of it. */
async function wholeLog(store: Store, tenant: string): Promise<readonly BodiedEntry[]> {
	const log: BodiedEntry[] = [];
	for (;;) {
		const after = log.at(-1)?.seq ?? 0;
		const page = await store.read((sql) => readLog(sql, tenant, { after, most: PAGE }));
		log.push(...page);
		if (page.length < PAGE) return log;
	}
}

async function judgeChain({ violations }: Findings, log: readonly BodiedEntry[]): Promise<Uint8Array> {
	let chain = CHAIN_START;
	for (const [index, { id, seq, receivedAt, chain: kept }] of log.entries()) {
		if (seq !== index + 1) violations.push(`gap before seq ${seq}`);
		chain = await chainStep(chain, { entryId: id, seq, receivedAt });
		if (!equalBytes(chain, kept)) violations.push(`the chain does not hold at ${seq}`);
	}
	return chain;
}

function judgePolled(
	{ violations }: Findings,
	log: readonly BodiedEntry[],
	{ seqs, mates }: { readonly seqs: readonly number[]; readonly mates: readonly string[] }
): void {
	const wanted = log
		.filter(({ kind, device }) => kind === 'key' || mates.includes(device ?? ''))
		.map(({ seq }) => seq);
	const seen = new Set(seqs);
	for (const seq of wanted) if (!seen.has(seq)) violations.push(`a poller missed seq ${seq}`);
	if (seqs.length !== wanted.length) violations.push(`${seqs.length} pulled, ${wanted.length} there`);
}

/**
 * Reads the log back and holds it against all that was said: dense, linked, each id once, everything acknowledged at
 * its place, and each poller sent all that it may have.
 */
export async function judge(
	store: Store,
	tenant: string,
	{ findings, polled }: { readonly findings: Findings; readonly polled: readonly Polled[] }
): Promise<number> {
	const { violations, acknowledged } = findings;
	const log = await wholeLog(store, tenant);
	const chain = await judgeChain(findings, log);
	const row = await store.read((sql) => readTenant(sql, tenant));
	if (row?.seq !== log.length) violations.push(`the counter says ${row?.seq}, the log has ${log.length}`);
	if (row !== undefined && !equalBytes(row.chain, chain))
		violations.push('the counter row has another chain');
	const seqs = new Map(log.map(({ id, seq }) => [id, seq]));
	if (seqs.size !== log.length) violations.push('an id is there twice');
	for (const [id, seq] of acknowledged)
		if (seqs.get(id) !== seq) violations.push(`${id} was acknowledged at ${seq} and lies at ${seqs.get(id)}`);
	for (const { hand, seqs: own } of polled) {
		const mates = polled.flatMap((one) =>
			one.hand.person === hand.person ? [one.hand.device.keys.device] : []
		);
		judgePolled(findings, log, { seqs: own, mates });
	}
	return log.length;
}
