import type { EvidenceMark, Source } from '../pack/types.ts';

const MARKS: Readonly<Record<EvidenceMark, string>> = {
	V: 'We read it.',
	S: 'Check this: we have it second hand.',
	N: 'Check this: we know it but have not read it.',
	U: 'Check this: not verified.'
};

/** How far we stand behind a source, in words. */
export function evidenceWords({ evidence, partial, evidenceNote }: Source): string {
	const words = evidence === 'V' && partial ? 'We read part of it.' : MARKS[evidence];
	return evidenceNote === undefined ? words : `${words} (${evidenceNote})`;
}

const LICENCES: Readonly<Record<string, string>> = {
	OGL: 'Open Government Licence, to be confirmed page by page',
	OPL: 'Open Parliament Licence',
	copyright: 'No open licence seen: used for facts only',
	mixed: 'Several licences: used for facts only'
};

/** The licence in words. */
export function licenceWords({ licence }: Source): string {
	return LICENCES[licence] ?? licence;
}
