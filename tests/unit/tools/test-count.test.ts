import { expect, it } from 'vitest';
import { reportBrowserTests, reportUnitTests } from '../../../tools/test-count.ts';

it('counts the cases of a unit report', () => {
	expect(reportUnitTests({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 })).toEqual({
		passed: 7,
		failed: 2
	});
});

it('counts a browser case that passed only at its second try as passed', () => {
	const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
	expect(reportBrowserTests({ stats })).toEqual({ passed: 7, failed: 1 });
});

it('refuses a report that it does not understand, rather than count nothing', () => {
	for (const report of [undefined, null, {}, { stats: {} }, { numPassedTests: '7' }]) {
		expect(() => reportUnitTests(report)).toThrow(TypeError);
		expect(() => reportBrowserTests(report)).toThrow(TypeError);
	}
});
