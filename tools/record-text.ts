/** A recovered record as text and as JSON. */
import { readAddendum } from '../src/lib/record/addendum.ts';
import type { Recovered, RecoveredEntry, RecoverProblem } from './recover-record.ts';

/** What each refusal means, for the person at the terminal. */
export const RECOVER_WORDS: Readonly<Record<RecoverProblem, string>> = {
	'not-age': 'This file is not a kit: it is no age file, or it was cut off.',
	'not-passphrase': 'This file is not a kit: it is not sealed with a passphrase.',
	'wrong-passphrase': 'The passphrase does not open this kit.',
	damaged: 'The kit is damaged.',
	'newer-format': 'This kit was made by a newer version of Doorstep.',
	'not-a-kit': 'This file opens, but it is not a kit.',
	'wrong-fingerprint': 'The fingerprint in this kit does not belong to its root key.',
	'other-organisation':
		'This is the kit of another organisation: the data does not chain from its fingerprint.',
	'unknown-record': 'No entry in this data belongs to that record.'
};

const time = (ms: number): string => new Date(ms).toISOString();

function lineOf({ checked, opened, place }: RecoveredEntry): string {
	const { entry, seq, receivedAt, isRecovered } = checked;
	const { kind, version, n, clientAt } = entry.header;
	const what = version === null ? kind : `${kind}, version ${version}`;
	const marks = [
		place ?? '',
		isRecovered ? 'arrived after its device was revoked' : '',
		opened.ok ? '' : opened.reason
	];
	const shown = marks.filter((mark) => mark !== '').join('; ');
	return `${seq}  ${what}  n ${n ?? '-'}  received ${time(receivedAt)}, device says ${time(clientAt)}  ${shown}`;
}

/** One line a value, with its path; the words of a text stay as they were written. */
export function valueLines(value: unknown, path: string): readonly string[] {
	if (typeof value !== 'object' || value === null) return [`${path}: ${String(value)}`];
	const members = Object.entries(value);
	if (members.length === 0) return [];
	return members.flatMap(([name, inner]) => valueLines(inner, path === '' ? name : `${path} > ${name}`));
}

function currentLines(current: RecoveredEntry | undefined): readonly string[] {
	if (current === undefined) return ['No revision of this record counts yet.'];
	const { entry } = current.checked;
	const { kind, version, author, device } = entry.header;
	return [
		`${kind === 'final' ? `Final, version ${version ?? '?'}` : 'Draft, not signed off'}: entry ${entry.id}`,
		`Written by person ${author ?? '?'} on device ${device ?? '?'}`,
		'',
		...(current.opened.ok
			? valueLines(current.opened.value.content, '')
			: [`Does not open: ${current.opened.reason}`])
	];
}

/** Earlier finals of the record's line: they were signed too, and are readable beside the one that counts. */
function versionLines({ entries, current }: Recovered): readonly string[] {
	const earlier = entries.filter(
		(one) => one !== current && one.checked.entry.header.kind === 'final' && one.place === 'final'
	);
	return earlier.flatMap(({ checked, opened }) => [
		`Version ${checked.entry.header.version ?? '?'}, replaced: entry ${checked.entry.id}`,
		'',
		...(opened.ok ? valueLines(opened.value.content, '') : [`Does not open: ${opened.reason}`]),
		''
	]);
}

/** What was added after a final, each a signed entry of its own. */
function additionLines({ entries }: Recovered): readonly string[] {
	const added = entries.filter(({ checked }) => checked.entry.header.kind === 'addendum');
	if (added.length === 0) return [];
	const lines = added.flatMap(({ checked, opened }) => {
		const { seq, receivedAt, entry } = checked;
		const head = `${seq}  added to version ${entry.header.version ?? '?'}, received ${time(receivedAt)}, device says ${time(entry.header.clientAt)}`;
		if (!opened.ok) return [head, `   does not open: ${opened.reason}`];
		const { content } = opened.value;
		const known = readAddendum(content);
		const by = known === undefined || known.by === '' ? [] : [`   by: ${known.by}`];
		const rest = Object.entries(content).filter(
			([name]) => !['schema', 'sort', 'final', 'by', 'at'].includes(name)
		);
		return [head, ...by, ...valueLines(Object.fromEntries(rest), '').map((line) => `   ${line}`)];
	});
	return ['Added after it was final:', ...lines, ''];
}

/** The record to read: what was checked, the revision that counts, and what stands beside it. */
export function recordText(recovered: Recovered): string {
	const { record, kit, log, entries, current, faults } = recovered;
	return [
		`Record ${record}`,
		`Organisation ${kit.tenant}`,
		`Fingerprint ${kit.fingerprint}`,
		`Checked ${log.seq} entries of the log back to that fingerprint: ${faults.length} faults.`,
		'',
		...currentLines(current),
		'',
		...additionLines(recovered),
		...versionLines(recovered),
		'All sealed entries of this record:',
		...entries.map(lineOf),
		''
	].join('\n');
}

/** Everything, for a program to read: every revision that opened, with its salts, so that a copy can be redacted. */
export function recordJson(recovered: Recovered): string {
	const { record, kit, log, entries, current, faults } = recovered;
	const revisions = entries.map(({ checked, opened, place }) => ({
		id: checked.entry.id,
		seq: checked.seq,
		receivedAt: checked.receivedAt,
		isRecovered: checked.isRecovered,
		place,
		header: checked.entry.header,
		...(opened.ok ? opened.value : { problem: opened.reason })
	}));
	const checked = { entries: log.seq, faults, deviceGaps: log.deviceGaps };
	return `${JSON.stringify({ record, ...kit, checked, current: current?.checked.entry.id ?? null, revisions }, null, '\t')}\n`;
}
