/** A drawer's root key as an age file: to the organisation's recovery, or from there back to a device. */
import { openWith, sealTo, type AgeProblem } from './age.ts';
import { fromBase64Url, sha256, toBase64Url, utf8, type Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** Where a sealed root key belongs; repeated in the plaintext, because age binds a file to nothing. */
export interface RootPlace {
	readonly use: 'recovery' | 'answer';
	readonly tenant: string;
	readonly profile: string;
	readonly device: string;
	/** Of the root key, from `rootCommit`. */
	readonly commit: string;
	/** `recovery`: space and epoch. `answer`: id of the request. */
	readonly at: string;
}

/** `disagrees`: sealed for another place. `wrong-commit`: another root key than the drawer said it has. */
export type RootProblem = AgeProblem | 'disagrees' | 'wrong-commit';

const ROOT_BYTES = 32;
const FIELDS = ['use', 'tenant', 'profile', 'device', 'commit', 'at'] as const;

/**
 * Names a root key without showing it: SHA-256(`doorstep-root` | profile | device | root key), base64url. Nobody can
 * guess 32 random bytes from it.
 * @param rootKey 32 bytes
 */
export async function rootCommit(
	rootKey: Uint8Array,
	{ profile, device }: { readonly profile: string; readonly device: string }
): Promise<string> {
	return toBase64Url(await sha256(utf8('doorstep-root'), utf8(profile), utf8(device), rootKey));
}

/** Seals a root key to one hybrid recipient. @returns base64url of the age file */
export async function sealRoot(rootKey: Uint8Array, recipient: string, place: RootPlace): Promise<string> {
	const plaintext = canonicalBytes({ v: 1, ...place, rootKey: toBase64Url(rootKey) });
	const file = await sealTo(plaintext, [recipient]);
	plaintext.fill(0);
	return toBase64Url(file);
}

/**
 * Opens what `sealRoot` made for the same place.
 * @param sealed base64url
 * @returns 32 bytes; whoever takes them wipes them
 */
export async function openRoot(
	sealed: string,
	identity: string,
	place: RootPlace
): Promise<Outcome<Bytes, RootProblem>> {
	const file = fromBase64Url(sealed);
	if (file === undefined) return refuse('not-age');
	const opened = await openWith(file, [identity]);
	if (!opened.ok) return opened;
	const said = parseMembers(opened.value, { maxBytes: 4096, maxDepth: 1 });
	opened.value.fill(0);
	if (said?.['v'] !== 1 || FIELDS.some((field) => said[field] !== place[field])) return refuse('disagrees');
	const rootKey = typeof said['rootKey'] === 'string' ? fromBase64Url(said['rootKey']) : undefined;
	if (rootKey?.length !== ROOT_BYTES) return refuse('disagrees');
	return (await rootCommit(rootKey, place)) === place.commit ? accept(rootKey) : refuse('wrong-commit');
}
