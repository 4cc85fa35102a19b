/**
 * The versions of one record: what this device wrote, cut and not yet cut, and what the person's other devices wrote.
 * Looked at as one by the merge view; nothing is written by looking.
 */
import { mergeView, type MergedView, type MergeRevision } from '../record/merge.ts';
import { withBooks } from '../record/stamp.ts';
import type { DecisionRecord } from '../record/types.ts';
import type { Entry } from '../trust/entry.ts';
import { openRevision } from '../trust/revision.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import { ownLine, type OwnLine } from './own-line.ts';
import { recordKey } from './record-keys.ts';
import type { RecordLine } from './record-line.ts';

/** Stands for the text that is saved here and in no revision yet. */
export const HERE = 'here';

/** The content of a revision; undefined when its key or its text is not here, or it does not hold. */
export async function contentOf(office: OfficeDrawer, entry: Entry): Promise<DecisionRecord | undefined> {
	const key = await recordKey(office, entry.header);
	if (key === undefined) return undefined;
	const opened = await openRevision(entry, key);
	key.fill(0);
	// Sealed as a decision record by a device of the record's owner.
	return opened.ok ? (opened.value.content as unknown as DecisionRecord) : undefined;
}

const bare = ({ id, header }: Entry): MergeRevision => ({ id, parents: header.parents });

async function opened(office: OfficeDrawer, entry: Entry): Promise<MergeRevision> {
	const content = await contentOf(office, entry);
	return content === undefined ? bare(entry) : { ...bare(entry), content };
}

/** The revisions for the merge view. Only the last of each line say anything that counts, if they can be opened. */
async function forMerging(
	office: OfficeDrawer,
	revisions: readonly Entry[]
): Promise<readonly MergeRevision[]> {
	const taken = new Set(revisions.flatMap(({ header }) => header.parents));
	const last = await Promise.all(
		revisions.filter(({ id }) => !taken.has(id)).map((one) => opened(office, one))
	);
	const isWhole = last.every(({ content }) => content !== undefined);
	const before = revisions.filter(({ id }) => taken.has(id));
	return [
		...last,
		...(isWhole ? before.map(bare) : await Promise.all(before.map((one) => opened(office, one))))
	];
}

/** What the text of this device takes up, as one. */
export async function baseView(office: OfficeDrawer, own: OwnLine): Promise<MergedView> {
	const ids = new Set(own.parents.map(({ id }) => id));
	const known = own.known;
	const ends = known.filter(({ id }) => ids.has(id));
	const rest = known.filter(({ id }) => !ids.has(id));
	const last = await Promise.all(ends.map((entry) => opened(office, entry)));
	return mergeView([...last, ...rest.map(bare)]);
}

/** The text of this device beside what came from the others. */
export interface LocalText {
	readonly record: DecisionRecord;
	/** Whether a revision holds it. */
	readonly isCut: boolean;
	readonly taken: readonly string[];
}

/** Everything in the line as one, the text of this device among it. */
export async function wholeView(
	office: OfficeDrawer,
	line: RecordLine,
	text: LocalText | undefined
): Promise<{ readonly view: MergedView; readonly own: OwnLine }> {
	const own = ownLine(line, office.keys.device, text?.taken);
	const inLine = line.revisions.filter((entry) => !own.late.includes(entry));
	const revisions = await forMerging(office, inLine);
	if (text === undefined || (text.isCut && own.parents.length > 0))
		return { view: mergeView(revisions, text?.record), own };
	const parents = own.parents.map(({ id }) => id);
	const content = withBooks(text.record, await baseView(office, own));
	return { view: mergeView([...revisions, { id: HERE, parents, content }], text.record), own };
}
