/** What was added to a signed record, as an exported bundle carries it. */
import type { BundleProof, SignedPart } from '../record/export/bundle-types.ts';
import type { BundleCheck } from '../record/export/check-words.ts';
import { laterLine } from '../record/export/later.ts';
import type { LaterLine } from '../record/export/types.ts';
import { fails, holds, timeOf } from './bundle-check.ts';
import { contentProblem, readPart } from './bundle-part.ts';
import { signerProblem } from './signer-problem.ts';
import type { Entry } from './entry.ts';
import type { Keylog } from './keylog-state.ts';

export interface Later {
	readonly check: BundleCheck;
	readonly lines: readonly LaterLine[];
}

/** Everything that was signed after the final: each by itself, and all as one chain that begins at the final. */
export async function additionChecks(
	{ additions, final }: BundleProof,
	keylog: Keylog,
	signed: Entry | undefined
): Promise<Later> {
	const known = new Set([final.id]);
	const lines: LaterLine[] = [];
	let check: BundleCheck = holds('additions');
	for (const [at, part] of additions.entries()) {
		const one = await additionProblem(part, { keylog, signed, known });
		if (one.line !== undefined) lines.push(one.line);
		if (one.reason !== undefined && check.state === 'holds')
			check = fails('additions', one.reason, `/proof/additions/${at}${one.at ?? ''}`);
	}
	return { check, lines };
}

interface Beside {
	readonly keylog: Keylog;
	readonly signed: Entry | undefined;
	/** What stands before it, by id. */
	readonly known: Set<string>;
}

interface Judged {
	readonly reason?: string;
	readonly at?: string;
	readonly line?: LaterLine;
}

async function additionProblem(part: SignedPart, beside: Beside): Promise<Judged> {
	const read = await readPart(part, ADDITION_KINDS);
	if (!read.ok) return { reason: read.reason };
	const entry = read.value;
	const { author, clientAt } = entry.header;
	const isDated = timeOf(clientAt) !== undefined;
	const line = isDated ? { line: laterLine({ content: part.content, clientAt, author }) } : {};
	const unsigned = await signerProblem(beside.keylog, entry);
	if (unsigned !== undefined) return { reason: unsigned, ...line };
	const content = await contentProblem(part, entry);
	if (!content.ok) return { reason: content.reason, ...(content.at && { at: content.at }), ...line };
	const reason = placeProblem(part, entry, beside);
	return reason === undefined ? line : { reason, ...line };
}

/** Whether it belongs to this record's final, and everything it stands on is there before it. */
function placeProblem(part: SignedPart, { id, header }: Entry, beside: Beside): string | undefined {
	const { final = beside.signed?.id } = part.content;
	const isOurs = beside.signed?.id === final && beside.signed?.header.record === header.record;
	if (!isOurs) return 'other-record';
	if (beside.known.has(id)) return 'added-twice';
	const isChained = header.parents.every((parent) => beside.known.has(parent));
	beside.known.add(id);
	return isChained ? undefined : 'chain-gap';
}

const ADDITION_KINDS = ['addendum', 'note', 'review'] as const;
