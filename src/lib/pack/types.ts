/**
 * The pack: everything that may be asked, shown and required, as one immutable JSON document.
 * Structure and ids follow the content files; wording is already merged in (`compile.ts`).
 */

import type {
	Condition,
	EvidenceMark,
	FlowId,
	RecordKind,
	RuleOverride,
	Shown,
	Strength
} from './base-types.ts';
import type { QuickCheck, RecordSpec } from './record-types.ts';
import type { RuleWords } from './rule-words.ts';

export type * from './base-types.ts';

export type * from './record-types.ts';

export interface Effects {
	readonly sets?: readonly string[];
	readonly log?: readonly string[];
	readonly fills?: readonly string[];
	readonly shows?: readonly Shown[];
}

export interface AnswerOption extends Effects {
	readonly id: string;
	readonly label: string;
	readonly next?: string;
	/** A tick of a `multi` that is asked once and then holds for all receivers. */
	readonly shared?: boolean;
	readonly showIf?: Condition;
	readonly sources?: readonly string[];
}

export interface NotSure extends Effects {
	readonly next: string;
	readonly label?: string;
}

export interface Branch extends Effects {
	readonly if?: Condition;
	readonly else?: true;
	readonly next: string;
}

export interface CheckItem {
	readonly id: string;
	readonly label: string;
	readonly if?: Condition;
}

export type NodeKind =
	'single' | 'multi' | 'checklist' | 'advice' | 'card' | 'form' | 'gate' | 'call' | 'loop';

export interface FlowNode extends Effects {
	readonly id: string;
	readonly ref: string;
	readonly kind: NodeKind;
	/** The question, as the page's heading. Empty on gates and calls. */
	readonly ask?: string;
	/** One or two sentences under the question. */
	readonly hint?: string;
	readonly per?: 'receiver' | 'person';
	readonly shared?: boolean;
	readonly once?: 'case';
	readonly preset?: 'recordKind';
	readonly rule?: string;
	readonly min?: number;
	readonly answers?: readonly AnswerOption[];
	readonly answersFrom?: 'organisations' | 'purposes' | 'data';
	readonly notSure?: NotSure;
	readonly branches?: readonly Branch[];
	readonly next?: string;
	readonly items?: readonly CheckItem[];
	readonly flow?: FlowId;
	readonly enter?: string;
	readonly results?: Readonly<Record<string, string>>;
	readonly over?: 'receiver' | 'person';
	readonly body?: string;
	readonly sources?: readonly string[];
}

export interface Flow {
	readonly id: FlowId;
	readonly title: string;
	/** One sentence for the Decide page. */
	readonly about?: string;
	readonly start: string;
	/** Named other ways in, for example `something-went-wrong`. */
	readonly entries?: Readonly<Record<string, string>>;
	readonly priority?: readonly string[];
	readonly nodes: readonly FlowNode[];
}

export interface Outcome {
	readonly id: string;
	readonly kind: string;
	readonly strength: Strength;
	readonly qualifier?: string;
	/** The suggestion in a few words, for the heading. */
	readonly title: string;
	readonly reason: string;
	/** What to do now, in order; plain sentences. */
	readonly todo?: readonly string[];
	readonly sources: readonly string[];
	/** Closing steps in order: node of flow `share`, flow id, or `record`. */
	readonly then: readonly string[];
	readonly recordKind: RecordKind | 'inherit';
	readonly shows?: readonly Shown[];
	readonly endsRun?: boolean;
	readonly alone?: string;
	readonly added?: boolean;
}

export interface DatedRule {
	readonly label: string;
	/** London date YYYY-MM-DD, or null: never on unless overridden. */
	readonly effectiveFrom: string | null;
	readonly evidence: EvidenceMark;
	readonly evidenceNote: string;
	readonly reviewBy: string;
	readonly sources: readonly string[];
}

export interface LocalNumbers {
	readonly childrensSocialCare: string | null;
	readonly outOfHours: string | null;
	readonly policeNonEmergency: string | null;
	readonly safeguardingLead: string | null;
}

export interface LocalSettings {
	readonly ruleOverrides: Readonly<Record<string, RuleOverride>>;
	readonly numbers: LocalNumbers;
	readonly followUpHours: number;
	readonly handOverHours: number;
	readonly ageRuleOfThumb: number | null;
	readonly approvedChannels: readonly string[];
	readonly designatedAgencies: readonly string[];
	/** Address of the council's referral form, `https:` only. */
	readonly referralFormLink?: string | null;
	/** Name of the team, not of a family's person. */
	readonly outOfHoursTeam?: string | null;
	/** Name or post. */
	readonly safeguardingLead?: string | null;
}

export interface Source {
	readonly id: string;
	readonly title: string;
	readonly publisher: string;
	readonly date: string;
	readonly status: string;
	readonly url: readonly string[];
	readonly licence: string;
	readonly evidence: EvidenceMark;
	readonly partial?: boolean;
	readonly evidenceNote?: string;
}

/** Screen words for a concept id: what the reader sees where the concept is shown. */
export interface ConceptWords {
	readonly say: string;
	/** An important line stands out: danger, or a thing never to do. */
	readonly tone?: 'danger' | 'caution' | 'note';
}

export type TableRow = Readonly<Record<string, unknown>> & {
	readonly id: string;
	readonly label?: string;
	readonly sets?: readonly string[];
	readonly sources?: readonly string[];
};
export type RuleRow = TableRow & { readonly if: Condition };

export interface RuleTables {
	readonly organisations: readonly TableRow[];
	readonly purposes: readonly TableRow[];
	readonly data: readonly TableRow[];
	readonly gatewayRules: readonly RuleRow[];
	readonly basisRules: readonly RuleRow[];
	readonly dataRules: readonly RuleRow[];
	readonly cards: readonly RuleRow[];
}

export interface Pack {
	readonly format: 1;
	readonly version: string;
	/** SHA-256, base64url, of the canonical JSON of everything but this field. */
	readonly hash: string;
	readonly publishedAt: string;
	readonly nation: string;
	readonly timeZone: string;
	readonly rules: Readonly<Record<string, DatedRule>>;
	readonly localSettings: LocalSettings;
	readonly flags: Readonly<Record<string, string>>;
	readonly caseWide: readonly string[];
	readonly always: readonly AnswerOption[];
	readonly flows: Readonly<Record<FlowId, Flow>>;
	readonly outcomes: Readonly<Record<string, Outcome>>;
	readonly ruleTables: RuleTables;
	/** Absent in packs made before flow B had its card. */
	readonly ruleWords?: RuleWords;
	readonly record: RecordSpec;
	readonly quick: QuickCheck;
	readonly sources: readonly Source[];
	readonly concepts: Readonly<Record<string, ConceptWords>>;
	readonly neverShown: readonly string[];
}

/** One thing wrong with content or a pack: where, what, and what to do. */
export interface PackProblem {
	/** JSON path, for example `flows.share.nodes[3].answers[1].next`. */
	readonly path: string;
	readonly message: string;
}

/** Where a released pack lies: `/packs/<version>.json`. */
export interface PackStamp {
	readonly version: string;
	readonly hash: string;
}
