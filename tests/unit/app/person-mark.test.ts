import { describe, expect, it } from 'vitest';
import { freeColour, markProblem, tidyMark } from '#lib/app/person-mark.ts';
import { markProblems } from '#lib/people-messages.ts';

const ANNA = { profile: 'a'.repeat(26), initials: 'AB', words: 'AB', colour: 'teal' } as const;

describe('initials and a colour', () => {
	it('are one to four letters, in capitals, and never a name', () => {
		expect(tidyMark({ initials: ' zoë ', colour: 'teal' })).toEqual({ initials: 'ZOË', colour: 'teal' });
		for (const initials of ['A', 'AB', 'ABCD', 'ZOË'])
			expect(markProblem({ initials, colour: 'plum' }, [ANNA])).toBeUndefined();
		for (const initials of ['', 'ABCDE', 'A B', 'A1', 'Anna Brown', '<b>'])
			expect(markProblem({ initials, colour: 'plum' }, [ANNA]), initials).toBe(markProblems.letters);
	});

	it('may be left out by the first person alone', () => {
		expect(markProblem({ initials: '', colour: 'teal' }, [])).toBeUndefined();
		expect(markProblem({ initials: 'ABCDE', colour: 'teal' }, [])).toBe(markProblems.letters);
	});

	it('tell two people apart: the same initials need another colour', () => {
		expect(markProblem({ initials: 'AB', colour: 'teal' }, [ANNA])).toBe(markProblems.taken);
		expect(markProblem({ initials: 'AB', colour: 'plum' }, [ANNA])).toBeUndefined();
		expect([freeColour([]), freeColour([ANNA])]).toEqual(['teal', 'plum']);
	});
});
