import type { Pack } from '../../src/lib/pack/types.ts';
import { journeyOf } from '../../src/lib/record/make.ts';
import type { DecisionRecord } from '../../src/lib/record/types.ts';
import type { Expectation, Vignette } from '../../tools/vignette.ts';
import { fieldIdOf, type ShownField, type Written } from './walks-fill.ts';
import type { Walked } from './walks.ts';

type RecordExpected = NonNullable<Expectation['record']>[number];

/** Compares the fields that the pages of the record asked for with what a case expects. Empty: it passes. */
export function judgeFields(
	pack: Pack,
	vignette: Vignette,
	{ fields }: Pick<Walked, 'fields'>
): readonly string[] {
	return (vignette.expect.record ?? []).flatMap((one) => fieldProblems(pack, { vignette, one, fields }));
}

function fieldProblems(
	pack: Pack,
	{ vignette, one, fields }: { vignette: Vignette; one: RecordExpected; fields: readonly ShownField[] }
): readonly string[] {
	const about = vignette.setting.receivers?.[one.receiver ?? ''] ?? '';
	const inForm = (id: string) => {
		const field = pack.record.fields.find((candidate) => candidate.id === id);
		return field !== undefined && field.stage !== 'handover' && field.auto !== true;
	};
	const shown = (id: string) =>
		fields.find(
			(field) => fieldIdOf(field) === id && (field.path.startsWith('case/') || field.about === about)
		);
	const say = (id: string, trouble: string) => `${one.receiver ?? 'case'}: ${id} ${trouble}`;
	return [
		...(one.required ?? [])
			.filter((id) => inForm(id) && shown(id)?.isRequired !== true)
			.map((id) => say(id, 'is not required')),
		...(one.notRequired ?? []).filter((id) => shown(id)?.isRequired).map((id) => say(id, 'is required')),
		...(one.notShown ?? []).filter((id) => shown(id) !== undefined).map((id) => say(id, 'is shown'))
	];
}

const PROTECTED = 'identityProtection';

/** Whether the copy says every word that was written, and first of all who must not be traced. Empty: it does. */
export function judgeCopy({ copy, written }: Pick<Walked, 'copy' | 'written'>): readonly string[] {
	const said = copy.replace(/\s+/g, ' ');
	const own = written.filter(({ isOwn }) => isOwn);
	const places = own.map(({ path, words }) => ({ path, at: said.indexOf(words) }));
	const first = places.find(({ path }) => path.endsWith(PROTECTED));
	return [
		...(own.length === 0 ? ['nothing was written'] : []),
		...places.filter(({ at }) => at === -1).map(({ path }) => `${path} is not in the copy`),
		...places
			.filter(({ path, at }) => first !== undefined && at < first.at && !path.endsWith(PROTECTED))
			.map(({ path }) => `${path} stands before who must not be traced`)
	];
}

/** Compares a signed final, replayed on the pack, with the kinds and the words that a case expects. Empty: it passes. */
export function judgeFinal(
	pack: Pack,
	vignette: Vignette,
	final: { readonly content: DecisionRecord; readonly written: readonly Written[] }
): readonly string[] {
	const { content, written } = final;
	const { recordKinds } = journeyOf(pack, content, pack.localSettings);
	const values = JSON.stringify(content.values);
	return [
		...(vignette.expect.record ?? []).flatMap(({ receiver, kind }) => {
			const label = vignette.setting.receivers?.[receiver ?? ''];
			const id = content.receivers.find((party) => party.label === label)?.id ?? '';
			const found = recordKinds[id];
			return found === kind ? [] : [`${receiver ?? 'case'}: kind ${found ?? 'none'} in place of ${kind}`];
		}),
		...written
			.filter(({ words, isOwn }) => isOwn && !values.includes(JSON.stringify(words)))
			.map(({ path }) => `${path} is not in the final as it was written`)
	];
}
