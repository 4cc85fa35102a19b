/** The name of the case system that this person copies into: remembered on this device, sealed like everything else. */
import { fromUtf8, utf8 } from '../trust/bytes.ts';
import { openDrl1, sealDrl1 } from '../trust/drl1.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { CurrentDrawer } from './open-drawer.ts';

/** The part of the vault about it. */
export interface SystemNames {
	/** What was said last; '' when nothing is remembered, or new keys were made since. */
	systemName(): Promise<string>;
	/** Remembers it. @returns whether it is on the disk; it is a comfort, and nothing waits for it */
	rememberSystem(name: string): Promise<boolean>;
}

const KEY = 'case-system';

/** Its own id, so that no other row of the drawer could be put in its place. */
function placeOf({ keys }: OfficeDrawer) {
	return { purpose: 'wrapped-key', id: `${KEY}:${keys.profile}`, device: keys.device, number: 0 } as const;
}

async function read(office: OfficeDrawer): Promise<string> {
	const row = await office.db.sync.get(KEY);
	if (!(row?.value instanceof Uint8Array)) return '';
	const opened = await openDrl1(new Uint8Array(row.value), office.keys.wrap, placeOf(office));
	return opened.ok ? (fromUtf8(opened.bytes) ?? '') : '';
}

async function write(office: OfficeDrawer, name: string): Promise<boolean> {
	const header = { ...placeOf(office), schema: 1, keyNumber: 0 };
	const sealed = await sealDrl1(utf8(name), office.keys.wrap, header);
	if (!sealed.ok) return false;
	try {
		await office.db.sync.put({ key: KEY, value: sealed.bytes });
		return true;
	} catch {
		// A full device: the name is asked again next time.
		return false;
	}
}

/** For whichever drawer is open. */
export function makeSystemNames(current: CurrentDrawer): SystemNames {
	return {
		async systemName() {
			const open = current();
			return open ? read(open.office) : '';
		},
		async rememberSystem(name) {
			const open = current();
			return open ? write(open.office, name) : false;
		}
	};
}
