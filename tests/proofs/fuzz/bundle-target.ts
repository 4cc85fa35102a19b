/** An exported record: whatever is done to the file, nothing that it proves may be another thing and still hold. */
import { readBundle } from '#lib/record/export/bundle.ts';
import type { RecordBundle } from '#lib/record/export/bundle-types.ts';
import { verdictOf } from '#lib/record/export/check-words.ts';
import { bundleText } from '#lib/record/export/make-bundle.ts';
import { checkBundle } from '#lib/trust/bundle.ts';
import { utf8, type Bytes } from '#lib/trust/bytes.ts';
import { contentPack } from '../../support/pack.ts';
import { signedBundle } from '../../support/signed-bundle.ts';
import type { Answer, Target } from './judge.ts';
import { plainTarget } from './make-target.ts';

/** What a check stands for: not the time at which the copy was made, nor members of other apps, nor white space. */
function proven({ state, stamp, outcomes, path, readable, draft, proof }: RecordBundle): string {
	const { record, version, pack, entry, lockedAt } = stamp;
	const said = outcomes.map(({ outcome, receiver, recordKind }) => ({ outcome, receiver, recordKind }));
	const parts = proof && [proof.final, ...proof.additions].map(partOf);
	const keylog = proof?.keylog.map(({ h, s, c }) => [h, s, c]);
	const rest = [proof?.fingerprint.replace(/[\s-]/g, '').toLowerCase(), proof?.salt];
	const ends = [record, version, pack.version, pack.hash, entry, lockedAt];
	const words = readable.sections.map(({ id, title, groups }) => [
		id,
		title,
		groups.map(({ about, rows }) => [about, rows.map(({ label, lines }) => [label, lines])])
	]);
	return JSON.stringify([state, ends, said, path, words, draft, parts, keylog, rest]);
}

function partOf({ id, h, s, content, leaves }: NonNullable<RecordBundle['proof']>['final']): unknown {
	return [id, h, s, content, leaves.map(({ path, salt, digest }) => [path, salt, digest])];
}

/** Holds for the good file and for another one that proves something else: the second is what must never be. */
export async function bundleTarget(): Promise<Target> {
	const pack = await contentPack();
	const { bundle, other } = await signedBundle(pack);
	const good = utf8(JSON.stringify(bundle));
	const meant = proven(bundle);
	const open = async (bytes: Bytes): Promise<Answer> => {
		const read = readBundle(bytes);
		if (!read.ok) return read;
		const { checks } = await checkBundle(read.bundle, ({ hash }) =>
			Promise.resolve(hash === pack.hash ? pack : undefined)
		);
		const isSame = bytes !== good && proven(read.bundle) === meant;
		return { ok: verdictOf({ checks }) === 'holds' && !isSame, ...{ checks } };
	};
	const second = await other();
	const mixed = { ...bundle, proof: bundle.proof && { ...bundle.proof, additions: second.proof?.additions } };
	return plainTarget({
		name: 'exported record',
		share: 600,
		secrets: ['She was not safe tonight', 'Bruises on both arms'],
		good,
		others: [utf8(bundleText(mixed as RecordBundle)), utf8('{"format":"doorstep-record","v":1}')],
		open
	});
}
