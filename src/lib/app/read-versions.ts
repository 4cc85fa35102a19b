/** Signed versions in words: each on its own pack, with what it says otherwise than the one before. */
import type { LocalSettings, Pack } from '../pack/types.ts';
import { journeyOf } from '../record/make.ts';
import { summarise, type SummarySection } from '../record/summary.ts';
import type { DecisionRecord } from '../record/types.ts';
import { versionChanges, type FieldChange } from '../record/version-diff.ts';
import type { SignedVersionFacts } from '../vault/signed-versions.ts';
import { loadPackOf } from './load-pack.ts';

/** A signed version, ready to be read. */
export interface ReadVersion extends Omit<SignedVersionFacts, 'record'> {
	/** Why there is this version; absent for the first. */
	readonly reason?: string;
	/** Absent where its text or its pack is not here. */
	readonly sections?: readonly SummarySection[];
	/** Since the version before; absent where there is none to compare with. */
	readonly changes?: readonly FieldChange[];
}

interface At {
	readonly id: string;
	/** The pack that is open already. */
	readonly pack: Pack;
	readonly settings: LocalSettings;
}

async function sectionsOf(
	record: DecisionRecord,
	{ id, pack: open, settings }: At
): Promise<readonly SummarySection[] | undefined> {
	const pack = record.pack.hash === open.hash ? open : await loadPackOf(record.pack);
	if ('problems' in pack) return undefined;
	return summarise(pack, { id, record, result: journeyOf(pack, record, settings) });
}

/** @param versions newest first; comes back in the same order */
export async function readVersions(
	versions: readonly SignedVersionFacts[],
	at: At
): Promise<readonly ReadVersion[]> {
	const all = await Promise.all(versions.map(async ({ record }) => record && sectionsOf(record, at)));
	return versions.map(({ record, ...facts }, index) => {
		const [sections, before] = [all[index], all[index + 1]];
		const reason = record?.newVersion?.reason;
		return {
			...facts,
			...(reason !== undefined && { reason }),
			...(sections && { sections }),
			...(sections && before && { changes: versionChanges(before, sections) })
		};
	});
}
