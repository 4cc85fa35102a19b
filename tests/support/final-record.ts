/** Records that are complete, for tests of what comes after. */
import { fieldAt, shapeAt } from '#lib/record/field-at.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { missingParts } from '#lib/record/missing.ts';
import { withValue } from '#lib/record/paths.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { recordIn, type OfficeDevice } from './office-drawer.ts';
import { contentPack } from './pack.ts';
import { scenario } from './scenario.ts';

const pack = await contentPack();
const settings = pack.localSettings;
export const FINAL_AT = '2026-11-22T12:00:00Z';

/** The shortest journey to a record: danger now. */
export function emergency(): DecisionRecord {
	const { input } = scenario(pack, 'share')
		.answer('what-brings-you', 'may-be-danger')
		.answer('immediate-danger', 'yes')
		.answer('emergency-card', 'seen');
	return makeRecord({ pack, input, now: FINAL_AT, settings, timeZone: 'Europe/London' });
}

/** Something that can stand at a path: a day or time where one is asked for. */
function writing(path: string): string {
	const place = fieldAt(pack, path);
	const shape = place && shapeAt(place);
	if (shape === 'date') return FINAL_AT.slice(0, 10);
	return shape === 'datetime' ? FINAL_AT : 'written';
}

/** Writes something into every part that a final asks for. */
export function completed(start: DecisionRecord): DecisionRecord {
	const missing = missingParts(pack, { record: start, result: journeyOf(pack, start, settings) });
	return missing.reduce((record, { field, path }) => {
		const parts = field.item === undefined ? [''] : Object.keys(field.item).map((part) => `/${part}`);
		const row = field.type === 'list' ? `${path}/1` : path;
		return parts.reduce((next, part) => withValue(next, `${row}${part}`, writing(`${row}${part}`)), record);
	}, start);
}

export const finalising = (id: string) => ({ id, pack, settings, at: FINAL_AT });

/** A record of this device, signed. @returns its id */
export async function finalIn(device: OfficeDevice, record = completed(emergency())): Promise<string> {
	const id = await recordIn(device, record);
	const done = await device.vault.finalise(finalising(id));
	if (!done.ok) throw new TypeError(done.reason);
	return id;
}
