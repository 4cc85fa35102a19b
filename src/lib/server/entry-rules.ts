import type { EntryReason } from '../sync/protocol.ts';
import type { Entry } from '../trust/entry.ts';
import type { EntryHeader } from '../trust/entry-header.ts';
import { recoverySpace, type Keylog } from '../trust/keylog-state.ts';
import { mayRead } from './readers.ts';
import type { Earlier } from './records.ts';
import type { Sql } from './store.ts';

/** Why an entry is not stored: refused, or something it stands on is not there yet. */
export type Obstacle =
	{ readonly refused: EntryReason } | { readonly missing: readonly string[]; readonly grant?: number };

/** What the rules about one entry may look at. */
export interface Case {
	readonly sql: Sql;
	readonly keylog: Keylog;
	readonly entry: Entry;
	/** Person who owns the record; undefined while no entry of it is stored. */
	readonly owner: string | undefined;
	readonly earlier: Earlier;
}

type Rule = (judged: Case) => Promise<Obstacle | undefined> | Obstacle | undefined;

const refused = (reason: EntryReason): Obstacle => ({ refused: reason });

const REVISIONS: readonly string[] = ['draft', 'final'];
/** An addition stands on the final and on the additions before it; nothing else stands on an addition. */
const BELOW_ADDENDUM: readonly string[] = [...REVISIONS, 'addendum'];

/** All parents stored, of this record, of a kind to stand on, and n one above the highest of them. */
const knowsParents: Rule = ({ entry, earlier }) => {
	const kinds = entry.header.kind === 'addendum' ? BELOW_ADDENDUM : REVISIONS;
	const { parents, n } = entry.header;
	const byId = new Map(earlier.map((one) => [one.id, one.header]));
	const missing = parents.filter((id) => !byId.has(id));
	if (missing.length > 0) return { missing };
	const found = parents.flatMap((id) => byId.get(id) ?? []);
	const highest = Math.max(0, ...found.map((parent) => parent.n ?? 0));
	const isOdd = found.some((parent) => !kinds.includes(parent.kind)) || n !== highest + 1;
	return isOdd ? refused('malformed') : undefined;
};

/** The record id of an n = 1 entry was derived from its author; later entries belong to whoever wrote that. */
const isOwners: Rule = ({ entry, owner }) =>
	owner !== undefined && owner !== entry.header.author ? refused('not-yours') : undefined;

/** Nothing may enter the log that the organisation could not recover. */
const hasRecoveryGrant: Rule = ({ entry, earlier, keylog }) => {
	const { keyNumber, keyCommit } = entry.header;
	const recovery = recoverySpace(keylog)?.space;
	const isGranted = earlier.some(
		({ header }) =>
			header.kind === 'grant' &&
			header.space === recovery &&
			header.keyNumber === keyNumber &&
			header.keyCommit === keyCommit
	);
	return isGranted ? undefined : { missing: [], grant: keyNumber ?? 0 };
};

/** Own personal space, recovery, or a review space; an epoch that the keylog has. */
const namesRecipient: Rule = ({ entry, keylog }) => {
	const { space, epoch, author } = entry.header;
	const known = keylog.spaces.get(space ?? '');
	const isForeign = known?.purpose === 'personal' && known.person !== author;
	const hasEpoch = known?.epochs.some((one) => one.epoch === epoch) === true;
	return isForeign || !hasEpoch ? refused('unknown-recipient') : undefined;
};

const hasGrant: Rule = async ({ sql, entry }) => {
	const { tenant, device, record, keyNumber } = entry.header;
	const what = { record: record ?? '', ...(keyNumber === null ? {} : { keyNumber }) };
	return (await mayRead(sql, { tenant, device: device ?? '' }, what)) ? undefined : refused('no-grant');
};

const isNotOwners: Rule = ({ entry, owner }) =>
	owner === entry.header.author ? refused('not-yours') : undefined;

/** The owner may always; others need a grant. */
const isOwnersOrGranted: Rule = (judged) =>
	judged.owner === judged.entry.header.author ? undefined : hasGrant(judged);

const isUnsupported: Rule = () => refused('unsupported');

/** In order; the first obstacle counts. Owner before parents: a stranger learns nothing about what is stored. */
const RULES: Readonly<Record<EntryHeader['kind'], readonly Rule[]>> = {
	draft: [isOwners, knowsParents, hasRecoveryGrant],
	final: [isOwners, knowsParents, hasRecoveryGrant],
	addendum: [isOwners, knowsParents, hasRecoveryGrant],
	// `readEntry` has derived the record id from author and salt: only the owner's grants come so far.
	grant: [isOwners, namesRecipient],
	note: [hasGrant, knowsParents],
	review: [isNotOwners, hasGrant, knowsParents],
	event: [isOwnersOrGranted],
	'erase-proposed': [isUnsupported],
	erase: [isUnsupported],
	// Statements have rules of their own: the keylog's.
	key: [isUnsupported]
};

/**
 * What stands in the way of an entry whose device and signature were checked.
 * @source keys-and-states.md section 3 */
export async function obstacleOf(judged: Case): Promise<Obstacle | undefined> {
	for (const rule of RULES[judged.entry.header.kind]) {
		const obstacle = await rule(judged);
		if (obstacle !== undefined) return obstacle;
	}
	return undefined;
}
