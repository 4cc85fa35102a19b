import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Ids = Readonly<Record<string, string>>;

export interface ContentNode {
	readonly id: string;
	readonly kind: string;
	readonly answers?: readonly { readonly id: string }[];
	readonly answersFrom?: 'organisations' | 'purposes' | 'data';
	readonly items?: readonly { readonly id: string }[];
	readonly notSure?: object;
}

export interface NodeWords {
	readonly ask?: string;
	readonly hint?: string;
	readonly answers?: Ids;
	readonly items?: Ids;
}

export interface FlowWords {
	readonly title: string;
	readonly about: string;
	readonly nodes: Readonly<Record<string, NodeWords>>;
}

export interface FieldShape {
	readonly id: string;
	readonly type: string;
	readonly values?: readonly string[];
	readonly valuesFrom?: string;
	readonly text?: boolean;
	readonly item?: Readonly<Record<string, string | readonly string[]>>;
}

interface Questions {
	readonly ask: string;
	readonly answers: Readonly<Record<string, unknown>>;
}

// The files are ours and their shapes are what these tests check; a wrong shape fails the test that reads it.
function load(name: string): unknown {
	return parse(readFileSync(new URL(`../../../src/content/${name}`, import.meta.url), 'utf8'));
}

export const flows = load('flows.yaml') as {
	readonly always: readonly { readonly id: string }[];
	readonly flows: Readonly<Record<string, { readonly nodes: readonly ContentNode[] }>>;
	readonly outcomes: Readonly<Record<string, { readonly strength: string }>>;
};

export const tables = load('rules.yaml') as Readonly<
	Record<'organisations' | 'purposes' | 'data', readonly { readonly id: string }[]>
>;

export const concepts = load('concepts.yaml') as {
	readonly concepts: Ids;
	readonly never: readonly string[];
};

export const recordFields = load('record-fields.yaml') as { readonly fields: readonly FieldShape[] };

export const quick = load('quick.yaml') as Readonly<Record<'danger' | 'why' | 'who', Questions>> & {
	readonly results: Readonly<Record<string, { readonly whenRule?: object }>>;
};

export const sources = load('sources.yaml') as { readonly sources: readonly { readonly id: string }[] };

const flowFile = load('words/flows.yaml') as Readonly<Record<string, FlowWords>> & { readonly always: Ids };
const { always, ...flowWordsOnly } = flowFile;
export const alwaysWords: Ids = always;
export const flowWords: Readonly<Record<string, FlowWords>> = flowWordsOnly;

export const outcomeWords = load('words/outcomes.yaml') as Readonly<
	Record<string, { readonly title: string; readonly reason: string; readonly todo: readonly string[] }>
>;

export const conceptWords = load('words/concepts.yaml') as Readonly<
	Record<string, { readonly say: string; readonly tone?: string }>
>;

export const recordWords = load('words/record.yaml') as {
	readonly fields: Readonly<Record<string, { readonly label: string; readonly help: string }>>;
	readonly words: Ids;
};

export const quickWords = load('words/quick.yaml') as Readonly<
	Record<'danger' | 'why' | 'who', { readonly ask: string; readonly answers: Ids }>
> & {
	readonly results: Readonly<Record<string, { readonly says: string; readonly adds?: string }>>;
};

/** Every sentence of every words file, with the path it stands at. */
export function allWords(): readonly { readonly path: string; readonly text: string }[] {
	const found: { path: string; text: string }[] = [];
	const walk = (path: string, value: unknown): void => {
		if (typeof value === 'string') found.push({ path, text: value });
		else if (typeof value === 'object' && value !== null)
			for (const [key, inner] of Object.entries(value)) walk(`${path}.${key}`, inner);
	};
	for (const name of ['flows', 'outcomes', 'concepts', 'record', 'quick', 'rules'])
		walk(name, load(`words/${name}.yaml`));
	return found;
}
