/** How many cases of one check held. */
export interface Count {
	readonly passed: number;
	readonly failed: number;
}

/** Takes a number out of a report; a report without it is not one we understand. */
function numberAt(report: unknown, path: readonly string[]): number {
	let value = report;
	for (const step of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
	if (typeof value !== 'number') throw new TypeError(`the report has no number ${path.join('.')}`);
	return value;
}

/**
 * Counts the cases in Vitest's JSON report.
 * @throws TypeError when the report has another form
 */
export function reportUnitTests(report: unknown): Count {
	return { passed: numberAt(report, ['numPassedTests']), failed: numberAt(report, ['numFailedTests']) };
}

/**
 * Counts the cases in Playwright's JSON report. A case that passed at its second try (CI only) counts as passed; the list
 * reporter names it as flaky.
 * @throws TypeError when the report has another form
 */
export function reportBrowserTests(report: unknown): Count {
	const passed = numberAt(report, ['stats', 'expected']) + numberAt(report, ['stats', 'flaky']);
	return { passed, failed: numberAt(report, ['stats', 'unexpected']) };
}
