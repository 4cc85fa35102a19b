/** An open record as it can leave the app. The page asks, the vault gives what proves it. */
import { AppError } from '../errors.ts';
import { makeBundle, bundleText } from '../record/export/make-bundle.ts';
import { exportDocument } from '../record/export/document.ts';
import { laterLine } from '../record/export/later.ts';
import { footLine } from '../record/export/stamp.ts';
import type { ExportDocument, ExportInput, LaterLine } from '../record/export/types.ts';
import type { SignedPart } from '../record/export/bundle-types.ts';
import type { DecisionRecord } from '../record/types.ts';
import { fromBase64Url } from '../trust/bytes.ts';
import type { Proof, ProofProblem } from '../vault/proof.ts';
import type { Drawer } from './drawer.svelte.ts';
import type { RecordDesk } from './record-desk.svelte.ts';

/** A record made ready to leave; nothing has left yet. */
export interface ReadyExport {
	readonly document: ExportDocument;
	/** One line for the foot of every sheet. */
	readonly foot: string;
	readonly json: () => string;
	/** Why a final record goes without its proof; undefined when all is well, and for a draft. */
	readonly problem: ProofProblem | undefined;
	readonly mayMakeFiles: boolean;
}

/** Makes a record ready to leave. @param madeAt ISO 8601: the moment that every copy names as its own */
export async function readyExport(desk: RecordDesk, drawer: Drawer, madeAt: string): Promise<ReadyExport> {
	const { vault } = drawer;
	const isDraft = desk.handle.life === 'draft';
	const found = isDraft || vault === undefined ? undefined : await vault.proofOf(desk.id);
	const policy = await vault?.exportPolicy();
	const proof = found?.ok === true ? found.value : undefined;
	const input = inputOf(desk, proof, madeAt);
	return {
		document: exportDocument(desk.pack, input),
		foot: footLine(input),
		json: () => jsonOf(desk, input, proof),
		problem: found?.ok === false ? found.reason : undefined,
		mayMakeFiles: policy?.mayMakeFiles ?? true
	};
}

function inputOf(desk: RecordDesk, proof: Proof | undefined, madeAt: string): ExportInput {
	const { id, record, result } = desk;
	const common = { id, result, life: desk.handle.life, madeAt };
	if (proof === undefined) return { ...common, record, after: [] };
	const { final, additions } = proof.proof;
	const { version, person, device, receipts } = proof;
	const receivedAt = receipts[final.id];
	const lockedAt = new Date(proof.lockedAt).toISOString();
	return {
		...common,
		// What was signed, not what the working copy says: the two are the same unless something is wrong.
		record: final.content as unknown as DecisionRecord,
		after: additions.map((part) => lineOf(part, receipts[part.id])),
		signed: { entry: final.id, version, lockedAt, person, device },
		...(receivedAt === undefined ? {} : { receivedAt: new Date(receivedAt).toISOString() })
	};
}

function lineOf({ content, h }: SignedPart, receivedAt: number | undefined): LaterLine {
	const { clientAt, author } = headerOf(h);
	const received = receivedAt === undefined ? {} : { receivedAt: new Date(receivedAt).toISOString() };
	return laterLine({ content, clientAt, author, ...received });
}

/** The signed header of an entry that this device has verified. */
function headerOf(h: string): { readonly clientAt: number; readonly author: string | null } {
	const bytes = fromBase64Url(h) ?? new Uint8Array();
	return JSON.parse(new TextDecoder().decode(bytes)) as { clientAt: number; author: string | null };
}

function jsonOf(desk: RecordDesk, input: ExportInput, proof: Proof | undefined): string {
	if (input.life !== 'draft' && proof === undefined) throw new AppError('export-without-proof');
	const { signed, receivedAt, ...rest } = input;
	// Receipts are not signed, so the lines that a reader can make again come without them.
	const after = input.after.map(({ receivedAt: _receivedAt, ...line }) => line);
	const ofFinal = proof && signed ? { signed: { ...signed, proof: proof.proof } } : {};
	const received = receivedAt === undefined ? {} : { receivedAt };
	return bundleText(makeBundle(desk.pack, { ...rest, ...ofFinal, ...received, after }));
}

const SHORT = 8;

/** A name that says what it is and nothing about anybody. */
export function fileName(id: string, ending: 'json' | 'age' | 'txt'): string {
	return `doorstep-record-${id.slice(0, SHORT)}.${ending}`;
}

/**
 * Text and JSON of a record in one file that any age tool opens with the passphrase.
 * @returns the file to save, and the same as text for share sheets, which take no other kind that fits
 */
export async function lockedFiles(
	id: string,
	texts: { readonly plain: string; readonly json: string },
	passphrase: string
): Promise<{ readonly file: File; readonly text: File }> {
	const [{ sealToPassphrase }, { utf8 }, { asText }] = await Promise.all([
		import('../trust/age.ts'),
		import('../trust/bytes.ts'),
		import('../trust/age-text.ts')
	]);
	const sealed = await sealToPassphrase(utf8(lockedText(texts)), passphrase);
	return {
		file: new File([sealed], fileName(id, 'age'), { type: 'application/octet-stream' }),
		text: new File([asText(sealed)], fileName(id, 'txt'), { type: 'text/plain' })
	};
}

/** One text file: an age file holds one stream, and every system can open text. The JSON begins after its mark. */
export function lockedText({ plain, json }: { readonly plain: string; readonly json: string }): string {
	return `${plain}\n${JSON_MARK}\n${json}`;
}

export const JSON_MARK =
	'----- The same as JSON, with signatures: save what follows as a .json file to check it -----';
