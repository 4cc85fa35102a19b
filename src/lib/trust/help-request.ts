/**
 * A request for help of a person who forgot the passphrase: the sealed root key of their recovery slot, and a fresh
 * recipient to seal it to. Nothing in it is secret. Nobody can sign it, for the keys of the device are behind the
 * passphrase: a person and the office compare its check code by telephone.
 */
import * as v from 'valibot';
import { isHybridRecipient } from './age.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { entryId } from './ids.ts';
import { accept, refuse, type Outcome } from './outcome.ts';
import type { RecoverySlot } from './recovery-slot.ts';
import { countShape, idShape } from './slot-text.ts';
import type { Bytes } from './bytes.ts';

const KIND = 'doorstep-request';
/** A request takes 5 kB. */
const LIMITS = { maxBytes: 32 * 1024, maxDepth: 1 };
/** 16 letters of base32 are 80 bits: searching another request with the same code would take whoever tries too long. */
const CODE_LETTERS = 16;

const shape = v.strictObject({
	v: v.literal(1),
	kind: v.literal(KIND),
	tenant: idShape,
	fingerprint: v.string(),
	person: idShape,
	profile: idShape,
	device: idShape,
	space: idShape,
	epoch: countShape,
	commit: v.string(),
	sealed: v.string(),
	recipient: v.pipe(
		v.string(),
		v.check((text: string) => isHybridRecipient(text))
	),
	/** Ms since 1970, as the device claims it. */
	madeAt: countShape
});

/** A request as it stands in its file. */
export type HelpRequest = v.InferOutput<typeof shape>;

/** A request that was read, with its id and the code to compare. */
export interface ReadRequest {
	readonly request: HelpRequest;
	/** Base32 of SHA-256 over the file. */
	readonly id: string;
	/** Four groups of four letters. */
	readonly code: string;
}

/** Makes the file of a request. @param recipient fresh, for this request alone */
export function makeRequest(slot: RecoverySlot, recipient: string, madeAt: number): Bytes {
	const { tenant, fingerprint, person, profile, device, space, epoch, commit, sealed } = slot;
	const place = { tenant, fingerprint, person, profile, device, space, epoch, commit };
	return canonicalBytes({ v: 1, kind: KIND, ...place, sealed, recipient, madeAt });
}

/** Reads the file of a request: strict, so that one file has one code. */
export async function readRequest(
	file: Uint8Array
): Promise<Outcome<ReadRequest, 'not-a-request' | 'newer-format'>> {
	const said = parseMembers(file, LIMITS);
	if (said?.['kind'] === KIND && Number(said['v']) > 1) return refuse('newer-format');
	const parsed = v.safeParse(shape, said);
	if (!parsed.success) return refuse('not-a-request');
	const id = await entryId(file);
	return accept({ request: parsed.output, id, code: codeOf(id) });
}

function codeOf(id: string): string {
	return (id.slice(0, CODE_LETTERS).match(/.{4}/g) ?? []).join(' ');
}
