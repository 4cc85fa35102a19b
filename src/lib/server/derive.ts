import type { Keylog, KeylogSpace } from '../trust/keylog-state.ts';
import { addDevice, addMember, revokeDevice } from './readers.ts';
import type { Sql } from './store.ts';

/** A statement that was just taken: the keylog before and after it, and where it stands in the log. */
export interface Step {
	readonly tenant: string;
	readonly before: Keylog;
	readonly after: Keylog;
	readonly seq: number;
	/** Server time, ms. */
	readonly at: number;
}

async function deriveDevices(sql: Sql, { tenant, before, after, seq, at }: Step): Promise<void> {
	for (const { device, person, signKey, revokedAt } of after.devices.values()) {
		const name = { tenant, device };
		const earlier = before.devices.get(device);
		if (earlier === undefined) await addDevice(sql, name, { person, signKey, at });
		if (revokedAt !== null && (earlier?.revokedAt ?? null) === null) await revokeDevice(sql, name, seq);
	}
}

function newMembers(before: KeylogSpace | undefined, after: KeylogSpace): readonly string[] {
	const known = new Set(before?.members.map((member) => member.device));
	return after.members.map((member) => member.device).filter((device) => !known.has(device));
}

async function deriveMembers(sql: Sql, { tenant, before, after, seq }: Step): Promise<void> {
	for (const space of after.spaces.values()) {
		for (const device of newMembers(before.spaces.get(space.space), space)) {
			await addMember(sql, { tenant, device }, { space: space.space, seq });
		}
	}
}

/** Brings the side tables `device` and `space_device` to what the keylog says now. */
export async function derive(sql: Sql, step: Step): Promise<void> {
	await deriveDevices(sql, step);
	await deriveMembers(sql, step);
}
