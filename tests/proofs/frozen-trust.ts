/** Readers of the frozen vectors of `lib/trust`. Each says, by name, what still holds. */
import { readAddendum } from '#lib/record/addendum.ts';
import { equalBytes, fromBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { checkChallenge, type Challenge } from '#lib/trust/challenge.ts';
import { isContentRoot, isCopyOf, type CopiedLeaf } from '#lib/trust/content-root.ts';
import { openDrl1, type SealPlace } from '#lib/trust/drl1.ts';
import { isSignedBy, signingKey, type PayloadType } from '#lib/trust/dsse.ts';
import { isEntrySignedBy, readWireEntry, type Entry, type WireEntry } from '#lib/trust/entry.ts';
import { openGrant } from '#lib/trust/grant.ts';
import { CHAIN_START, chainStep, entryId, fingerprint, recordId } from '#lib/trust/ids.ts';
import { inviteKey, readInvite } from '#lib/trust/invite.ts';
import { keyCommit } from '#lib/trust/key-commit.ts';
import { startKeylog } from '#lib/trust/keylog-state.ts';
import { openKit, type KitContents } from '#lib/trust/kit.ts';
import { merkleRoot } from '#lib/trust/merkle.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { openRevision } from '#lib/trust/revision.ts';
import { openSecrets, type SpaceSecret } from '#lib/trust/space-secret.ts';
import type { SealedSecret } from '#lib/trust/statements.ts';
import { verifyLog } from '#lib/trust/verify.ts';

/** What a reader found: every value must be true. */
export type Findings = Readonly<Record<string, boolean>>;

/** Bytes that a vector keeps as base64url; a text that is none gives bytes that fit nowhere. */
export const kept = (text: string): Bytes => fromBase64Url(text) ?? new Uint8Array();

/** Whether two plain values are one: compared as canonical JSON. */
export const same = (one: unknown, other: unknown): boolean =>
	equalBytes(canonicalBytes(one), canonicalBytes(other));

export async function readDrl1(
	vectors: readonly { name: string; key: string; place: SealPlace; blob: string; content: string }[]
): Promise<Findings> {
	const found: Record<string, boolean> = {};
	for (const { name, key, place, blob, content } of vectors) {
		const aes = await crypto.subtle.importKey('raw', kept(key), 'AES-GCM', false, ['decrypt']);
		const opened = await openDrl1(kept(blob), aes, place);
		found[name] = opened.ok && equalBytes(opened.bytes, kept(content));
	}
	return found;
}

async function entryOf(wire: WireEntry): Promise<Entry | undefined> {
	const read = await readWireEntry(wire);
	return read.ok ? read.value : undefined;
}

export async function readEntryVector(vector: {
	publicKey: string;
	id: string;
	key: string;
	content: object;
	entry: WireEntry;
}): Promise<Findings> {
	const entry = await entryOf(vector.entry);
	if (entry === undefined) return { entry: false };
	const opened = await openRevision(entry, kept(vector.key));
	return {
		id: entry.id === vector.id,
		signature: await isEntrySignedBy(entry, kept(vector.publicKey)),
		content: opened.ok && same(opened.value.content, vector.content)
	};
}

/** Additions to a final: words and an event. */
export async function readAddenda(vector: {
	publicKey: string;
	key: string;
	entries: readonly { id: string; content: object; entry: WireEntry }[];
}): Promise<Findings> {
	const found: Record<string, boolean> = {};
	for (const { id, content, entry } of vector.entries) {
		const read = await readEntryVector({ ...vector, id, content, entry });
		for (const [name, holds] of Object.entries(read)) found[`${id} ${name}`] = holds;
		const addition = readAddendum(content);
		found[`${id} addition`] = addition !== undefined && same(addition, content);
	}
	return found;
}

export async function readGrant(vector: {
	identity: string;
	record: string;
	keyNumber: number;
	key: string;
	entry: WireEntry;
}): Promise<Findings> {
	const entry = await entryOf(vector.entry);
	if (entry === undefined) return { entry: false };
	const opened = await openGrant(entry, [vector.identity]);
	if (!opened.ok) return { opens: false };
	const { record, keyNumber, key } = opened.value;
	return {
		place: record === vector.record && keyNumber === vector.keyNumber,
		key: equalBytes(key, kept(vector.key))
	};
}

export async function readKit(vector: {
	passphrase: string;
	contents: KitContents;
	file: string;
}): Promise<Findings> {
	const opened = await openKit(kept(vector.file), vector.passphrase);
	return { contents: opened.ok && same(opened.value, { v: 1, ...vector.contents }) };
}

export async function readLog(vector: {
	fingerprint: string;
	record: string;
	recoveryIdentity: string;
	chain: string;
	rows: readonly { seq: number; receivedAt: number; chain: string; h: string; s: string; c: string }[];
}): Promise<Findings> {
	const rows = vector.rows.map(({ seq, receivedAt, chain, h, s, c }) => ({
		seq,
		receivedAt,
		chain: kept(chain),
		h: kept(h),
		s: kept(s),
		c: kept(c)
	}));
	const checked = await verifyLog(rows, vector.fingerprint);
	const opened = await openRecord(checked.entries, vector.record, [vector.recoveryIdentity]);
	const revisions = opened.ok ? opened.value.revisions.map((one) => one.opened.ok) : [];
	return {
		'no findings': checked.findings.length === 0,
		chain: equalBytes(checked.chain, kept(vector.chain)),
		record: same(revisions, [true, true])
	};
}

export async function readContentRoot(vector: {
	document: object;
	salts: readonly string[];
	root: string;
	copy: readonly CopiedLeaf[];
}): Promise<Findings> {
	const root = kept(vector.root);
	return {
		whole: await isContentRoot(root, vector.document, vector.salts),
		redacted: await isCopyOf(root, vector.copy)
	};
}

export async function readChallenge(vector: {
	publicKey: string;
	now: number;
	expected: Challenge;
	payload: string;
	signature: string;
}): Promise<Findings> {
	const answer = { challenge: kept(vector.payload), signature: kept(vector.signature) };
	const { origin } = vector.expected;
	const at = { publicKey: kept(vector.publicKey), origin, now: vector.now };
	const checked = await checkChallenge(answer, at);
	return { challenge: checked.ok && same(checked.value, vector.expected) };
}

export async function readSpaceSecret(vector: {
	device: string;
	secret: SpaceSecret;
	recipient: string;
	sealed: SealedSecret;
}): Promise<Findings> {
	const { tenant, space, epoch } = vector.secret;
	const epochs = [{ space, epoch, recipient: vector.recipient }];
	const own = { space, purpose: 'personal', person: null, madeBy: null, addedAt: 0, members: [] } as const;
	const keylog = {
		...startKeylog(''),
		tenant,
		spaces: new Map([[space, { ...own, epochs, secrets: [vector.sealed] }]])
	};
	const { secrets, wrong } = await openSecrets(keylog, vector.device);
	return { secret: same(secrets, [vector.secret]), 'nothing wrong': wrong.length === 0 };
}

/** Everything that is a hash of something, or stretched from it. */
export async function readNames(vector: {
	seed: string;
	publicKey: string;
	fingerprint: string;
	signed: { type: PayloadType; bytes: string; signature: string };
	entry: { h: string; id: string };
	record: { author: string; salt: string; id: string };
	chain: { entryId: string; seq: number; receivedAt: number; chain: string };
	commit: { tenant: string; record: string; keyNumber: number; key: string; commit: string };
	invite: { text: string; secret: string; publicKey: string };
	merkle: { inputs: readonly string[]; root: string };
	canonical: { value: object; bytes: string };
}): Promise<Findings> {
	const { signed, record, chain, commit, invite, merkle, canonical } = vector;
	const publicKey = kept(vector.publicKey);
	const read = readInvite(invite.text);
	const payload = { type: signed.type, bytes: kept(signed.bytes) };
	return {
		'public key': equalBytes((await signingKey(kept(vector.seed))).publicKey, publicKey),
		fingerprint: (await fingerprint(publicKey)) === vector.fingerprint,
		signature: await isSignedBy(publicKey, payload, kept(signed.signature)),
		'entry id': (await entryId(kept(vector.entry.h))) === vector.entry.id,
		'record id': (await recordId(record.author, kept(record.salt))) === record.id,
		chain: equalBytes(await chainStep(CHAIN_START, chain), kept(chain.chain)),
		'key commitment': (await keyCommit({ ...commit, key: kept(commit.key) })) === commit.commit,
		invite: equalBytes(read?.secret ?? new Uint8Array(), kept(invite.secret)),
		'invite key': equalBytes((await inviteKey(kept(invite.secret))).publicKey, kept(invite.publicKey)),
		'invite fingerprint': read?.fingerprint === vector.fingerprint,
		merkle: equalBytes(await merkleRoot(merkle.inputs.map(kept)), kept(merkle.root)),
		canonical: equalBytes(canonicalBytes(canonical.value), kept(canonical.bytes))
	};
}
