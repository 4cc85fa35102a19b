import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCollection, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { PackProblem } from '../../src/lib/pack/types.ts';
import { CONTENT } from './content-dir.ts';

/** Finds where a place in the pack stands in the content files, so that an author is sent to a file and a line. */
type Path = readonly (string | number)[];

interface Place {
	readonly file: string;
	readonly path: Path;
}

/** Members that hold words; they stand in the overlay and not in the structure. */
const WORDS = ['ask', 'hint', 'label', 'title', 'about', 'reason', 'todo', 'say', 'says', 'help', 'adds'];
/** Top member of the pack to the file that holds what is below it. */
const STRUCTURE: Readonly<Record<string | number, string>> = {
	ruleTables: 'rules.yaml',
	record: 'record-fields.yaml',
	quick: 'quick.yaml',
	concepts: 'words/concepts.yaml',
	ruleWords: 'words/rules.yaml'
};
const RECORD_FORM = ['prefill', 'parts', 'complete'];

interface Opened {
	readonly document: Document.Parsed;
	readonly lines: LineCounter;
}

const opened = new Map<string, Opened>();

function open(file: string): Opened {
	const known = opened.get(file);
	if (known !== undefined) return known;
	const lines = new LineCounter();
	const document = parseDocument(readFileSync(join(CONTENT, file), 'utf8'), { lineCounter: lines });
	const now = { document, lines };
	opened.set(file, now);
	return now;
}

/** `flows.share.nodes[3].ask` as its members. */
function membersOf(path: string): Path {
	return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([text, index]) =>
		index === undefined ? text : Number(index)
	);
}

/** Ids along a list, since words are kept by id and not by place. */
function idAt({ file, path }: Place): string | undefined {
	const id: unknown = open(file).document.getIn([...path, 'id']);
	return typeof id === 'string' ? id : undefined;
}

function flowWords(path: Path): Path {
	return path.flatMap((member, at): Path => {
		if (at === 0) return [];
		if (typeof member !== 'number') return [member];
		return [idAt({ file: 'flows.yaml', path: path.slice(0, at + 1) }) ?? member];
	});
}

/** Where the words of a place in the pack stand. */
function wordsPlace(path: Path): Place | undefined {
	const [top = ''] = path;
	switch (top) {
		case 'flows':
			// An answer's label stands under its id: nodes.<node>.answers.<answer>.
			return { file: 'words/flows.yaml', path: flowWords(path).filter((member) => member !== 'label') };
		case 'outcomes':
		case 'concepts':
			return { file: `words/${top}.yaml`, path: path.slice(1) };
		case 'ruleWords':
			return { file: 'words/rules.yaml', path: path.slice(1) };
		case 'quick':
			return { file: 'words/quick.yaml', path: path.slice(1) };
		default:
			return undefined;
	}
}

/** Where the structure of a place in the pack stands. */
function structurePlace(path: Path): Place {
	const [top = '', second = ''] = path;
	const isForm = top === 'record' && RECORD_FORM.includes(String(second));
	const file = isForm ? 'record-form.yaml' : STRUCTURE[top];
	if (file !== undefined) return { file, path: path.slice(1) };
	if (top === 'sources') return { file: 'sources.yaml', path };
	return { file: top === 'version' || top === 'publishedAt' ? 'pack.yaml' : 'flows.yaml', path };
}

/** Line of the deepest part of the path that the file has. */
function lineOf({ file, path }: Place): number {
	const { document, lines } = open(file);
	for (let depth = path.length; depth > 0; depth -= 1) {
		const node: unknown = document.getIn(path.slice(0, depth), true);
		if (isNode(node) && node.range)
			return lines.linePos(node.range[0]).line - (isCollection(node) ? 1 : 0) || 1;
	}
	return 1;
}

const isPlaced = (path: string) => /\.(ya?ml|md):\d+$/.test(path);

/**
 * A problem of the pack with the file and line where its author can mend it.
 * @param problem one whose path is a place in the pack; one that names a file and line already is given back as it is
 */
export function locate(problem: PackProblem): PackProblem {
	if (isPlaced(problem.path)) return problem;
	const path = membersOf(problem.path);
	const isWord = WORDS.includes(String(path.at(-1)));
	const place = (isWord ? wordsPlace(path) : undefined) ?? structurePlace(path);
	return { path: `${place.file}:${lineOf(place)}`, message: `${problem.path}: ${problem.message}` };
}
