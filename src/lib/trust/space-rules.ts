import { isAdministratorSigner, withItem } from './keylog-rule.ts';
import type { Judged, Rule, RuleProblem } from './keylog-rule.ts';
import { membersOf, personalSpace, recoverySpace, type KeylogSpace } from './keylog-state.ts';
import { accept, refuse } from './outcome.ts';
import type { EpochStatement, MemberStatement, SpaceStatement } from './statements.ts';

/** Who may make a space of this purpose, and change it. */
function mayMake(judged: Judged, { purpose, person: owner }: SpaceStatement): boolean {
	const { signer } = judged;
	if (purpose === 'recovery') return signer.by === 'root';
	if (purpose === 'review') return isAdministratorSigner(judged);
	return signer.by === 'device' && signer.device.person === owner;
}

export const spaceRule: Rule<SpaceStatement> = (judged) => {
	const { keylog, statement, signer } = judged;
	if (!mayMake(judged, statement)) return refuse('wrong-signer');
	const { space: id, purpose, person: owner } = statement;
	const hasRecovery = purpose === 'recovery' && recoverySpace(keylog) !== undefined;
	const hasOwn = owner !== null && personalSpace(keylog, owner) !== undefined;
	if (keylog.spaces.has(id) || hasRecovery || hasOwn) return refuse('already-known');
	const madeBy = signer.by === 'device' ? signer.device.device : null;
	const addedAt = keylog.positions.size;
	const next = { space: id, purpose, person: owner, madeBy, addedAt, epochs: [], members: [], secrets: [] };
	return accept({ ...keylog, spaces: withItem(keylog.spaces, id, next) });
};

/**
 * A personal space listens to its members only, and before its first member to its maker. So a device that merely
 * came by an invite cannot put its own key into a space that another device of that person uses.
 */
function mayChange(judged: Judged, { space: id, purpose, person: owner, madeBy }: KeylogSpace): boolean {
	const { keylog, signer } = judged;
	if (purpose !== 'personal') return mayMake(judged, { type: 'space', space: id, purpose, person: owner });
	if (signer.by !== 'device') return false;
	const members = keylog.spaces.get(id)?.members ?? [];
	if (members.length === 0) return signer.device.device === madeBy;
	return membersOf(keylog, id).some((member) => member.device === signer.device.device);
}

export const epochRule: Rule<EpochStatement> = (judged) => {
	const { keylog, statement } = judged;
	const known = keylog.spaces.get(statement.space);
	if (known === undefined) return refuse('unknown-space');
	if (!mayChange(judged, known)) return refuse('wrong-signer');
	const { space: id, epoch: number, recipient, files } = statement;
	if (number !== known.epochs.length + 1) return refuse('wrong-epoch');
	const everyRecipient = [...keylog.spaces.values()].flatMap(({ epochs }) => epochs);
	if (everyRecipient.some((one) => one.recipient === recipient)) return refuse('already-known');
	const next = {
		...known,
		epochs: [...known.epochs, { space: id, epoch: number, recipient }],
		secrets: [...known.secrets, ...files]
	};
	return accept({ ...keylog, spaces: withItem(keylog.spaces, id, next) });
};

/** Why this device cannot be a member of that space, whoever says so. */
function problemOfMember(
	{ keylog, statement }: Judged<MemberStatement>,
	known: KeylogSpace
): RuleProblem | null {
	const added = keylog.devices.get(statement.device);
	if (added === undefined || added.revokedAt !== null) return 'unknown-device';
	if (known.purpose === 'recovery') return 'wrong-signer';
	if (known.purpose === 'personal' && added.person !== known.person) return 'other-person';
	if (known.members.some((one) => one.device === statement.device)) return 'already-known';
	const isEpoch = (number: number): boolean => number <= known.epochs.length;
	return known.epochs.length > 0 && statement.files.every((one) => isEpoch(one.epoch)) ? null : 'wrong-epoch';
}

export const memberRule: Rule<MemberStatement> = (judged) => {
	const { keylog, statement, signer } = judged;
	const known = keylog.spaces.get(statement.space);
	if (known === undefined) return refuse('unknown-space');
	if (!mayChange(judged, known)) return refuse('wrong-signer');
	const problem = problemOfMember(judged, known);
	if (problem !== null) return refuse(problem);
	// The maker of a personal space is its first member: nobody else can hold the secret yet.
	const isFirst = known.purpose === 'personal' && known.members.length === 0;
	if (isFirst && signer.by === 'device' && signer.device.device !== statement.device)
		return refuse('wrong-signer');
	const next = {
		...known,
		members: [...known.members, { device: statement.device, addedAt: keylog.positions.size }],
		secrets: [...known.secrets, ...statement.files]
	};
	return accept({ ...keylog, spaces: withItem(keylog.spaces, known.space, next) });
};
