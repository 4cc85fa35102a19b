/** Two devices of one person that both write to one record, through the real vault and the real server. */
import { withValue } from '#lib/record/paths.ts';
import type { DecisionRecord, ValuePath } from '#lib/record/types.ts';
import { FACTS } from './drawer.ts';
import type { AtEnd } from './folder.ts';
import { pushed, recordIn, type OfficeDevice } from './office-drawer.ts';
import { twoDevices } from './second-device.ts';
import type { TestServer } from './test-office.ts';

export const WORRY = 'case/concern';
export const ADVICE = 'r:/reasons';
export const AT = '2026-11-22T10:00:00Z';

/** What the record's screen shows. */
export async function shown(device: OfficeDevice, id: string): Promise<DecisionRecord> {
	const opened = await device.show(id);
	if (!opened.ok) throw new TypeError(opened.reason);
	return opened.record;
}

/** Where, and what. */
export type Words = readonly [path: ValuePath, text: string];

/** Opens, changes, saves and cuts, as a person does who writes one thing. */
export async function write(device: OfficeDevice, id: string, [path, text]: Words): Promise<void> {
	const record = withValue(await shown(device, id), path, text);
	const saved = await device.drafts.save({ id, record, facts: FACTS, at: AT });
	const cut = await device.vault.cut(id);
	if (!saved.ok || !cut.ok) throw new TypeError('not written');
}

/** All push and pull, twice, so that everybody has everything. */
export async function exchange(server: TestServer, ...devices: readonly OfficeDevice[]) {
	for (const device of [...devices, ...devices]) {
		const acks = await pushed(server, device);
		const refused = acks.filter((ack) => !('seq' in ack));
		if (refused.length > 0) throw new TypeError(JSON.stringify(refused));
	}
}

/** Keeps the one record that came from elsewhere. */
export async function adopted(device: OfficeDevice, id: string): Promise<void> {
	const isKept = await device.vault.adoptPulled({ id, facts: FACTS });
	if (!isKept) throw new TypeError('not kept');
}

/** A tablet and a phone that both have one record with the same words. */
export async function both(atEnd?: AtEnd) {
	const two = await twoDevices(atEnd);
	const { server, tablet, phone } = two;
	const id = await recordIn(tablet, 'first words');
	await tablet.vault.cut(id);
	await exchange(server, tablet, phone);
	await adopted(phone, id);
	return { ...two, id };
}
