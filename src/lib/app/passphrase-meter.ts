/**
 * How soon a passphrase would be guessed, by zxcvbn with its lists of passwords, words and names. 460 kB: loaded only
 * when somebody makes up a passphrase, and kept with the rest of the app, so that it works offline.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs } from '@zxcvbn-ts/language-common';
import diceware from '@zxcvbn-ts/language-common/dist/diceware.json.mjs';
import passwords from '@zxcvbn-ts/language-common/dist/passwords.json.mjs';
import commonWords from '@zxcvbn-ts/language-en/dist/commonWords.json.mjs';
import firstNames from '@zxcvbn-ts/language-en/dist/firstnames.json.mjs';
import type { PassphraseProblem } from './passphrase-problem.ts';

/** Out of 4: more than 10^10 guesses. @source reference/security.md section 4 */
const GOOD_ENOUGH = 4;
/** What somebody who knows where this stands would try. */
const LOCAL_WORDS = [
	'doorstep',
	'drawer',
	'passphrase',
	'safeguarding',
	'safeguard',
	'social worker',
	'social work',
	'children',
	'children in need',
	'section 47',
	'early help',
	'council'
];

/** What zxcvbn calls a weakness, in our own kinds. */
const KINDS: Readonly<Record<string, PassphraseProblem>> = {
	straightRow: 'sequence',
	keyPattern: 'sequence',
	sequences: 'sequence',
	simpleRepeat: 'repeats',
	extendedRepeat: 'repeats',
	recentYears: 'dates',
	dates: 'dates',
	topTen: 'common',
	topHundred: 'common',
	common: 'common',
	similarToCommon: 'common',
	wordByItself: 'common',
	namesByThemselves: 'names',
	commonNames: 'names',
	userInputs: 'common'
};

const meter = new ZxcvbnFactory({
	graphs: adjacencyGraphs,
	dictionary: { diceware, passwords, commonWords, firstNames, local: LOCAL_WORDS },
	useLevenshteinDistance: false
});

/**
 * What makes a passphrase too weak; undefined when it scores 4 of 4.
 * @param passphrase of any length; zxcvbn looks at the first 256 characters
 */
export function meterProblem(passphrase: string): PassphraseProblem | undefined {
	const { score, feedback } = meter.check(passphrase.normalize('NFKC'));
	if (score >= GOOD_ENOUGH) return undefined;
	return KINDS[feedback.warning ?? ''] ?? 'weak';
}
