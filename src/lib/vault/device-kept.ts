/** What this device keeps outside the drawers and cannot use: damaged or newer slots, quick checks that open nowhere. */
import { fromUtf8 } from '../trust/bytes.ts';
import { device, type CaptureRow } from './device-db.ts';
import { plainRow, type KeptCopy } from './quarantine.ts';
import { SLOT_KINDS, slotName, slotOwners, type SlotKind } from './slot-names.ts';
import { readSlotAs } from './slot-store.ts';
import { parseSlot } from './slots.ts';

const AGE = 'age-encryption.org/v1\n';
const SLOT_VERSION = 1;

function versionOf(text: string): unknown {
	try {
		return (JSON.parse(text) as { readonly v?: unknown } | null)?.v;
	} catch {
		return undefined;
	}
}

/**
 * The passphrase slot is read whole; of the others it is known here that they must be JSON of a version.
 * @returns why the slot cannot be used
 */
async function slotProblem(profile: string, kind: SlotKind, text: string): Promise<string | undefined> {
	const version = versionOf(text);
	if (Number(version) > SLOT_VERSION) return 'newer-format';
	if (kind !== 'passphrase') return version === SLOT_VERSION ? undefined : 'damaged';
	const slot = await parseSlot(text);
	if (slot === undefined) return 'damaged';
	return slot.profile === profile ? undefined : 'foreign';
}

async function keptSlot(profile: string, kind: SlotKind): Promise<readonly KeptCopy[]> {
	const texts: string[] = [];
	const problems: string[] = [];
	const found = await readSlotAs(profile, kind, async (text) => {
		texts.push(text);
		const problem = await slotProblem(profile, kind, text);
		if (problem !== undefined) problems.push(problem);
		return problem === undefined ? true : undefined;
	});
	const [reason] = problems;
	// A rewrite that was cut off leaves a torn copy beside a whole one: that slot works.
	if (found !== 'damaged' || reason === undefined) return [];
	return [{ key: `slot:${slotName(profile, kind)}`, kind: 'slot', reason, row: texts }];
}

function captureProblem({ profile, sealed }: CaptureRow, owners: readonly string[]): string | undefined {
	const begins: unknown = sealed;
	if (!(begins instanceof Uint8Array)) return 'damaged';
	if (fromUtf8(new Uint8Array(begins.slice(0, AGE.length))) !== AGE) return 'not-age';
	return owners.includes(profile) ? undefined : 'foreign';
}

async function keptCaptures(owners: readonly string[]): Promise<readonly KeptCopy[]> {
	const rows = await (await device()).getAll('captures');
	return rows.flatMap((row): readonly KeptCopy[] => {
		const reason = captureProblem(row, owners);
		if (reason === undefined) return [];
		const noticedAt = new Date(row.madeAt).toISOString();
		return [{ key: `capture:${row.id}`, kind: 'capture', reason, noticedAt, row: plainRow(row) }];
	});
}

/** Needs no key; looks anew each time. */
export async function deviceKept(): Promise<readonly KeptCopy[]> {
	const owners = await slotOwners();
	const slots = owners.flatMap((profile) => SLOT_KINDS.map((kind) => keptSlot(profile, kind)));
	return [...(await Promise.all(slots)).flat(), ...(await keptCaptures(owners))];
}
