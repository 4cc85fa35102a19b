import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { PackProblem } from '../../src/lib/pack/types.ts';
import { CONTENT } from './content-dir.ts';

/** A content file as data, or with what is wrong with it. */
export interface ReadYaml {
	readonly name: string;
	/** Empty when the file is broken. */
	readonly value: Readonly<Record<string, unknown>>;
	readonly problems: readonly PackProblem[];
	/** Line of the first place where a text stands. */
	readonly lineOf: (text: string) => number;
}

/** Reads a file of `src/content/`; faults of YAML come back with file and line. */
export function readYaml(name: string): ReadYaml {
	const text = readFileSync(join(CONTENT, name), 'utf8');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines });
	const problems = document.errors.map((error) => ({
		path: `${name}:${lines.linePos(error.pos[0]).line}`,
		message: error.message.split('\n')[0] ?? ''
	}));
	const value = problems.length === 0 ? ((document.toJS() ?? {}) as Record<string, unknown>) : {};
	const lineOf = (wanted: string) => text.slice(0, Math.max(0, text.indexOf(wanted))).split('\n').length;
	return { name, value, problems, lineOf };
}
