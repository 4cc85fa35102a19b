/** The office's answer to a request for help: the same root key, sealed to the fresh recipient of that one request. */
import * as v from 'valibot';
import type { Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import type { HelpRequest, ReadRequest } from './help-request.ts';
import { isEntryId } from './ids.ts';
import type { KitContents } from './kit.ts';
import { accept, refuse, type Outcome } from './outcome.ts';
import { openRecovery } from './recovery-slot.ts';
import { openRoot, sealRoot, type RootPlace, type RootProblem } from './sealed-root.ts';
import { idShape } from './slot-text.ts';

const KIND = 'doorstep-answer';
const LIMITS = { maxBytes: 32 * 1024, maxDepth: 1 };

const shape = v.strictObject({
	v: v.literal(1),
	kind: v.literal(KIND),
	tenant: idShape,
	profile: idShape,
	device: idShape,
	/** Id of the request that it answers. */
	request: v.pipe(
		v.string(),
		v.check((text: string) => isEntryId(text))
	),
	sealed: v.string()
});

/** An answer as it stands in its file. */
export type HelpAnswer = v.InferOutput<typeof shape>;

/** `other-organisation`: not the organisation of this kit. `other-epoch`: sealed to a recovery key that is not in this kit. */
export type AnswerProblem = Exclude<RootProblem, 'no-key'> | 'other-organisation' | 'other-epoch';

/** Why an answer is not for the request that waits here. */
export type AnswerRefusal = 'not-an-answer' | 'newer-format' | 'other-device' | 'other-request';

function answerPlace({ request, id }: ReadRequest): RootPlace {
	const { tenant, profile, device, commit } = request;
	return { use: 'answer', tenant, profile, device, commit, at: id };
}

function isOf(kit: KitContents, { tenant, fingerprint }: HelpRequest): boolean {
	return kit.tenant === tenant && kit.fingerprint === fingerprint;
}

/**
 * Opens the root key of a request with the kit, and seals it to the request's own recipient. Only after the code was
 * compared with its person: a request that somebody changed on the way would hand them the key.
 */
export async function answerRequest(
	read: ReadRequest,
	kit: KitContents
): Promise<Outcome<Bytes, AnswerProblem>> {
	const { request, id } = read;
	if (!isOf(kit, request)) return refuse('other-organisation');
	const opened = await openRecovery(request, kit.recoveryIdentity);
	if (!opened.ok) return refuse(opened.reason === 'no-key' ? 'other-epoch' : opened.reason);
	const sealed = await sealRoot(opened.value, request.recipient, answerPlace(read));
	opened.value.fill(0);
	const { tenant, profile, device } = request;
	return accept(canonicalBytes({ v: 1, kind: KIND, tenant, profile, device, request: id, sealed }));
}

/** Reads an answer and whether it belongs to the request that waits on this device; opens nothing. */
export function readAnswer(
	file: Uint8Array,
	{ request, id }: ReadRequest
): Outcome<HelpAnswer, AnswerRefusal> {
	const said = parseMembers(file, LIMITS);
	if (said?.['kind'] === KIND && Number(said['v']) > 1) return refuse('newer-format');
	const parsed = v.safeParse(shape, said);
	if (!parsed.success) return refuse('not-an-answer');
	const { tenant, profile, device } = parsed.output;
	const isHere = tenant === request.tenant && profile === request.profile && device === request.device;
	if (!isHere) return refuse('other-device');
	return parsed.output.request === id ? accept(parsed.output) : refuse('other-request');
}

/** Opens an answer with the fresh identity of its request. @returns the root key; whoever takes it wipes it */
export function openAnswer(
	answer: HelpAnswer,
	request: ReadRequest,
	identity: string
): Promise<Outcome<Bytes, RootProblem>> {
	return openRoot(answer.sealed, identity, answerPlace(request));
}
