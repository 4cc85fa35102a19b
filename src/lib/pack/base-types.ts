/** Words that every part of the pack uses: strengths, marks, kinds and conditions. */

export type Strength = 'must' | 'should' | 'may' | 'must-not' | 'n/a';
/** V primary text seen; S only a secondary source; N primary known, not opened; U unverified. Anything but V shows "check this". */
export type EvidenceMark = 'V' | 'S' | 'N' | 'U';
export type RecordKind =
	'shared' | 'partly' | 'notShared' | 'deferred' | 'adviceOnly' | 'requestMade' | 'emergency';
export type FlowId = 'share' | 'rules' | 'consent' | 'record' | 'secure';
export type RuleState = 'on' | 'off';
export type RuleOverride = RuleState | 'auto';

/** One key each; see content README, "Conditions". */
export type Condition =
	| { readonly else: true }
	| { readonly rule: string }
	| { readonly flag: string | readonly string[] }
	| { readonly answer: Readonly<Record<string, string | readonly string[]>> }
	| { readonly outcome: string | readonly string[] }
	| { readonly ticked: 'all' }
	| { readonly recordKind: RecordKind | readonly RecordKind[] }
	| { readonly org: Readonly<Record<string, TableCell | readonly TableCell[]>> }
	| { readonly purposeRow: Readonly<Record<string, TableCell | readonly TableCell[]>> }
	| { readonly gatewayGroup: string }
	| { readonly sch1Part2: boolean }
	| { readonly basis: string }
	| { readonly all: readonly Condition[] }
	| { readonly any: readonly Condition[] }
	| { readonly not: Condition };

export type TableCell = string | number | boolean;
/** A concept to show, always or under a condition. */
export type Shown = string | { readonly if: Condition; readonly id: string };
