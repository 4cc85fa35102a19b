/**
 * A quick check kept while the drawer is locked: an age file to the device's own key. A locked device can put in, and
 * cannot take out.
 */
import { openWith, sealTo, type AgeProblem } from './age.ts';
import type { Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** What was kept. */
export interface Capture {
	/** Whose drawer it is for. */
	readonly profile: string;
	/** Ms since 1970, as the device claims it. */
	readonly madeAt: number;
	readonly title: string;
	readonly missing: number;
	/** The record as JSON text. */
	readonly content: string;
}

/** `other-place`: sealed for another drawer, or put in the place of another capture. */
export type CaptureProblem = AgeProblem | 'newer-format' | 'not-a-capture' | 'other-place';

const LIMITS = { maxBytes: 1024 * 1024, maxDepth: 2 } as const;

/** Seals a capture to the device's own recipient. */
export async function sealCapture(capture: Capture, recipient: string): Promise<Bytes> {
	return sealTo(canonicalBytes({ v: 1, format: 'doorstep-capture', ...capture }), [recipient]);
}

/** Opens a capture with the device's identity. @param at where it was kept, which it must name itself */
export async function openCapture(
	file: Uint8Array,
	identity: string,
	at: Pick<Capture, 'profile' | 'madeAt'>
): Promise<Outcome<Capture, CaptureProblem>> {
	const opened = await openWith(file, [identity]);
	if (!opened.ok) return opened;
	const said = parseMembers(opened.value, LIMITS);
	if (said?.['format'] !== 'doorstep-capture') return refuse('not-a-capture');
	if (Number(said['v']) > 1) return refuse('newer-format');
	const capture = readCapture(said);
	if (capture === undefined) return refuse('not-a-capture');
	const isHere = capture.profile === at.profile && capture.madeAt === at.madeAt;
	return isHere ? accept(capture) : refuse('other-place');
}

function readCapture({
	v,
	profile,
	madeAt,
	title,
	missing,
	content
}: Record<string, unknown>): Capture | undefined {
	const isWhole = v === 1 && [profile, title, content].every((text) => typeof text === 'string');
	if (!isWhole || ![madeAt, missing].every(Number.isSafeInteger) || !isObjectText(content)) return undefined;
	// Every field was checked just now.
	return { profile, madeAt, title, missing, content } as Capture;
}

/** Anybody who has the device's recipient can seal to it, so what is inside is not taken for a record's text unread. */
function isObjectText(content: unknown): boolean {
	try {
		const value: unknown = JSON.parse(String(content));
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		return false;
	}
}
