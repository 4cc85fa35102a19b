/** Inviting a person: statements of an administrator's device, written online because the keylog is linear. */
import { toWire, type WireEntry } from '../trust/entry.ts';
import { makeInvite } from '../trust/invite.ts';
import { isAdministrator } from '../trust/keylog-state.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import type { AppendProblem, OfficeDrawer } from './office-drawer.ts';
import type { PlacedAck } from './founding.ts';
import { entryOf } from './keylog-shelf.ts';
import { takeStatement, type TakeProblem } from './statements.ts';

/** Whom to invite. */
export interface InviteWish {
	/** A role of the keylog: lower-case letters and hyphens, for example `practitioner`. */
	readonly role: string;
	/** The server's clock in ms where it is known: an invite is judged by it. */
	readonly issuedAt: number;
}

/** An invite, queued; it works once the office has its statements. */
export interface Invited {
	/** For the link or slip of paper: shown once, kept nowhere. */
	readonly text: string;
	readonly person: string;
	readonly fingerprint: string;
	/** ms. */
	readonly expires: number;
}

export type InviteProblem = AppendProblem | 'not-administrator' | 'statement-waiting' | 'bad-role';

/** Own statements that have no place in the log yet, in order. */
async function unplaced({ db }: OfficeDrawer) {
	const rows = await db.entries.where('kind').equals('key').toArray();
	return rows
		.filter((row) => row.seq === undefined && row.state !== 'parked')
		.sort((one, other) => one.order - other.order);
}

/** Makes an invite for one first device of somebody new, and queues its statements. */
export async function invite(
	office: OfficeDrawer,
	{ role, issuedAt }: InviteWish
): Promise<Outcome<Invited, InviteProblem>> {
	if (!/^[a-z][a-z-]{1,31}$/.test(role)) return refuse('bad-role');
	let invited: Invited | undefined;
	const stored = await office.append<InviteProblem>(async ({ by, keylog, member }) => {
		if (!isAdministrator(keylog, member.person)) return refuse('not-administrator');
		// A second one would stand on a head that the log does not have yet.
		if ((await unplaced(office)).length > 0) return refuse('statement-waiting');
		const { fingerprint } = keylog;
		const made = await makeInvite(by, { fingerprint, role, person: null, issuedAt });
		const { text, person, expires } = made;
		invited = { text, person, fingerprint, expires };
		return accept({ entries: made.entries, write: () => Promise.resolve(true) });
	});
	if (!stored.ok) return stored;
	return invited === undefined ? refuse('storage') : accept(invited);
}

/** Statements that wait to be posted, as they travel. */
export async function waitingStatements(office: OfficeDrawer): Promise<readonly WireEntry[]> {
	return (await unplaced(office)).map(({ h, s, c }) => toWire({ h, s, c: c ?? null }));
}

/** The log has them: they become part of the pinned keylog. */
export async function confirmStatements(
	office: OfficeDrawer,
	acks: readonly PlacedAck[]
): Promise<Outcome<null, TakeProblem>> {
	for (const { id, seq } of [...acks].sort((one, other) => one.seq - other.seq)) {
		const row = await office.db.entries.get(id);
		const entry = row && (await entryOf(row));
		if (entry?.header.kind !== 'key') continue;
		const taken = await takeStatement(office, { entry, seq, state: 'acked' });
		if (!taken.ok) return taken;
	}
	return accept(null);
}

/** The log refused them, because another device's statement stands in their place: they can never be taken. */
export async function dropStatements(office: OfficeDrawer): Promise<void> {
	const ids = (await unplaced(office)).map(({ id }) => id);
	await office.db.entries.bulkDelete(ids);
}
