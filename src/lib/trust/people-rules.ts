import { fromBase64Url } from './bytes.ts';
import { isAdministratorSigner, isFounding, mayAdminister, withItem } from './keylog-rule.ts';
import type { Judged, Rule, Ruling } from './keylog-rule.ts';
import { isAdministrator, liveDevices, type Keylog } from './keylog-state.ts';
import { accept, refuse } from './outcome.ts';
import type {
	DeviceStatement,
	InviteStatement,
	PersonStatement,
	PolicyStatement,
	RevokeStatement,
	RoleStatement
} from './statements.ts';

/** How long an invite holds; source: keys-and-states.md section 4. */
export const INVITE_MS = 72 * 60 * 60 * 1000;

/** How far an administrator's clock may be ahead of the server's when it dates an invite. */
const CLOCK_SLACK_MS = 10 * 60 * 1000;

/** A change that must leave an administrator with a device: without one nobody could ever sign again. */
function keepingAdministrator(before: Keylog, after: Keylog): Ruling {
	const has = (keylog: Keylog): boolean =>
		[...keylog.persons.keys()].some(
			(person) => isAdministrator(keylog, person) && liveDevices(keylog, person).length > 0
		);
	return has(before) && !has(after) ? refuse('last-administrator') : accept(after);
}

export const personRule: Rule<PersonStatement> = (judged) => {
	const { keylog, statement } = judged;
	if (!mayAdminister(judged)) return refuse('wrong-signer');
	const isReview = (space: string): boolean => keylog.spaces.get(space)?.purpose === 'review';
	if (!statement.reviewSpaces.every(isReview)) return refuse('unknown-space');
	const known = keylog.persons.get(statement.person);
	const { person: id, reviewSpaces } = statement;
	const next = { person: id, role: known?.role ?? null, reviewSpaces, isRevoked: known?.isRevoked ?? false };
	return accept({ ...keylog, persons: withItem(keylog.persons, id, next) });
};

function withRole(keylog: Keylog, id: string, role: string): Keylog {
	const known = keylog.persons.get(id);
	return known === undefined
		? keylog
		: { ...keylog, persons: withItem(keylog.persons, id, { ...known, role }) };
}

export const roleRule: Rule<RoleStatement> = (judged) => {
	const { keylog, statement } = judged;
	if (!mayAdminister(judged)) return refuse('wrong-signer');
	if (!keylog.persons.has(statement.person)) return refuse('unknown-person');
	return keepingAdministrator(keylog, withRole(keylog, statement.person, statement.role));
};

export const inviteRule: Rule<InviteStatement> = (judged) => {
	const { keylog, statement } = judged;
	if (!isAdministratorSigner(judged)) return refuse('wrong-signer');
	const invited = keylog.persons.get(statement.person);
	if (invited === undefined || invited.isRevoked) return refuse('unknown-person');
	if (keylog.invites.has(statement.publicKey)) return refuse('already-known');
	const { receivedAt } = judged;
	if (receivedAt !== null && statement.expires > receivedAt + INVITE_MS + CLOCK_SLACK_MS) {
		return refuse('invite-too-long');
	}
	const { publicKey, person: id, role: asRole, expires } = statement;
	const next = { publicKey, person: id, role: asRole, expires, state: 'open' } as const;
	return accept({ ...keylog, invites: withItem(keylog.invites, publicKey, next) });
};

function withDevice({ keylog, statement }: Judged<DeviceStatement>): Ruling {
	const { device: id, person: owner, recipient } = statement;
	const signKey = fromBase64Url(statement.signKey) ?? new Uint8Array();
	const known = [...keylog.devices.values()];
	const isTaken = known.some((one) => one.device === id || one.recipient === recipient);
	const isKeyTaken = known.some((one) => one.signKey.every((byte, at) => byte === signKey[at]));
	if (isTaken || isKeyTaken) return refuse('already-known');
	const addedAt = keylog.positions.size;
	const next = { device: id, person: owner, signKey, recipient, addedAt, revokedAt: null };
	return accept({ ...keylog, devices: withItem(keylog.devices, id, next) });
}

/** The first use of an invite in the log wins; it cannot bring a device beside one that the person still has. */
function joins(judged: Judged<DeviceStatement>): Ruling {
	const { keylog, statement, receivedAt } = judged;
	const used = keylog.invites.get(statement.invite ?? '');
	if (used === undefined) return refuse('unknown-invite');
	if (used.state !== 'open') return refuse(used.state === 'used' ? 'invite-used' : 'invite-revoked');
	if (receivedAt !== null && receivedAt >= used.expires) return refuse('invite-expired');
	if (used.person !== statement.person) return refuse('other-person');
	if (liveDevices(keylog, used.person).length > 0) return refuse('person-has-device');
	const added = withDevice(judged);
	if (!added.ok) return added;
	const invites = withItem(keylog.invites, used.publicKey, { ...used, state: 'used' as const });
	return accept(withRole({ ...added.value, invites }, used.person, used.role));
}

export const deviceRule: Rule<DeviceStatement> = (judged) => {
	const { keylog, statement, signer } = judged;
	if (signer.by === 'newcomer') return joins(judged);
	if (statement.invite !== null) return refuse('wrong-signer');
	const owner = keylog.persons.get(statement.person);
	if (owner === undefined || owner.isRevoked) return refuse('unknown-person');
	if (isFounding(judged)) return owner.role === 'administrator' ? withDevice(judged) : refuse('wrong-signer');
	const isOwn = signer.by === 'device' && signer.device.person === statement.person;
	return isOwn ? withDevice(judged) : refuse('wrong-signer');
};

function withDevicesRevoked(keylog: Keylog, isMeant: (device: string, owner: string) => boolean): Keylog {
	const revokedAt = keylog.positions.size;
	const devices = [...keylog.devices].map(([id, known]) =>
		known.revokedAt === null && isMeant(id, known.person)
			? ([id, { ...known, revokedAt }] as const)
			: ([id, known] as const)
	);
	return { ...keylog, devices: new Map(devices) };
}

function withPersonRevoked(keylog: Keylog, id: string): Keylog {
	const known = keylog.persons.get(id);
	if (known === undefined) return keylog;
	const invites = [...keylog.invites].map(([key, one]) => {
		const isMeant = one.person === id && one.state === 'open';
		return [key, isMeant ? { ...one, state: 'revoked' as const } : one] as const;
	});
	const persons = withItem(keylog.persons, id, { ...known, isRevoked: true });
	const without = withDevicesRevoked(keylog, (_device, owner) => owner === id);
	return { ...without, persons, invites: new Map(invites) };
}

function withoutInvite(keylog: Keylog, publicKey: string): Ruling {
	const known = keylog.invites.get(publicKey);
	if (known === undefined) return refuse('unknown-invite');
	if (known.state === 'used') return refuse('invite-used');
	const invites = withItem(keylog.invites, publicKey, { ...known, state: 'revoked' as const });
	return accept({ ...keylog, invites });
}

export const revokeRule: Rule<RevokeStatement> = (judged) => {
	const { keylog, statement } = judged;
	if (!isAdministratorSigner(judged)) return refuse('wrong-signer');
	if (statement.invite !== null) return withoutInvite(keylog, statement.invite);
	if (statement.person !== null) {
		if (!keylog.persons.has(statement.person)) return refuse('unknown-person');
		return keepingAdministrator(keylog, withPersonRevoked(keylog, statement.person));
	}
	if (keylog.devices.get(statement.device ?? '')?.revokedAt !== null) return refuse('unknown-device');
	const without = withDevicesRevoked(keylog, (id) => id === statement.device);
	return keepingAdministrator(keylog, without);
};

export const policyRule: Rule<PolicyStatement> = (judged) => {
	const { keylog, statement } = judged;
	return mayAdminister(judged) ? accept({ ...keylog, policy: statement.settings }) : refuse('wrong-signer');
};
