import type { Journey } from '../../flow/types.ts';
import type { DecisionRecord, RecordHeader } from '../types.ts';

/** One label and what is written under it; every line is safe to show as it is. */
export interface ExportRow {
	readonly label: string;
	readonly lines: readonly string[];
}

/** Rows about one receiver; `about` is empty for the whole case. */
export interface ExportGroup {
	readonly about: string;
	readonly rows: readonly ExportRow[];
}

export interface ExportSection {
	readonly id: string;
	readonly title: string;
	readonly groups: readonly ExportGroup[];
}

/** The record as it leaves the app: the one source of plain text, rich text, paper and the readable part of the JSON. */
export interface ExportDocument {
	/** Says nothing about anybody. */
	readonly title: string;
	readonly isDraft: boolean;
	/** What a reader has to know first. */
	readonly notices: readonly string[];
	readonly sections: readonly ExportSection[];
	/** About this copy. */
	readonly stamp: readonly ExportRow[];
}

/** One thing that was added to a signed record. */
export interface LaterLine {
	/** ISO 8601, as the device claims it. */
	readonly at: string;
	/** ISO 8601, by the office's server, where it is known. */
	readonly receivedAt?: string;
	/** Whose addition it is; their id where no name is known. */
	readonly by?: string;
	readonly words: string;
}

/** What the signature says of a final record. */
export interface SignedFacts {
	/** Id of the final's entry: a hash over everything that is signed. */
	readonly entry: string;
	readonly version: number;
	/** ISO 8601, as the device claims it. */
	readonly lockedAt: string;
	readonly person: string;
	readonly device: string;
}

export interface ExportInput {
	readonly id: string;
	readonly record: DecisionRecord;
	/** The record's journey on its own pack. */
	readonly result: Journey;
	readonly life: RecordHeader['life'];
	/** What was added after the final, oldest first. */
	readonly after: readonly LaterLine[];
	readonly signed?: SignedFacts;
	/** ISO 8601: when the office's server had the final, where this device knows it. */
	readonly receivedAt?: string;
	/** ISO 8601: when this copy is made. */
	readonly madeAt: string;
}
