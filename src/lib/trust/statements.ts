import { isHybridRecipient } from './age.ts';
import { fromBase64Url } from './bytes.ts';
import { parseMembers } from './canonical.ts';
import { isSmallOrder } from './dsse.ts';
import { isId } from './ids.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** Secret of one epoch as an age file to member devices, base64url; plaintext: `space-secret.ts`. */
export interface SealedSecret {
	readonly epoch: number;
	readonly file: string;
}

/** The organisation's root key, which signed this very statement: the first of every keylog. */
export interface RootStatement {
	readonly type: 'root';
	readonly publicKey: string;
}

/** A person, by id alone: names stay in sealed records. A second one changes the review spaces. */
export interface PersonStatement {
	readonly type: 'person';
	readonly person: string;
	/** Spaces to which this person's finals are granted. */
	readonly reviewSpaces: readonly string[];
}

/** `administrator` is the one role that the keylog itself acts on. */
export interface RoleStatement {
	readonly type: 'role';
	readonly person: string;
	readonly role: string;
}

/** A promise that whoever holds the secret of `publicKey` may bring one first device for the person. */
export interface InviteStatement {
	readonly type: 'invite';
	readonly publicKey: string;
	readonly person: string;
	readonly role: string;
	/** ms. */
	readonly expires: number;
}

/** A device of a person with its public keys. */
export interface DeviceStatement {
	readonly type: 'device';
	readonly device: string;
	readonly person: string;
	readonly signKey: string;
	readonly recipient: string;
	/** Public key of the invite it comes by; null when the root or another device of the person vouches. */
	readonly invite: string | null;
	/** The invite key's signature over `proofPayload`; null without invite. */
	readonly proof: string | null;
}

export interface SpaceStatement {
	readonly type: 'space';
	readonly space: string;
	readonly purpose: 'personal' | 'review' | 'recovery';
	/** Whose personal space; null for the others. */
	readonly person: string | null;
}

/** A new key pair of a space; the next number. */
export interface EpochStatement {
	readonly type: 'epoch';
	readonly space: string;
	readonly epoch: number;
	readonly recipient: string;
	/** The new secret for the devices that are members already. */
	readonly files: readonly SealedSecret[];
}

/** A device becomes a member; carries every epoch's secret that it may open. */
export interface MemberStatement {
	readonly type: 'member';
	readonly space: string;
	readonly device: string;
	readonly files: readonly SealedSecret[];
}

/** Ends a device, a person with all devices and open invites, or an invite: one of the three. */
export interface RevokeStatement {
	readonly type: 'revoke';
	readonly device: string | null;
	readonly person: string | null;
	readonly invite: string | null;
}

/** Settings that no server may choose, such as floors of the key derivation. The newest statement holds. */
export interface PolicyStatement {
	readonly type: 'policy';
	readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/** What a `key` entry says. */
export type Statement =
	| RootStatement
	| PersonStatement
	| RoleStatement
	| InviteStatement
	| DeviceStatement
	| SpaceStatement
	| EpochStatement
	| MemberStatement
	| RevokeStatement
	| PolicyStatement;

/** Why a body is not a statement. `unknown-statement`: from a newer app, so the keylog cannot be followed further. */
export type StatementProblem = 'bad-statement' | 'unknown-statement';

type Check = (value: unknown) => boolean;
type Shape<S> = Readonly<Record<Exclude<keyof S, 'type'>, Check>>;
type Shapes = { readonly [T in Statement['type']]: Shape<Extract<Statement, { type: T }>> };

const isText =
	(length: number): Check =>
	(value) =>
		typeof value === 'string' && fromBase64Url(value)?.length === length;
/** An Ed25519 public key that can prove something. */
const isKey: Check = (value) =>
	isText(32)(value) && !isSmallOrder(fromBase64Url(String(value)) ?? new Uint8Array());
const isSignature = isText(64);
const orNull =
	(check: Check): Check =>
	(value) =>
		value === null || check(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 1;
const isRole: Check = (value) => typeof value === 'string' && /^[a-z][a-z-]{1,31}$/.test(value);
const isIdList: Check = (value) =>
	Array.isArray(value) && value.every(isId) && new Set(value).size === value.length;

function isSealedSecret(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { epoch, file } = value as Record<string, unknown>;
	return isCount(epoch) && typeof file === 'string' && (fromBase64Url(file)?.length ?? 0) > 0;
}

const isFiles: Check = (value) => Array.isArray(value) && value.every(isSealedSecret);

function isSettings(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.values(value).every((item) => ['string', 'number', 'boolean'].includes(typeof item));
}

const SHAPES: Shapes = {
	root: { publicKey: isKey },
	person: { person: isId, reviewSpaces: isIdList },
	role: { person: isId, role: isRole },
	invite: { publicKey: isKey, person: isId, role: isRole, expires: isCount },
	device: {
		device: isId,
		person: isId,
		signKey: isKey,
		recipient: isHybridRecipient,
		invite: orNull(isKey),
		proof: orNull(isSignature)
	},
	space: {
		space: isId,
		purpose: (value) => value === 'personal' || value === 'review' || value === 'recovery',
		person: orNull(isId)
	},
	epoch: { space: isId, epoch: isCount, recipient: isHybridRecipient, files: isFiles },
	member: { space: isId, device: isId, files: isFiles },
	revoke: { device: orNull(isId), person: orNull(isId), invite: orNull(isKey) },
	policy: { settings: isSettings }
};

const TOGETHER: Readonly<
	Partial<Record<Statement['type'], (said: Readonly<Record<string, unknown>>) => boolean>>
> = {
	device: ({ invite, proof }) => (invite === null) === (proof === null),
	space: ({ purpose, person }) => (purpose === 'personal') === (person !== null),
	revoke: (said) => ['device', 'person', 'invite'].filter((field) => said[field] !== null).length === 1
};

/** Reads the body of a `key` entry. Fields that a later version adds are ignored, unknown types refused. */
export function readStatement(body: Uint8Array): Outcome<Statement, StatementProblem> {
	const said = parseMembers(body, { maxBytes: 512 * 1024, maxDepth: 8 });
	if (said === undefined) return refuse('bad-statement');
	const type = said['type'];
	if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return refuse('unknown-statement');
	// Object.hasOwn has just said that it is a key of SHAPES.
	const known = type as Statement['type'];
	const bad = Object.entries<Check>(SHAPES[known]).find(([field, check]) => !check(said[field]));
	if (bad !== undefined) return refuse('bad-statement', bad[0]);
	if (TOGETHER[known]?.(said) === false) return refuse('bad-statement', known);
	// Every field was checked just now.
	return accept(said as unknown as Statement);
}
