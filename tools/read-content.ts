import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { compilePack, type ContentFiles } from '../src/lib/pack/compile.ts';
import type { Pack, PackProblem } from '../src/lib/pack/types.ts';
import { lostFromReleased } from './content/released.ts';
import { doubledIds, missingWords, unreachable, unsourced } from './content/prove-content.ts';
import { CONTENT } from './content/content-dir.ts';

function readYaml(name: string, problems: PackProblem[]): Record<string, unknown> {
	const lines = new LineCounter();
	const document = parseDocument(readFileSync(join(CONTENT, name), 'utf8'), { lineCounter: lines });
	for (const error of document.errors) {
		const { line } = lines.linePos(error.pos[0]);
		problems.push({ path: `${name}:${line}`, message: error.message.split('\n')[0] ?? '' });
	}
	return document.errors.length === 0 ? (document.toJS() as Record<string, unknown>) : {};
}

/** The content files as data. YAML faults are added to `problems` with file and line. */
export function readContent(problems: PackProblem[]): ContentFiles {
	const read = (name: string) => readYaml(name, problems);
	const { version, publishedAt } = read('pack.yaml') as { version: string; publishedAt: string };
	return {
		flows: read('flows.yaml'),
		rules: read('rules.yaml'),
		recordFields: read('record-fields.yaml'),
		recordForm: read('record-form.yaml'),
		sources: read('sources.yaml'),
		concepts: read('concepts.yaml'),
		quick: read('quick.yaml'),
		words: {
			flows: read('words/flows.yaml'),
			outcomes: read('words/outcomes.yaml'),
			concepts: read('words/concepts.yaml'),
			record: read('words/record.yaml'),
			quick: read('words/quick.yaml'),
			rules: read('words/rules.yaml')
		},
		version,
		publishedAt
	};
}

const sha256 = (text: string) => Promise.resolve(createHash('sha256').update(text).digest('base64url'));

/** Compiles the content of this checkout, or lists every problem at once. */
export async function compileContent(): Promise<{
	readonly pack?: Pack;
	readonly problems: readonly PackProblem[];
}> {
	const problems: PackProblem[] = [];
	const files = readContent(problems);
	if (problems.length > 0) return { problems };
	const compiled = await compilePack(files, sha256);
	const found = [
		...missingWords(files),
		...doubledIds(files),
		...(compiled.ok
			? [...unreachable(compiled.pack), ...unsourced(compiled.pack), ...lostFromReleased(compiled.pack)]
			: compiled.problems)
	];
	return compiled.ok && found.length === 0 ? { pack: compiled.pack, problems } : { problems: found };
}
