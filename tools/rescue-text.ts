/** An opened rescue file as text and as JSON. */
import type { RescuedText } from '../src/lib/trust/rescue.ts';
import type { OpenedRescue, OpenRescueProblem } from './open-rescue.ts';
import { RECOVER_WORDS, valueLines } from './record-text.ts';

const FILE_WORDS = {
	'mixed-recipients': 'This is no rescue file of Doorstep: it is open to keys of another kind.',
	'not-hybrid': 'This is no rescue file of Doorstep: it is sealed in another way.',
	'no-key':
		'The kit does not open this rescue file: it was made before its device joined, or for another organisation.',
	'not-a-rescue': 'This file opens, but it is no rescue file.'
} as const;

/** What each refusal means, for the person at the terminal. */
export const RESCUE_WORDS: Readonly<Record<OpenRescueProblem, string>> = {
	...RECOVER_WORDS,
	...FILE_WORDS,
	'not-age': 'The kit or the rescue file is no age file, or was cut off.',
	damaged: 'The kit or the rescue file is damaged.',
	'newer-format': 'The kit or the rescue file was made by a newer version of Doorstep.'
};

/** A text in the file, parsed; its own words where it does not parse. */
function contentOf({ content }: RescuedText): unknown {
	try {
		return JSON.parse(content);
	} catch {
		return content;
	}
}

function textLines(text: RescuedText): readonly string[] {
	const { record, title, life, savedAt, isUnsaved } = text;
	const where = isUnsaved ? 'was not even on the device’s disk' : 'was saved on the device';
	return [
		`Record ${record}`,
		`${title} (${life}); ${where}, device says ${savedAt}`,
		...valueLines(contentOf(text), ''),
		''
	];
}

function sealedLines({ records }: OpenedRescue): readonly string[] {
	return [...records].flatMap(([record, entries]) => [
		`Sealed entries of record ${record}:`,
		...entries.flatMap(({ checked, opened }) => {
			const { kind, n, clientAt } = checked.entry.header;
			const head = `${kind}  n ${n ?? '-'}  device says ${new Date(clientAt).toISOString()}`;
			const lines = opened.ok ? valueLines(opened.value.content, '') : [`does not open: ${opened.reason}`];
			return [head, ...lines.map((line) => `  ${line}`)];
		}),
		''
	]);
}

/** Everything in the file, to read. */
export function rescueText(opened: OpenedRescue): string {
	const { contents, faults } = opened;
	return [
		`Rescue file of device ${contents.device}, made ${new Date(contents.madeAt).toISOString()} by its clock`,
		contents.isWhole
			? 'Made with the drawer open: it holds every unsent text.'
			: 'Made while locked: sealed entries only.',
		`${contents.texts.length} texts, ${contents.entries.length} sealed entries, ${faults.length} faults.`,
		'',
		...contents.texts.flatMap(textLines),
		...contents.unreadable.map(
			({ record, reason }) => `Record ${record} did not open on the device: ${reason}`
		),
		...sealedLines(opened)
	].join('\n');
}

/** The same for a program to read. */
export function rescueJson({ contents, records, faults }: OpenedRescue): string {
	const { keylog: _keylog, entries: _entries, texts, ...head } = contents;
	const sealed = [...records].map(([record, entries]) => ({
		record,
		entries: entries.map(({ checked, opened }) => ({
			id: checked.entry.id,
			header: checked.entry.header,
			...(opened.ok ? opened.value : { problem: opened.reason })
		}))
	}));
	const read = texts.map((text) => ({ ...text, content: contentOf(text) }));
	return `${JSON.stringify({ ...head, texts: read, sealed, faults }, null, '\t')}\n`;
}
