/** A checked record in lines for the terminal. */
import type { Pack } from '../src/lib/pack/types.ts';
import { placeInFile } from '../src/lib/record/export/place-words.ts';
import {
	checkWords,
	verdictOf,
	VERDICT_WORDS,
	type BundleCheck,
	type BundleReport
} from '../src/lib/record/export/check-words.ts';

const MARKS = { holds: 'holds  ', fails: 'FAILS  ', unknown: 'unknown' } as const;

function lineOf(check: BundleCheck, pack: Pack | undefined): string {
	const code = check.reason === undefined ? '' : ` (${check.reason})`;
	return `${MARKS[check.state]}  ${check.id.padEnd(10)} ${checkWords(check, placeInFile(pack, check.at))}${code}`;
}

/** What was checked, who signed, and what it comes to. */
export function reportText(report: BundleReport, pack: Pack | undefined): string {
	const { stamp, signed, checks } = report;
	const who =
		signed === null
			? ['Signed by nobody: a draft']
			: [
					`Root fingerprint  ${signed.fingerprint}`,
					`Signed by person  ${signed.person}`,
					`On device         ${signed.device}`,
					`Claimed at        ${signed.claimedAt} (the device's clock)`
				];
	return [
		`Record ${stamp.record}, version ${stamp.version}, guidance ${stamp.pack.version}`,
		...who,
		'',
		...checks.map((check) => lineOf(check, pack)),
		'',
		VERDICT_WORDS[verdictOf(report)],
		''
	].join('\n');
}
