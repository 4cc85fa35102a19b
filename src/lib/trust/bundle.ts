/**
 * Checks an exported record with nothing but the file and the pack: shape, keylog from the fingerprint, signature, every
 * value, what was added, what stands beside it in the open, and the replay. The same for the page and for the command.
 */
import {
	readableDifference,
	readableOf,
	replayDifference,
	replayed
} from '../record/export/bundle-replay.ts';
import type { BundleProof, RecordBundle } from '../record/export/bundle-types.ts';
import type { BundleCheck, BundleReport, SignedBy } from '../record/export/check-words.ts';
import { LAYOUT } from '../record/export/document.ts';
import type { LaterLine } from '../record/export/types.ts';
import type { Pack, PackStamp } from '../pack/types.ts';
import { checkReplay } from '../record/replay-check.ts';
import type { DecisionRecord } from '../record/types.ts';
import { fromBase64Url } from './bytes.ts';
import { additionChecks } from './bundle-additions.ts';
import { fails, holds, timeOf } from './bundle-check.ts';
import { contentProblem, readPart } from './bundle-part.ts';
import { signerProblem } from './signer-problem.ts';
import { draftStamp, finalStamp } from './bundle-stamp.ts';
import { readWireEntry, type Entry } from './entry.ts';
import { parseFingerprint, recordId } from './ids.ts';
import { replayKeylog } from './keylog.ts';
import { startKeylog, type Keylog } from './keylog-state.ts';

/** Gives the pack of a stamp, its text held against the hash; undefined when this place does not have it. */
export type PackOf = (stamp: PackStamp) => Promise<Pack | undefined>;

/** Checks a bundle that `readBundle` took. Every check is made, also after one that fails. */
export async function checkBundle(bundle: RecordBundle, packOf: PackOf): Promise<BundleReport> {
	const shape = holds('shape');
	const { proof, stamp } = bundle;
	if (proof === null || bundle.state === 'draft') {
		const record = bundle.draft;
		if (record === null) return { checks: [fails('shape', 'bad-shape', '/draft')], stamp, signed: null };
		const open = await openChecks(bundle, { record, after: [] }, packOf);
		const unsigned: BundleCheck = { id: 'signature', state: 'unknown', reason: 'unsigned' };
		return { checks: [shape, unsigned, draftStamp(bundle, record), ...open], stamp, signed: null };
	}
	const { keylog, check } = await followKeylog(proof);
	const final = await finalChecks(bundle, { proof, keylog });
	const later = await additionChecks(proof, keylog, final.entry);
	// The schema of the bundle holds the final's content to this shape.
	const record = proof.final.content as unknown as DecisionRecord;
	const open = await openChecks(bundle, { record, after: later.lines }, packOf);
	return { checks: [shape, check, ...final.checks, later.check, ...open], stamp, signed: final.signed };
}

async function followKeylog(proof: BundleProof): Promise<{ keylog: Keylog; check: BundleCheck }> {
	const fingerprint = parseFingerprint(proof.fingerprint);
	const start = startKeylog(fingerprint ?? '');
	if (fingerprint === undefined) return { keylog: start, check: fails('keylog', 'bad-fingerprint') };
	const entries: Entry[] = [];
	for (const [at, wire] of proof.keylog.entries()) {
		const read = await readWireEntry(wire);
		if (!read.ok) return { keylog: start, check: fails('keylog', read.reason, `/proof/keylog/${at}`) };
		entries.push(read.value);
	}
	const { keylog, stopped } = await replayKeylog(start, entries);
	if (stopped === null && keylog.head !== null) return { keylog, check: holds('keylog') };
	const at = entries.findIndex(({ id }) => id === stopped?.entry);
	return { keylog, check: fails('keylog', stopped?.reason ?? 'no-root', `/proof/keylog/${Math.max(0, at)}`) };
}

interface FinalChecks {
	readonly checks: readonly BundleCheck[];
	readonly entry: Entry | undefined;
	readonly signed: SignedBy | null;
}

async function finalChecks(
	bundle: RecordBundle,
	{ proof, keylog }: { readonly proof: BundleProof; readonly keylog: Keylog }
): Promise<FinalChecks> {
	const read = await readPart(proof.final, ['final']);
	if (!read.ok) {
		const check = fails('signature', read.reason, read.at);
		return { checks: [check], entry: undefined, signed: null };
	}
	const entry = read.value;
	const unsigned = await signerProblem(keylog, entry);
	const content = await contentProblem(proof.final, entry);
	const { author, device, clientAt } = entry.header;
	return {
		checks: [
			unsigned === undefined ? holds('signature') : fails('signature', unsigned),
			(await isNamedFor(proof, entry)) ? holds('name') : fails('name', 'bad-record-id'),
			content.ok ? holds('content') : fails('content', content.reason, content.at),
			finalStamp(bundle, entry)
		],
		entry,
		signed: {
			fingerprint: proof.fingerprint,
			person: author ?? '',
			device: device ?? '',
			claimedAt: timeOf(clientAt) ?? ''
		}
	};
}

/** A record's name can be claimed by its author alone. */
async function isNamedFor({ salt }: BundleProof, { header }: Entry): Promise<boolean> {
	const bytes = fromBase64Url(salt);
	return bytes?.length === 16 && (await recordId(header.author ?? '', bytes)) === header.record;
}

interface Opened {
	readonly record: DecisionRecord;
	readonly after: readonly LaterLine[];
}

/** What needs the pack: the path and the outcome again, and the words. */
async function openChecks(
	bundle: RecordBundle,
	opened: Opened,
	packOf: PackOf
): Promise<readonly BundleCheck[]> {
	const pack = await packOf(opened.record.pack);
	if (pack === undefined) {
		return (['replay', 'words'] as const).map((id) => ({ id, state: 'unknown', reason: 'no-pack' }));
	}
	try {
		return [
			replayOf(bundle, pack, opened.record),
			wordsCheck(bundle, readableOf(pack, { id: bundle.stamp.record, ...opened }))
		];
	} catch {
		// Content that nobody signed may be anything: what cannot be replayed does not hold.
		return [fails('replay', 'no-replay'), fails('words', 'no-replay')];
	}
}

/** The path again: against what the file says, and against what was signed with it. */
function replayOf(bundle: RecordBundle, pack: Pack, record: DecisionRecord): BundleCheck {
	const different = replayDifference(bundle, replayed(pack, record));
	if (different !== undefined) return fails('replay', 'other-outcome', different);
	const kept = checkReplay(pack, record, pack.localSettings);
	return kept.kind === 'different'
		? fails('replay', 'other-than-signed', `/sealed/${kept.what.join()}`)
		: holds('replay');
}

function wordsCheck({ readable }: RecordBundle, own: RecordBundle['readable']): BundleCheck {
	if (readable.layout !== LAYOUT) return { id: 'words', state: 'unknown', reason: 'other-layout' };
	const different = readableDifference(readable, own);
	return different === undefined ? holds('words') : fails('words', 'words-differ', different);
}
