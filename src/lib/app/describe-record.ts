/** What the list shows of a record, made by replaying it on its own pack. */
import { AppError } from '../errors.ts';
import type { RecordEvent } from '../record/events.ts';
import { headerOf } from '../record/header.ts';
import { journeyOf, makeRecord } from '../record/make.ts';
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { LocalSettings, Pack } from '../pack/types.ts';
import type { OpenJourney } from './journey.svelte.ts';

/** Title, kind, life, what is missing, and what is due. */
export type RecordDescription = Omit<RecordHeader, 'id' | 'createdAt' | 'savedAt'>;

/**
 * Gives the function that `Drawer.openRecord` and `createRecord` describe records with.
 * @param late what was added to an earlier, final version of it
 */
export function describerOf(
	pack: Pack,
	settings: LocalSettings,
	late: readonly RecordEvent[] = []
): (record: DecisionRecord) => RecordDescription {
	return (record) => {
		const result = journeyOf(pack, record, settings);
		const own = { id: '', life: 'draft', savedAt: record.createdAt } as const;
		const {
			id: _id,
			createdAt: _created,
			savedAt: _saved,
			...facts
		} = headerOf({ pack, result, late }, record, own);
		return facts;
	};
}

/**
 * The record that a journey without a drawer becomes. The decision keeps the moment at which its rules were read.
 * @param now ISO 8601: when the record begins
 * @throws AppError 'preview-not-recorded' for a preview: nobody decided it
 */
export function recordOf(open: OpenJourney, now: string): DecisionRecord {
	if (open.asIf !== undefined) throw new AppError('preview-not-recorded');
	const { pack, decidedAt } = open;
	const record = makeRecord({ ...open, now: decidedAt, timeZone: pack.timeZone });
	return { ...record, createdAt: now, recordedAt: now };
}
