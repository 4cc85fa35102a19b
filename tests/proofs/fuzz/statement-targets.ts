/** Statements of the keylog, and the invite that leads to one. */
import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, readEntry, signEntry, type EntryBytes } from '#lib/trust/entry.ts';
import { makeInvite, readInvite } from '#lib/trust/invite.ts';
import { acceptInvite } from '#lib/trust/join.ts';
import { applyKeylog } from '#lib/trust/keylog.ts';
import { follow, newDevice, signingOn, type Office } from '../../unit/trust/office.ts';
import { NOW } from '../../unit/trust/people.ts';
import { plainTarget, textOf } from './make-target.ts';
import { bodyOf } from './entry-targets.ts';
import type { Target } from './judge.ts';
import type { World } from './world.ts';

/** The next statement of a keylog, as a server or another device might bend it. */
export async function statementTargets({ office }: World): Promise<readonly Target[]> {
	const { by } = office.administrator;
	const asked = {
		fingerprint: office.organisation.fingerprint,
		role: 'practitioner',
		person: null,
		issuedAt: NOW
	};
	const [one, two] = [await makeInvite(by, asked), await makeInvite(by, asked)];
	const [entry, stranger] = [one.entries[0], two.entries[0]];
	if (!entry || !stranger) throw new TypeError('no statements');
	const take = async (change: Partial<EntryBytes>) => {
		const read = await readEntry({ ...entry, ...change });
		return read.ok ? applyKeylog(office.keylog, read.value, NOW) : read;
	};
	const field = (name: 'h' | 's' | 'c'): Target =>
		plainTarget({
			name: `statement, ${{ h: 'header', s: 'signature', c: 'body' }[name]}`,
			share: 3000,
			secrets: [],
			good: entry[name] ?? new Uint8Array(),
			others: [
				stranger[name] ?? new Uint8Array(),
				...office.entries.map((old) => old[name] ?? new Uint8Array())
			],
			isJson: name !== 's',
			open: (bytes) => take({ [name]: bytes })
		});
	return [field('h'), field('s'), field('c'), signedTarget({ office }), await inviteTarget(office)];
}

/** A statement bent by whoever may sign: some of them still say something, so only a crash counts. */
function signedTarget({ office }: Pick<World, 'office'>): Target {
	const { signer, position } = signingOn(office.keylog, office.administrator.by);
	const header = draftHeader({ signer, position }, 'key', {});
	const good = office.entries.find(({ c }) => c && textOf(c).includes('"device"'))?.c ?? new Uint8Array();
	const apply = async (bytes: Bytes) =>
		applyKeylog(office.keylog, await signEntry(header, bytes, signer.key), null);
	return {
		...plainTarget({
			name: 'statement, bent and signed',
			share: 3000,
			secrets: [],
			good,
			others: office.entries.map(bodyOf),
			isJson: true,
			open: async (bytes) => {
				await apply(bytes);
				return undefined;
			}
		}),
		good: async () => apply(canonicalBytes({ type: 'policy', settings: {} }))
	};
}

async function inviteTarget(office: Office): Promise<Target> {
	const { keylog, organisation, administrator } = office;
	const asked = { fingerprint: organisation.fingerprint, role: 'practitioner', person: null, issuedAt: NOW };
	const made = await makeInvite(signingOn(keylog, administrator.by), asked);
	const invited = await follow(keylog, made.entries);
	const keys = await newDevice();
	const good = readInvite(made.text);
	return plainTarget({
		name: 'invite, as typed',
		share: 1500,
		secrets: [],
		good: utf8(made.text),
		others: [],
		// Case, spaces and hyphens are the typist's.
		isSame: (bytes) => JSON.stringify(readInvite(textOf(bytes))) === JSON.stringify(good),
		open: (bytes) => acceptInvite(textOf(bytes), invited, { keys, clientAt: NOW })
	});
}
