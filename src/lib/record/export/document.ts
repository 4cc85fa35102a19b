/** A record as a document that can leave the app. Pure: the time of making comes in. */
import { answerWords, knotsOf } from '../../flow/answer-words.ts';
import type { Journey } from '../../flow/types.ts';
import type { Pack } from '../../pack/types.ts';
import { inputOf } from '../make.ts';
import { momentWords, summarise, type SummaryRow, type SummarySection } from '../summary.ts';
import type { DecisionRecord } from '../types.ts';
import { HEADINGS, headingOf } from './headings.ts';
import { visible } from './safe-text.ts';
import { stampRows } from './stamp.ts';
import type {
	ExportDocument,
	ExportGroup,
	ExportInput,
	ExportRow,
	ExportSection,
	LaterLine
} from './types.ts';

/** Changes when the same record would give other sections: a reader of an older file does not hold them against ours. */
export const LAYOUT = 1;

const TITLE = 'Decision record';
const DRAFT_NOTICE = 'DRAFT. This record is not signed and may still change.';
const COPY_NOTICE = 'This is a copy, not the live record.';
export const MISSING = 'Still missing';
const NOTHING_LATER = 'Nothing was added.';

/** What the sections are made from; the same from a device's own record and from a file that is checked. */
export type SectionInput = Pick<ExportInput, 'id' | 'record' | 'result' | 'after'>;

/** The whole document. */
export function exportDocument(pack: Pack, input: ExportInput): ExportDocument {
	const isDraft = input.life === 'draft';
	return {
		title: TITLE,
		isDraft,
		notices: isDraft ? [DRAFT_NOTICE, COPY_NOTICE] : [COPY_NOTICE],
		sections: exportSections(pack, input),
		stamp: stampRows(input).map(safeRow)
	};
}

/** What the record says, under the fixed headings. */
export function exportSections(pack: Pack, input: SectionInput): readonly ExportSection[] {
	const summary = summarise(pack, input);
	const own: Readonly<Record<string, readonly ExportGroup[]>> = {
		path: groupOf(pathRows(pack, input.record, input.result)),
		later: groupOf([...laterRows(input.after)])
	};
	return HEADINGS.flatMap(({ id, title, isAlways }) => {
		const groups = [...groupsUnder(pack, { id, summary, input }), ...(own[id] ?? [])];
		return groups.length > 0 || isAlways ? [{ id, title, groups }] : [];
	});
}

interface Under {
	readonly id: string;
	readonly summary: readonly SummarySection[];
	readonly input: SectionInput;
}

/** Rows of the summary that belong under a heading: the case's first, then receiver by receiver. */
function groupsUnder(pack: Pack, { id, summary, input }: Under): readonly ExportGroup[] {
	const partOf = new Map(
		pack.record.parts.flatMap((part) => part.fields.map((field) => [field, part.id] as const))
	);
	const order = pack.record.parts.flatMap(({ fields }) => fields);
	const place = ({ field }: SummaryRow) => order.indexOf(field);
	const isAuto = new Set(
		pack.record.fields.filter(({ auto }) => auto === true).map(({ id: field }) => field)
	);
	const groups = summary.map((section) => {
		const receiver = section.id === 'case' ? undefined : section.id.slice(2);
		const rows = section.rows
			.filter(({ field }) => !isAuto.has(field) && headingOf(field, partOf.get(field)) === id)
			.sort((one, other) => place(one) - place(other))
			.map(rowOf);
		const first = id === 'decision' ? outcomeRows(pack, input.result, receiver) : [];
		return { about: aboutOf(input.record, receiver), rows: [...first, ...rows].map(safeRow) };
	});
	return joined(groups).filter(({ rows }) => rows.length > 0);
}

function aboutOf({ receivers }: DecisionRecord, receiver: string | undefined): string {
	return visible(receivers.find((party) => party.id === receiver)?.label ?? '');
}

/** The implied receiver stands with the case: there is nobody to name. */
function joined(groups: readonly ExportGroup[]): readonly ExportGroup[] {
	const plain = groups.filter(({ about }) => about === '').flatMap(({ rows }) => rows);
	return [{ about: '', rows: plain }, ...groups.filter(({ about }) => about !== '')];
}

function rowOf({ label, lines, isMissing }: SummaryRow): ExportRow {
	return { label, lines: isMissing ? [...lines, MISSING] : lines };
}

function safeRow({ label, lines }: ExportRow): ExportRow {
	return { label: visible(label), lines: lines.map(visible) };
}

/** What the questions came to; `undefined`: for the case as a whole. */
function outcomeRows(pack: Pack, result: Journey, receiver: string | undefined): readonly ExportRow[] {
	const wanted = receiver === '' ? undefined : receiver;
	if (receiver === '') return [];
	const lines = result.outcomes
		.filter((reached) => !reached.logged && reached.receiver === wanted)
		.map(({ id }) => pack.outcomes[id]?.title ?? id);
	return lines.length === 0 ? [] : [{ label: 'What the questions came to', lines: [...new Set(lines)] }];
}

function pathRows(pack: Pack, record: DecisionRecord, result: Journey): readonly ExportRow[] {
	const input = inputOf(record);
	const taken = knotsOf(pack, input, result.steps).map(({ number, ask, said, about }) => ({
		label: about === '' ? `${number}. ${ask}` : `${number}. ${ask} (${about})`,
		lines: [said]
	}));
	const aside = result.setAside.map((entry) => {
		const { ask, said } = answerWords(pack, input, entry);
		return { label: `Set aside: ${ask}`, lines: [said] };
	});
	return [...taken, ...aside];
}

function laterRows(after: readonly LaterLine[]): readonly ExportRow[] {
	if (after.length === 0) return [{ label: NOTHING_LATER, lines: [] }];
	return after.map(({ at, receivedAt, by, words }) => ({
		label: [
			`Added ${momentWords(at)} by this device's clock`,
			...(receivedAt === undefined ? [] : [`received ${momentWords(receivedAt)}`]),
			...(by === undefined ? [] : [`by ${by}`])
		].join(', '),
		lines: words.split('\n')
	}));
}

function groupOf(rows: readonly ExportRow[]): readonly ExportGroup[] {
	return rows.length === 0 ? [] : [{ about: '', rows: rows.map(safeRow) }];
}
