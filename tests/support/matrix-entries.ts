/** Entries of the matrix, and by the rules alone who may add them. */
import type { SyncResponse } from '#lib/sync/protocol.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, signEntry, type Entry } from '#lib/trust/entry.ts';
import { type MatrixWorld } from './matrix-world.ts';
import { ackWord, wire } from './office-people.ts';
import { revision, signed } from './people.ts';

import { address, type DeviceName } from './matrix-callers.ts';

import type { KeylogSpace } from '#lib/trust/keylog-state.ts';
import type { CallOptions } from './test-office.ts';
export const KINDS = [
	'draft',
	'final',
	'addendum',
	'note',
	'review',
	'event',
	'erase-proposed',
	'erase'
] as const;

export type Kind = (typeof KINDS)[number];
export type RecordName = keyof MatrixWorld['records'];

/** Who adds what to which record. */
export interface Claim {
	readonly kind: Kind | 'grant';
	readonly by: DeviceName;
	readonly of: RecordName;
}

type RevisionKind = 'draft' | 'final' | 'addendum' | 'note' | 'review';
const isRevision = (kind: Kind): kind is RevisionKind => kind !== 'event' && !kind.startsWith('erase');

/** Which entries an author may add to which record. @source keys-and-states.md section 3 */
export function mayAppend({ kind, by, of }: Claim): boolean {
	const owners: Readonly<Record<string, readonly DeviceName[]>> = {
		worker: ['worker', 'second'],
		other: ['other'],
		revoked: []
	};
	const isOwner = owners[of]?.includes(by) === true;
	if (kind === 'erase' || kind === 'erase-proposed' || kind === 'review') return false;
	// Nobody but the owner has a grant before People; what the owner has, the person's devices have.
	return isOwner;
}

export async function entryOf(world: MatrixWorld, { kind, by, of }: Claim & { kind: Kind }): Promise<Entry> {
	const device = world.devices[by];
	const { organisation } = by === 'foreign' ? world.foreign : world.office;
	const { record, draft } = world.records[of];
	if (isRevision(kind))
		return revision(device, organisation, {
			record,
			kind,
			parents: [draft],
			header: kind === 'final' || kind === 'draft' ? {} : { version: 1 }
		});
	return signed(device, organisation, (signer) =>
		signEntry(
			draftHeader(signer, kind, { record: record.record }),
			canonicalBytes({ type: kind }),
			signer.signer.key
		)
	);
}

/** Whom the world has as authors, and whose records. */
export const AUTHORS: readonly DeviceName[] = [
	'administrator',
	'worker',
	'second',
	'other',
	'revoked',
	'foreign'
];
export const RECORDS = ['worker', 'other', 'revoked'] as const;

/** Whether a space may be granted to by this author: of their office, and nobody else's own. */
export function isTarget(world: MatrixWorld, by: DeviceName, space: KeylogSpace): boolean {
	const { organisation } = by === 'foreign' ? world.foreign : world.office;
	const { person } = world.devices[by].signing.signer;
	const isOurs = organisation.keylog.spaces.has(space.space);
	return isOurs && (space.purpose !== 'personal' || space.person === person);
}

/** Pushes one entry. @returns what became of it in one word; `sign-in` where nobody was heard */
export async function pushed(
	{ office }: MatrixWorld,
	entry: Entry,
	sender: { readonly device: string; readonly shown: CallOptions }
): Promise<string> {
	const body = { device: sender.device, cursor: 0, chain: null, push: wire(entry) };
	const answer = await office.server.post('/api/v1/sync', body, { ...sender.shown, address: address() });
	return answer.status === 200 ? ackWord(((await answer.json()) as SyncResponse).acks[0]) : 'sign-in';
}

/** A statement that a device signs on the newest keylog of its office. */
export function said(world: MatrixWorld, by: DeviceName, statement: object): Promise<Entry> {
	const { organisation } = by === 'foreign' ? world.foreign : world.office;
	return signed(world.devices[by], organisation, (signer) =>
		signEntry(draftHeader(signer, 'key', {}), canonicalBytes(statement), signer.signer.key)
	);
}
