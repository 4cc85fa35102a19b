import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Runs something at the end: of the test (the default), or of a file with `afterAll`. */
export type AtEnd = (clean: () => void | Promise<void>) => void;

/** A new empty folder that goes away at the end. */
export function testFolder(atEnd: AtEnd = onTestFinished): string {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-'));
	atEnd(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
