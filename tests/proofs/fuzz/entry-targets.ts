/** Entries of the log: as bytes, as revisions, as grants. */
import { addendumContent, readAddendum } from '#lib/record/addendum.ts';
import { toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { isEntrySignedBy, readEntry, type Entry, type EntryBytes } from '#lib/trust/entry.ts';
import { openGrant } from '#lib/trust/grant.ts';
import { makeRevision, openRevision } from '#lib/trust/revision.ts';
import type { WrittenRecord } from '../../unit/trust/log.ts';
import { plainTarget } from './make-target.ts';
import type { Target } from './judge.ts';
import type { World } from './world.ts';

const finalOf = ({ entries }: WrittenRecord): Entry => {
	const found = entries.find(({ header }) => header.kind === 'final');
	if (found === undefined) throw new TypeError('no final');
	return found;
};

export const bodyOf = ({ c }: Entry): Bytes => c ?? new Uint8Array();

/** An entry read and its signature checked with the key that the keylog has. */
function byteTargets({ office, own, other }: World): readonly Target[] {
	const key = office.worker.keys.key.publicKey;
	const [entry, foreign] = [finalOf(own), finalOf(other)];
	const take = async (change: Partial<EntryBytes>) => {
		const read = await readEntry({ ...entry, ...change });
		if (!read.ok) return read;
		return (await isEntrySignedBy(read.value, key)) ? read : { ok: false };
	};
	const field = (name: 'h' | 's' | 'c', share: number): Target =>
		plainTarget({
			name: `entry, ${{ h: 'header', s: 'signature', c: 'body' }[name]}`,
			share,
			secrets: ['last words'],
			good: entry[name] ?? new Uint8Array(),
			others: [foreign[name] ?? new Uint8Array(), ...own.entries.map((one) => one[name] ?? new Uint8Array())],
			isJson: name === 'h',
			open: (bytes) => take({ [name]: bytes })
		});
	return [field('h', 12_000), field('s', 3000), field('c', 10_000)];
}

function revisionTarget({ own, other }: World): Target {
	const [entry, foreign] = [finalOf(own), finalOf(other)];
	return plainTarget({
		name: 'revision, opened past its hash',
		share: 10_000,
		secrets: ['last words'],
		good: bodyOf(entry),
		others: [bodyOf(foreign), ...own.entries.filter((one) => one !== entry).map(bodyOf)],
		open: (bytes) => openRevision({ ...entry, c: bytes }, own.draft.key)
	});
}

/** An addition to the final, as this app reads it: past its hash, its seal and its content root. */
async function addendumTarget({ own }: World): Promise<Target> {
	const final = finalOf(own);
	const made = async (text: string): Promise<Entry> => {
		const words = { sort: 'words', at: '', by: 'A. Name', text, why: '' } as const;
		const content = addendumContent(words, { final: final.id, by: '' });
		const parents = [{ id: final.id, n: final.header.n ?? 0 }];
		const revision = await makeRevision(own.by, { ...own.draft, kind: 'addendum', parents, content });
		if (!revision.ok) throw new TypeError(revision.reason);
		return revision.value;
	};
	const [entry, other] = [await made('late words'), await made('other words')];
	return plainTarget({
		name: 'addendum, opened past its hash',
		share: 1500,
		secrets: ['late words', 'other words'],
		good: bodyOf(entry),
		others: [bodyOf(other), bodyOf(final)],
		open: async (bytes) => {
			const opened = await openRevision({ ...entry, c: bytes }, own.draft.key);
			const content = opened.ok ? readAddendum(opened.value.content) : undefined;
			return { ok: content !== undefined };
		}
	});
}

function grantTarget({ office, own, other }: World): Target {
	const grants = (from: WrittenRecord): Entry[] =>
		from.entries.filter(({ header }) => header.kind === 'grant');
	const identities = [office.worker.joined.personal.identity, office.organisation.kit.recoveryIdentity];
	const [entry, ...rest] = grants(own);
	if (entry === undefined) throw new TypeError('no grant');
	// To another space, of another key number, of another record: all of them open with these identities.
	const others = [...rest, ...grants(other)].map(bodyOf);
	return plainTarget({
		name: 'grant, opened past its hash',
		share: 1500,
		secrets: [toBase64Url(own.draft.key)],
		good: bodyOf(entry),
		others,
		open: (bytes) => openGrant({ ...entry, c: bytes }, identities)
	});
}

/** Entries as somebody without the signing key, or with the record's own key, would bend them. */
export async function entryTargets(world: World): Promise<readonly Target[]> {
	return [...byteTargets(world), revisionTarget(world), await addendumTarget(world), grantTarget(world)];
}
