import { openWith, recipientOf, sealTo, type AgeProblem } from './age.ts';
import { fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import type { Keylog, KeylogSpace } from './keylog-state.ts';
import { accept, refuse, type Outcome } from './outcome.ts';
import type { SealedSecret } from './statements.ts';

/** The secret of one epoch of a space: opens the grants to it. */
export interface SpaceSecret {
	readonly tenant: string;
	readonly space: string;
	readonly epoch: number;
	/** age hybrid identity. */
	readonly identity: string;
}

/** Why a sealed secret is not taken. `wrong-secret`: its public key is not the one in the keylog. */
export type SecretProblem = AgeProblem | 'disagrees' | 'wrong-secret';

/** Seals a space's secret to devices that may open it; rides along in the `files` of a statement. */
export async function sealSecret(secret: SpaceSecret, recipients: readonly string[]): Promise<SealedSecret> {
	const file = await sealTo(canonicalBytes({ v: 1, ...secret }), recipients);
	return { epoch: secret.epoch, file: toBase64Url(file) };
}

interface Sealed {
	readonly tenant: string;
	readonly space: KeylogSpace;
	readonly sealed: SealedSecret;
}

/** The identity in the plaintext, if everything beside it repeats where the file stands. */
function agreedIdentity(plaintext: Uint8Array, { tenant, space, sealed }: Sealed): string | undefined {
	const said = parseMembers(plaintext, { maxBytes: 4096, maxDepth: 1 });
	const expected = { v: 1, tenant, space: space.space, epoch: sealed.epoch };
	const agrees = Object.entries(expected).every(([field, value]) => said?.[field] === value);
	const identity = said?.['identity'];
	return agrees && typeof identity === 'string' ? identity : undefined;
}

/**
 * Opens one sealed secret. age does not say who sealed it, so it counts only if the recipient that follows from it
 * is the one the keylog gives for that epoch.
 */
async function openSecret(
	place: Sealed,
	deviceIdentity: string
): Promise<Outcome<SpaceSecret, SecretProblem>> {
	const { tenant, space, sealed } = place;
	const opened = await openWith(fromBase64Url(sealed.file) ?? utf8(''), [deviceIdentity]);
	if (!opened.ok) return opened;
	const identity = agreedIdentity(opened.value, place);
	if (identity === undefined) return refuse('disagrees');
	const expected = space.epochs.find(({ epoch }) => epoch === sealed.epoch)?.recipient;
	if (expected === undefined || (await recipientOf(identity)) !== expected) return refuse('wrong-secret');
	return accept({ tenant, space: space.space, epoch: sealed.epoch, identity });
}

/** What a device could open, and what it was given that does not hold. */
export interface OpenedSecrets {
	readonly secrets: readonly SpaceSecret[];
	/** Files meant for this device that are wrong: to be shown, not to be used. */
	readonly wrong: readonly {
		readonly space: string;
		readonly epoch: number;
		readonly reason: SecretProblem;
	}[];
}

/** Opens every space secret in the keylog that is sealed to this device. */
export async function openSecrets(keylog: Keylog, deviceIdentity: string): Promise<OpenedSecrets> {
	const { tenant } = keylog;
	const secrets: SpaceSecret[] = [];
	const wrong: { space: string; epoch: number; reason: SecretProblem }[] = [];
	if (tenant === null) return { secrets, wrong };
	for (const space of keylog.spaces.values()) {
		for (const sealed of space.secrets) {
			const opened = await openSecret({ tenant, space, sealed }, deviceIdentity);
			if (opened.ok) secrets.push(opened.value);
			else if (opened.reason !== 'no-key') {
				wrong.push({ space: space.space, epoch: sealed.epoch, reason: opened.reason });
			}
		}
	}
	return { secrets, wrong };
}
