import { neededFields } from '../src/lib/record/needs.ts';
import type { Journey } from '../src/lib/flow/types.ts';
import type { Pack } from '../src/lib/pack/types.ts';
import type { PlayedVignette, Vignette } from './vignette.ts';

/** Compares what a case expects with what the engine found; an empty list means that it passes. */
export function judgeVignette(pack: Pack, vignette: Vignette, played: PlayedVignette): readonly string[] {
	const { result } = played;
	return [
		...played.problems,
		...judgeRules(vignette, result),
		...judgeOutcomes(vignette, result),
		...judgeFlags(vignette, result),
		...judgeRecord(pack, vignette, result),
		...judgeShown(vignette, result),
		...judgeVisited(vignette, result),
		...judgeCard(vignette, played)
	];
}

const list = (ids: readonly string[] | undefined) => ids ?? [];

function judgeRules({ setting }: Vignette, result: Journey): readonly string[] {
	return Object.entries(setting.rules)
		.filter(([id, state]) => result.rules[id] !== state)
		.map(([id, state]) => `rule ${id}: expected ${state}, is ${result.rules[id] ?? 'unknown'}`);
}

function judgeOutcomes({ expect }: Vignette, result: Journey): readonly string[] {
	const places = new Set([
		...Object.keys(expect.outcomes),
		...result.outcomes.map((one) => one.receiver ?? 'case')
	]);
	return [...places].flatMap((place) => {
		const wanted = list(expect.outcomes[place]).join(' ');
		const found = result.outcomes
			.filter((one) => (one.receiver ?? 'case') === place)
			.map((one) => one.id)
			.join(' ');
		return wanted === found ? [] : [`outcomes of ${place}: expected "${wanted}", found "${found}"`];
	});
}

function judgeFlags({ expect }: Vignette, result: Journey): readonly string[] {
	const flags = new Set([...result.caseFlags, ...Object.values(result.receiverFlags).flat()]);
	return [
		...list(expect.flags)
			.filter((flag) => !flags.has(flag))
			.map((flag) => `flag ${flag} is not set`),
		...list(expect.notFlags)
			.filter((flag) => flags.has(flag))
			.map((flag) => `flag ${flag} is set`)
	];
}

function judgeRecord(pack: Pack, { expect }: Vignette, result: Journey): readonly string[] {
	const needs = neededFields(pack, result);
	return (expect.record ?? []).flatMap((wanted) => {
		const receiver = wanted.receiver ?? '';
		const needOf = (id: string) =>
			needs.find((one) => one.field.id === id && (one.receiver ?? receiver) === receiver)?.need ?? 'unknown';
		const kind = result.recordKinds[receiver] ?? 'none';
		const fail = (id: string, words: string) =>
			`record of ${receiver || 'case'}: ${id} ${words} (${needOf(id)})`;
		return [
			...(kind === wanted.kind ? [] : [`record kind: expected ${wanted.kind}, is ${kind}`]),
			...list(wanted.required)
				.filter((id) => needOf(id) !== 'required')
				.map((id) => fail(id, 'must be required')),
			...list(wanted.notRequired)
				.filter((id) => needOf(id) === 'required')
				.map((id) => fail(id, 'must not be required')),
			...list(wanted.notShown)
				.filter((id) => needOf(id) !== 'not-shown')
				.map((id) => fail(id, 'must not be shown'))
		];
	});
}

function judgeShown({ expect }: Vignette, result: Journey): readonly string[] {
	const shown = new Set(result.shown);
	return [
		...(expect.mustShow ?? [])
			.filter(({ concept }) => !shown.has(concept))
			.map(({ concept }) => `concept ${concept} is not shown`),
		...(expect.mustNotShow ?? [])
			.filter(({ concept }) => shown.has(concept))
			.map(({ concept }) => `concept ${concept} is shown`)
	];
}

function judgeVisited({ expect }: Vignette, result: Journey): readonly string[] {
	return [
		...list(expect.mustVisit)
			.filter((node) => !result.visited.includes(node))
			.map((node) => `node ${node} was not visited`),
		...list(expect.mustNotVisit)
			.filter((node) => result.visited.includes(node))
			.map((node) => `node ${node} was visited`)
	];
}

/** Lists of the expected card must be contained; single values must be equal. */
function judgeCard({ rules }: Vignette, { card }: PlayedVignette): readonly string[] {
	if (rules === undefined || card === undefined) return [];
	return Object.entries(rules.expect).flatMap(([key, wanted]) => {
		const found = card[key];
		const isRight = Array.isArray(wanted)
			? wanted.every((id) => Array.isArray(found) && found.includes(id))
			: wanted === found;
		return isRight ? [] : [`card ${key}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`];
	});
}
