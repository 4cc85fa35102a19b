import { writeRecord, type WrittenRecord } from '../../unit/trust/log.ts';
import { openOffice, type Office } from '../../unit/trust/office.ts';

/** An organisation with a practitioner who wrote two records. */
export interface World {
	readonly office: Office;
	readonly own: WrittenRecord;
	/** Another record of the same person. */
	readonly other: WrittenRecord;
}

export async function newWorld(): Promise<World> {
	const office = await openOffice();
	const own = await writeRecord(office.worker.by, office.keylog);
	return { office, own, other: await writeRecord(own.by, office.keylog) };
}
