/** Why an own passphrase is not strong enough. `weak`: of no kind that has a name, but too soon guessed. */
export type PassphraseProblem =
	'short' | 'repeats' | 'sequence' | 'guessable' | 'common' | 'names' | 'dates' | 'weak';
