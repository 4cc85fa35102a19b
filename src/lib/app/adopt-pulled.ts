/** Records of the person's other devices, described and kept here. Loaded with a delivery, on a joined device only. */
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { RecordFacts } from '../vault/drafts.ts';
import type { Versions } from '../vault/version-look.ts';
import { describerOf } from './describe-record.ts';
import { loadPackOf } from './load-pack.ts';

const UNKNOWN = 'A record from your other device';

/** What the list shows of it; without its questions no more than its reference. */
async function describe(record: DecisionRecord, life: RecordHeader['life']): Promise<RecordFacts> {
	const pack = await loadPackOf(record.pack);
	if ('problems' in pack) {
		const reference = record.values['case/subjectRef'];
		const title = typeof reference === 'string' && reference.trim() !== '' ? reference.trim() : UNKNOWN;
		return { title, kind: 'adviceOnly', life, missing: 0 };
	}
	const facts = describerOf(pack, pack.localSettings)(record);
	return { ...facts, life, ...(life !== 'draft' && { missing: 0 }) };
}

/** Keeps every record that came as revisions of another device and has no working copy here. @returns how many */
export async function adoptPulledRecords(
	vault: Pick<Versions, 'pulledOnly' | 'adoptPulled'>
): Promise<number> {
	let kept = 0;
	for (const { id, record, life } of await vault.pulledOnly()) {
		if (await vault.adoptPulled({ id, facts: await describe(record, life) })) kept += 1;
	}
	return kept;
}
