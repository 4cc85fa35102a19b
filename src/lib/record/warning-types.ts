import type { Journey } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import type { DecisionRecord, ValuePath } from './types.ts';

export type WarningCode =
	| 'in-future'
	| 'sent-before-decided'
	| 'before-concern'
	| 'review-past'
	| 'receipt-before-sent'
	| 'due-before-sent'
	| 'clock-twice'
	| 'duty-without-detriment'
	| 'nothing-shared'
	| 'condition-missing'
	| 'identity-empty'
	| 'reason-short'
	| 'reason-is-concern'
	| 'opinion-only'
	| 'basis-differs'
	| 'set-aside';

export interface Warning {
	readonly code: WarningCode;
	/** Path of the field it stands beside; undefined where it is about the answers as a whole. */
	readonly path: ValuePath | undefined;
	/** The value itself, where the field has several. */
	readonly at: ValuePath | undefined;
}

/** A record with what is needed to judge it. */
export interface Judged {
	readonly pack: Pack;
	readonly record: DecisionRecord;
	readonly result: Journey;
	/** The instant of now, ISO 8601. */
	readonly now: string;
}
