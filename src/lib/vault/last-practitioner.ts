/**
 * Who the person is, by the newest record that says so: asked once, and given to the next record. It is kept nowhere
 * else, so that nothing about a person lies outside their sealed records.
 */
import { practitionerIn, type Practitioner } from '../record/practitioner.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import { openCopy } from './working-copy.ts';

/** The part of the vault about it. */
export interface LastPractitioner {
	/** Empty where no record says it, and while the drawer is closed. */
	lastPractitioner(): Promise<Practitioner>;
}

/** More would make a new record wait. */
const MOST_OPENED = 5;
const NOBODY: Practitioner = {};

/** The vault's part about it, for whichever drawer is open. */
export function makeLastPractitionerPart(current: CurrentDrawer): LastPractitioner {
	return {
		async lastPractitioner() {
			const open = current();
			if (open === undefined) return NOBODY;
			const { db, keys } = open.office;
			const { headers } = await open.drafts.list();
			for (const { id } of headers.slice(0, MOST_OPENED)) {
				const row = await db.working.get(id);
				const copy = row && (await openCopy(keys, db, row));
				const said = copy?.ok === true ? practitionerIn(copy.record) : NOBODY;
				if (Object.keys(said).length > 0) return said;
			}
			return NOBODY;
		}
	};
}
