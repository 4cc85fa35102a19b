/** What the flow pages need from the engine, in one place. Pure: clock and settings come in. */
import { giveAnswer, startJourney } from '../flow/answers.ts';
import { londonDate } from '../flow/dated-rules.ts';
import { journey } from '../flow/journey.ts';
import { SEEN } from '../flow/questions.ts';
import { rulesJourney } from '../flow/rules-card.ts';
import type { AnswerEntry, Journey, JourneyContext, JourneyInput, Step } from '../flow/types.ts';
import { rulesNamed } from '../pack/named-rules.ts';
import type { DatedRule, FlowId, LocalSettings, Pack } from '../pack/types.ts';
import type { OpenJourney } from './journey.svelte.ts';
import { settingsOver, type StoredSettings } from './local-settings.ts';

/** Flows that the open shelf offers, in the order of the Decide page. */
export const SHELF_FLOWS = [
	'share',
	'rules',
	'consent',
	'secure',
	'record'
] as const satisfies readonly FlowId[];

/** Whether a part of an address names a flow of the open shelf. */
export function isShelfFlow(id: string): id is (typeof SHELF_FLOWS)[number] {
	return (SHELF_FLOWS as readonly string[]).includes(id);
}

/** The organisation's settings with this device's own before them. */
export function settingsWith(pack: Pack, stored: StoredSettings): LocalSettings {
	return settingsOver(pack.localSettings, stored);
}

/** A journey that begins now. */
export function openJourney(
	pack: Pack,
	stored: StoredSettings,
	way: { readonly flow: FlowId; readonly entry?: string | undefined; readonly now: Date }
): OpenJourney {
	return {
		pack,
		settings: settingsWith(pack, stored),
		decidedAt: way.now.toISOString(),
		input: startJourney(way.flow, way.entry)
	};
}

/** What the engine needs beside the answers. */
export function contextOf(open: OpenJourney, now = new Date()): JourneyContext {
	const { decidedAt, settings, linkedKind } = open;
	const linked = linkedKind === undefined ? {} : { linkedRecord: linkedKind };
	return { decidedAt, today: londonDate(now.toISOString()), settings, ...linked };
}

/** The journey that some answers give. */
export function replayed(open: OpenJourney, input: JourneyInput = open.input): Journey {
	const context = contextOf(open);
	if (open.pagesOf !== undefined) return open.pagesOf(input, context);
	if (open.rulesFor === undefined) return journey(open.pack, input, context);
	return rulesJourney(open.pack, input, { context, after: open.rulesFor });
}

/** What an answer would do, before it is kept. */
export interface Change {
	readonly input: JourneyInput;
	readonly journey: Journey;
	/** Later answers that the path would no longer use. Kept, not used. */
	readonly setsAside: readonly AnswerEntry[];
}

/** Tries an answer; keeps nothing. */
export function tryAnswer(
	open: OpenJourney,
	step: Step,
	given: Pick<AnswerEntry, 'value' | 'ticks'>
): Change {
	return tryInput(open, giveAnswer(open.input, step, given));
}

/** Tries new answers or a new list of receivers; keeps nothing. */
export function tryInput(open: OpenJourney, input: JourneyInput): Change {
	const before = new Set(replayed(open).setAside.map(({ key }) => key));
	const after = replayed(open, input);
	return { input, journey: after, setsAside: setAsideAnswers(after).filter(({ key }) => !before.has(key)) };
}

/** Answers set aside. Pages that were only read are left out: there is nothing in them to lose. */
export function setAsideAnswers({ setAside }: Journey): readonly AnswerEntry[] {
	return setAside.filter(({ value }) => value !== SEEN);
}

/** A dated rule that had a part in a page. */
export interface RuleInvolved {
	readonly id: string;
	readonly rule: DatedRule;
	readonly isOn: boolean;
	readonly isOverdue: boolean;
}

/** The dated rules behind a page: those its content asks about, and those that stand on the same sources. */
export function rulesBehind(open: OpenJourney, step: Step, state: Journey): readonly RuleInvolved[] {
	const { pack } = open;
	const content =
		step.kind === 'outcome' ? step.outcome : pack.flows[step.flow].nodes.find(({ id }) => id === step.node);
	const named = rulesNamed(content);
	const today = contextOf(open).today ?? '';
	return Object.entries(pack.rules)
		.filter(([id, rule]) => named.has(id) || rule.sources.some((source) => step.sources.includes(source)))
		.map(([id, rule]) => ({
			id,
			rule,
			isOn: state.rules[id] === 'on',
			isOverdue: rule.reviewBy < today
		}));
}

/** What to call a closing step: its question, or the flow that it runs. */
export function closingWords(pack: Pack, id: string): string {
	const flow = pack.flows[id as FlowId] as { readonly title: string } | undefined; // a node id is no flow
	if (flow !== undefined) return flow.title;
	const node = pack.flows.share.nodes.find((one) => one.id === id);
	return node?.ask ?? (node?.flow === undefined ? id : pack.flows[node.flow].title);
}
