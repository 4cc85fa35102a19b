/** Whether what is signed of an open record holds: signature, text and replay. For its pages. */
import { checkReplay, type ReplayCheck } from '../record/replay-check.ts';
import { proofWords, replayWords } from '../life-messages.ts';
import type { LocalSettings, Pack } from '../pack/types.ts';
import type { SignedVersionFacts } from '../vault/signed-versions.ts';

/** What was found about the newest signed version. */
export interface RecordProof {
	/** Of the replay; absent where there is no signed text to replay here. */
	readonly replay?: ReplayCheck;
	/** What does not hold, in words; empty when all of it does. */
	readonly problems: readonly string[];
}

/** Of a version before the newest only the signature and the text are said: its own pack may not be open. */
function problemOf({ version, problem }: SignedVersionFacts, newest: number): readonly string[] {
	if (problem === undefined) return [];
	return [version === newest ? proofWords(problem) : `Version ${version}: ${proofWords(problem)}`];
}

/**
 * Holds every signed version against its signature, and replays the newest on its own pack.
 * @param versions newest first */
export function proofOf(
	versions: readonly SignedVersionFacts[],
	at: { readonly pack: Pack; readonly settings: LocalSettings }
): RecordProof | undefined {
	const [newest] = versions;
	if (newest === undefined) return undefined;
	const problems = versions.flatMap((one) => problemOf(one, newest.version));
	if (newest.record === undefined) return { problems };
	const replay = checkReplay(at.pack, newest.record, at.settings);
	const isOther = replay.kind === 'other-pack' ? [proofWords(replay.kind)] : [];
	const isDifferent = replay.kind === 'different' ? [replayWords(replay.what)] : [];
	return { replay, problems: [...problems, ...isOther, ...isDifferent] };
}
