import type { Journey } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import { dueOf } from './due.ts';
import { isEmergencyOpen } from './emergency.ts';
import type { RecordEvent } from './events.ts';
import { listReference } from './list-reference.ts';
import { mainKind } from './make.ts';
import { missingParts } from './missing.ts';
import type { DecisionRecord, RecordHeader } from './types.ts';

/** What the list shows of a record: the outcome's words, the case reference, the dates it promises, and no more. */
export function headerOf(
	at: {
		readonly pack: Pack;
		readonly result: Journey;
		/** What happened after it was made final. */
		readonly late?: readonly RecordEvent[];
	},
	record: DecisionRecord,
	own: Pick<RecordHeader, 'id' | 'life' | 'savedAt'>
): RecordHeader {
	const { pack, result, late } = at;
	const last = result.outcomes.findLast((reached) => !reached.logged);
	const outcome = last === undefined ? undefined : pack.outcomes[last.id];
	const reference = listReference(record.values['case/subjectRef']);
	const words = outcome?.title ?? pack.flows[record.flow].title;
	const replayed = { record, result };
	const due = dueOf(pack, replayed, late);
	return {
		...own,
		title: reference === undefined ? words : `${reference}: ${words}`,
		kind: mainKind(result),
		createdAt: record.createdAt,
		missing: missingParts(pack, replayed).length,
		...(due && { due }),
		...(isEmergencyOpen(pack, replayed, own.life) && { isEmergencyOpen: true }),
		version: record.version,
		...(reference !== undefined && { reference })
	};
}
