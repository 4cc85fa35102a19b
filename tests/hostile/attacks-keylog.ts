/** Who is who: a server that brings devices, recipients, recovery keys and roots of its own, or keeps statements back. */
import { newIdentity } from '#lib/trust/age.ts';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { personalSpace, recoverySpace } from '#lib/trust/keylog-state.ts';
import type { DeviceStatement, SealedSecret, Statement } from '#lib/trust/statements.ts';
import { keyOf, forged, signedFields, statement, strayKey, type Wire } from '../support/hostile-forge.ts';
import type { Accomplice, Scene } from '../support/hostile-scene.ts';
import { adding, behind, nothingNew, once, type Hostile } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

async function ghost(scene: Scene, change: Partial<DeviceStatement> = {}): Promise<DeviceStatement> {
	const { recipient } = await newIdentity();
	const key = await strayKey();
	const signKey = toBase64Url(key.publicKey);
	const own = { device: newId(), person: scene.phone.person, signKey, recipient };
	return { type: 'device', ...own, invite: null, proof: null, ...change };
}

const file: SealedSecret = { epoch: 1, file: toBase64Url(randomBytes(400)) };

const spaceOf = ({ newKeylog }: Scene, { person }: Accomplice) => personalSpace(newKeylog, person)?.space ?? '';
const recoveryOf = ({ newKeylog }: Scene) => recoverySpace(newKeylog)?.space ?? '';

async function epochOf(space: string, epoch: number): Promise<Statement> {
	const { recipient } = await newIdentity();
	return { type: 'epoch', space, epoch, recipient, files: [] };
}

type Say = (scene: Scene) => Statement | Promise<Statement>;
type By = (scene: Scene) => Accomplice | 'root';

/** One statement more, signed by whom the server has on its side; `forge`: by a key of its own in their name. */
function stating(by: By, say: Say, forge = false): Hostile {
	return adding(async (scene) => [
		await statement(scene, by(scene), await say(scene), forge ? await strayKey() : undefined)
	]);
}

const stranger: By = (scene) => scene.stranger;
const administrator: By = (scene) => scene.administrator;
const root: By = () => 'root';

const WRONG = 'refused: wrong-signer';

const ghosts = of('ghost device', [
	{ name: "a device of the person's that nobody vouches for", ends: 'refused: bad-signature', hostile: stating(administrator, (scene) => ghost(scene), true) },
	{ name: 'a device that another practitioner vouches for', ends: WRONG, hostile: stating(stranger, (scene) => ghost(scene)) },
	{ name: 'a device that only an administrator vouches for', ends: WRONG, hostile: stating(administrator, (scene) => ghost(scene)) },
	{
		name: "a device that comes by an invite which was another person's",
		ends: 'refused: bad-signature',
		hostile: stating(stranger, async (scene) => ghost(scene, { invite: [...scene.newKeylog.invites.keys()][0] ?? '', proof: toBase64Url(randomBytes(64)) }), true)
	},
	{
		name: "the stranger's device as a member of the person's own space",
		ends: WRONG,
		hostile: stating(stranger, (scene) => ({ type: 'member', space: spaceOf(scene, scene.phone), device: scene.stranger.device.keys.device, files: [file] }))
	},
	{
		name: "an administrator's device as a member of the person's own space",
		ends: WRONG,
		hostile: stating(administrator, (scene) => ({ type: 'member', space: spaceOf(scene, scene.phone), device: scene.administrator.device.keys.device, files: [file] }))
	},
	{
		name: "the phone's keys swapped under its own id",
		ends: WRONG,
		hostile: stating(administrator, (scene) => ghost(scene, { device: scene.phone.device.keys.device }))
	},
	{ name: 'the stranger made an administrator by themselves', ends: WRONG, hostile: stating(stranger, (scene) => ({ type: 'role', person: scene.stranger.person, role: 'administrator' })) },
	{ name: 'the phone revoked by a stranger', ends: WRONG, hostile: stating(stranger, (scene) => ({ type: 'revoke', device: scene.phone.device.keys.device, person: null, invite: null })) }
]);

const recipients = of('ghost recipient', [
	{ name: "a new epoch of the person's own space, sealed to the attacker", ends: WRONG, hostile: stating(stranger, (scene) => epochOf(spaceOf(scene, scene.phone), 2)) },
	{ name: 'the same from an administrator', ends: WRONG, hostile: stating(administrator, (scene) => epochOf(spaceOf(scene, scene.phone), 2)) },
	{ name: 'a second own space of the person, made by a stranger', ends: WRONG, hostile: stating(stranger, (scene) => ({ type: 'space', space: newId(), purpose: 'personal', person: scene.phone.person })) },
	{ name: 'a review space made by a stranger', ends: WRONG, hostile: stating(stranger, () => ({ type: 'space', space: newId(), purpose: 'review', person: null })) },
	{ name: "the stranger's space named as one that reviews this person", ends: WRONG, hostile: stating(stranger, (scene) => ({ type: 'person', person: scene.phone.person, reviewSpaces: [spaceOf(scene, scene.stranger)] })) },
	{ name: 'the same from an administrator: it is no review space', ends: 'refused: unknown-space', hostile: stating(administrator, (scene) => ({ type: 'person', person: scene.phone.person, reviewSpaces: [spaceOf(scene, scene.stranger)] })) }
]);

const recovery = of('recovery-key swap', [
	{ name: 'a new epoch of recovery from an administrator', ends: WRONG, hostile: stating(administrator, (scene) => epochOf(recoveryOf(scene), 2)) },
	{ name: 'a new epoch of recovery under another root key', ends: 'refused: bad-signature', hostile: stating(root, (scene) => epochOf(recoveryOf(scene), 2)) },
	{ name: 'a second recovery space from an administrator', ends: WRONG, hostile: stating(administrator, () => ({ type: 'space', space: newId(), purpose: 'recovery', person: null })) },
	{ name: 'a member of the recovery space', ends: WRONG, hostile: stating(administrator, (scene) => ({ type: 'member', space: recoveryOf(scene), device: scene.administrator.device.keys.device, files: [file] })) }
]);

const roots = of('root swap', [
	{
		name: 'a second root statement on top of the keylog',
		ends: 'refused: bad-signature',
		hostile: stating(root, async () => ({ type: 'root', publicKey: toBase64Url((await strayKey()).publicKey) }))
	},
	{
		name: "another office's root in the place of the first entry",
		ends: 'refused: foreign-tenant',
		hostile: adding((scene) => Promise.resolve(scene.otherLog.slice(0, 1)))
	}
]);

const settings = { argon2MiB: 1, argon2Passes: 1 };
const downgrades = of('downgrade', [
	{ name: 'a policy with a lower floor of the key derivation, from a stranger', ends: WRONG, hostile: stating(stranger, () => ({ type: 'policy', settings })) },
	{ name: 'the same in the name of an administrator', ends: 'refused: bad-signature', hostile: stating(administrator, () => ({ type: 'policy', settings }), true) },
	{
		name: 'a statement of a form that is not known yet',
		ends: 'refused: unknown-statement',
		hostile: stating(administrator, () => ({ type: 'trust-the-server', settings }) as unknown as Statement)
	}
]);

/** Statements in the log that the tablet does not have, in order. */
function fresh({ log, keylog }: Scene): readonly Wire[] {
	return log.filter(({ id, header }) => header.kind === 'key' && !keylog.positions.has(id));
}

/** A page without the entries that are to be kept back. */
const without = (isKept: (wire: Wire, scene: Scene) => boolean): Hostile =>
	once((answer, { scene }) => {
		const kept = new Set(scene.log.filter((wire) => isKept(wire, scene)).map(({ h }) => h));
		return { ...answer, pull: answer.pull.filter(({ h }) => !kept.has(h)) };
	});

const stale = of('stale keylog', [
	{ name: 'one statement kept back, and the next one shown', ends: 'refused: keylog-moved', hostile: without((wire, scene) => wire.id === fresh(scene)[0]?.id) },
	{
		name: 'all new statements kept back, and an entry made after them shown',
		ends: 'refused: device-not-standing',
		hostile: {
			sync: async ({ scene, count, request, honest }) => {
				if (count > 0) return nothingNew(request);
				const answer = await honest();
				const phones = scene.log.findLast(({ header }) => header.device === scene.phone.device.keys.device);
				if (phones === undefined) throw new TypeError('nothing of the phone');
				const header = { ...signedFields(scene, scene.phone), n: 3, parents: [phones.id] };
				const made = await forged(phones, await keyOf(scene.phone), { header });
				const hidden = new Set(fresh(scene).map(({ h }) => h));
				return behind({ ...answer, pull: answer.pull.filter(({ h }) => !hidden.has(h)) }, [made]);
			}
		}
	},
	{
		name: 'new statements in the wrong order',
		ends: 'refused: keylog-moved',
		hostile: once((answer, { scene }) => {
			const [one, two] = fresh(scene);
			const swap = new Map([[one?.h, two], [two?.h, one]]);
			return { ...answer, pull: answer.pull.map((entry) => ({ ...entry, ...pick(swap.get(entry.h)) })) };
		})
	},
	{
		name: 'the keylog from its beginning, as if nothing had happened since',
		ends: 'quiet',
		found: 'nothing to find: what is known already changes nothing',
		hostile: adding((scene) => Promise.resolve(scene.log.filter(({ header }) => header.kind === 'key').slice(0, 3)))
	},
	{
		name: 'all new statements kept back',
		ends: 'quiet',
		found: 'found by the next entry that stands on them, by another device\'s receipts, and by an honest answer',
		hostile: without((wire, scene) => fresh(scene).includes(wire))
	}
]);

function pick(wire: Wire | undefined): Partial<Wire> {
	return wire === undefined ? {} : { h: wire.h, s: wire.s, c: wire.c };
}

export const KEYLOG_ATTACKS: readonly Attack[] = [...ghosts, ...recipients, ...recovery, ...roots, ...downgrades, ...stale];
