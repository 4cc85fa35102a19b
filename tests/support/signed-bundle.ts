import { makeBundle } from '#lib/record/export/make-bundle.ts';
import { laterLine } from '#lib/record/export/later.ts';
import type { RecordBundle, SignedPart } from '#lib/record/export/bundle-types.ts';
import { makeRecord } from '#lib/record/make.ts';
import { withSealedPath } from '#lib/record/replay-check.ts';
import { withValue } from '#lib/record/paths.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import type { Pack } from '#lib/pack/types.ts';
import { makePart } from '#lib/trust/bundle-part.ts';
import { randomBytes, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { positionAfter, toWire, type Entry, type Signing } from '#lib/trust/entry.ts';
import { recordId } from '#lib/trust/ids.ts';
import { makeRevision, openRevision, type RevisionDraft } from '#lib/trust/revision.ts';
import { openOffice, type Office } from '../unit/trust/office.ts';
import { scenario } from './scenario.ts';

export const MADE_AT = '2026-11-30T12:00:00.000Z';

/** A decided record with words in it that can be looked for; made up. */
export function decidedRecord(pack: Pack): DecisionRecord {
	const { input } = scenario(pack, 'share')
		.answer('what-brings-you', 'may-be-danger')
		.answer('immediate-danger', 'yes')
		.answer('emergency-card', 'seen');
	const now = '2026-11-16T15:00:00Z';
	const made = makeRecord({ pack, input, now, settings: pack.localSettings, timeZone: 'Europe/London' });
	const values: readonly (readonly [string, string])[] = [
		['case/practitionerName', 'R. Example'],
		['case/practitionerRole', 'Health visitor'],
		['case/concernSummary', 'Shouting behind the door.\nA child was crying.'],
		['case/statements/1-aaaaaa/text', 'Bruises on both arms'],
		['case/statements/1-aaaaaa/kind', 'fact'],
		['r:/informationShared/1-aaaaaa', 'What was heard at the door'],
		['r:/informationWithheld/1-aaaaaa', 'The aunt’s illness'],
		['r:/identityProtection', 'The neighbour who called stays unnamed'],
		['r:/reason', 'She was not safe tonight']
	];
	return values.reduce((record, [path, value]) => withValue(record, path, value), made);
}

interface Writing {
	by: Signing;
	readonly key: Bytes;
	readonly draft: Omit<RevisionDraft, 'kind' | 'parents' | 'content' | 'version'>;
}

/** Signs one entry with its content. @returns the entry, and its part of the file */
async function signedPart(
	writing: Writing,
	own: Pick<RevisionDraft, 'kind' | 'parents' | 'content' | 'version'>
): Promise<{ readonly entry: Entry; readonly part: SignedPart }> {
	const made = await makeRevision(writing.by, { ...writing.draft, ...own });
	if (!made.ok) throw new TypeError(made.reason);
	writing.by = { signer: writing.by.signer, position: positionAfter(writing.by.position, made.value) };
	const opened = await openRevision(made.value, writing.key);
	if (!opened.ok) throw new TypeError(opened.reason);
	return { entry: made.value, part: await makePart(made.value, opened.value) };
}

export interface SignedBundle {
	readonly bundle: RecordBundle;
	readonly office: Office;
	readonly record: DecisionRecord;
	/** Another record of the same person, signed as well. */
	readonly other: () => Promise<RecordBundle>;
}

/** A signed record with two additions, exported; in an organisation of its own. */
export async function signedBundle(
	pack: Pack,
	given?: Office,
	change = (record: DecisionRecord): DecisionRecord => record
): Promise<SignedBundle> {
	const office = given ?? (await openOffice());
	const record = withSealedPath(pack, change(decidedRecord(pack)), pack.localSettings);
	const salt = randomBytes(16);
	const id = await recordId(office.worker.by.signer.person, salt);
	const key = randomBytes(32);
	const common = { record: id, salt: toBase64Url(salt), keyNumber: 2, key, schema: 1 };
	const writing: Writing = {
		by: office.worker.by,
		key,
		draft: { ...common, supersedes: null, purgeAfter: null }
	};
	const before = await signedPart(writing, { kind: 'draft', parents: [], version: null, content: record });
	const final = await signedPart(writing, {
		kind: 'final',
		parents: [{ id: before.entry.id, n: 1 }],
		version: 1,
		content: record
	});
	const additions: { readonly entry: Entry; readonly part: SignedPart }[] = [];
	for (const content of [
		{ sort: 'words', text: 'The school rang back', why: 'It came later' },
		{ sort: 'event', kind: 'exported', facts: { form: 'json' } }
	]) {
		const parents = [final, ...additions.slice(-1)].map(({ entry }) => ({
			id: entry.id,
			n: entry.header.n ?? 0
		}));
		const about = { schema: 1, final: final.entry.id, at: MADE_AT, by: 'R. Example' };
		additions.push(
			await signedPart(writing, { kind: 'addendum', parents, version: 1, content: { ...about, ...content } })
		);
	}
	const { fingerprint } = office.organisation;
	const keylog = office.entries.map(toWire).map(({ h, s, c }) => ({ h, s, c: c ?? '' }));
	const proof = {
		fingerprint,
		salt: toBase64Url(salt),
		final: final.part,
		additions: additions.map(({ part }) => part),
		keylog
	};
	const after = additions.map(({ entry, part }) => laterLine({ content: part.content, ...timesOf(entry) }));
	const lockedAt = new Date(final.entry.header.clientAt).toISOString();
	const signed = { proof, version: 1, lockedAt };
	const bundle = makeBundle(pack, { id, record, life: 'final', after, signed, madeAt: MADE_AT });
	return { bundle, office, record, other: async () => (await signedBundle(pack, office)).bundle };
}

const timesOf = ({ header: { clientAt, author } }: Entry) => ({ clientAt, author });

/** An unsigned one. */
export function draftBundle(pack: Pack): RecordBundle {
	const record = decidedRecord(pack);
	return makeBundle(pack, { id: 'a'.repeat(26), record, life: 'draft', after: [], madeAt: MADE_AT });
}
