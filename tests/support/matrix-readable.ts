/** What a device may read, by the rules alone. */
import { readLog } from '#lib/server/log.ts';
import type { LoggedEntry } from '#lib/sync/protocol.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { entryId } from '#lib/trust/ids.ts';
import { membersOf } from '#lib/trust/keylog-state.ts';
import { type MatrixWorld } from './matrix-world.ts';

import type { DeviceName } from './matrix-callers.ts';

export interface Seen {
	readonly device: string | null;
	readonly header: EntryHeader;
	readonly id: string;
	readonly seq: number;
}

export const headerOf = (h: Uint8Array | string) =>
	JSON.parse(
		Buffer.from(h as string, typeof h === 'string' ? 'base64url' : undefined).toString()
	) as EntryHeader;

export async function wholeLog(world: MatrixWorld, tenant: string): Promise<readonly Seen[]> {
	const { store } = world.office.server.office;
	const rows = await store.read((sql) => readLog(sql, tenant, { after: 0, most: 5000 }));
	return rows.map(({ id, device, header, seq }) => ({ id, device, seq, header: headerOf(header) }));
}

/** What a device may read, from the log and the keylog alone. @source keys-and-states.md section 4 */
export function readable(world: MatrixWorld, log: readonly Seen[], name: DeviceName) {
	const { keylog } = (name === 'foreign' ? world.foreign : world.office).organisation;
	const { device } = world.devices[name].keys;
	const spaces = [...keylog.spaces.keys()].filter((space) =>
		membersOf(keylog, space).some((one) => one.device === device)
	);
	const granted = log.filter(({ header }) => header.kind === 'grant' && spaces.includes(header.space ?? ''));
	const records = new Set(granted.map(({ header }) => header.record));
	const keys = new Set(granted.map(({ header }) => `${header.record} ${header.keyNumber}`));
	const isOpen = ({ header }: Seen) => header.record !== null && records.has(header.record);
	const hasBody = ({ header }: Seen) =>
		header.kind === 'key' || header.keyNumber === null || keys.has(`${header.record} ${header.keyNumber}`);
	const mine = (one: Seen) => one.device === device;
	const headers = log.filter((one) => one.header.kind === 'key' || mine(one) || isOpen(one));
	const bodies = headers.filter((one) => hasBody(one) && (one.header.kind === 'key' || !mine(one)));
	const whole = log.filter(isOpen);
	return { headers, bodies, whole, wholeBodies: whole.filter(hasBody) };
}

export const idOf = ({ h }: LoggedEntry) => entryId(new Uint8Array(Buffer.from(h, 'base64url')));
export const ids = (entries: readonly LoggedEntry[]) => Promise.all(entries.map((entry) => idOf(entry)));
export const withBody = (entries: readonly LoggedEntry[]) => entries.filter(({ c }) => c !== null);
