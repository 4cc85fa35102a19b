/** Entries of the log: as bytes, as revisions, as grants. */
import { toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { isEntrySignedBy, readEntry, type Entry, type EntryBytes } from '#lib/trust/entry.ts';
import { openGrant } from '#lib/trust/grant.ts';
import { openRevision } from '#lib/trust/revision.ts';
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
export function entryTargets(world: World): readonly Target[] {
	return [...byteTargets(world), revisionTarget(world), grantTarget(world)];
}
