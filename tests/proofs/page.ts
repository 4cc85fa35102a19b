/** What a test page in a browser may be asked: the same proofs that run in Node, bundled by `in-browser.ts`. */
import { runAgeVectors } from './age-vectors.ts';
import { differentialRuns, noble } from './argon.ts';
import { readFrozen } from './frozen.ts';
import { tryForgery } from './small-order.ts';
import { runWycheproof } from './wycheproof.ts';
import type { WycheproofFile } from './wycheproof-types.ts';

const PROOFS = {
	wycheproof: ({ file, engine }: { readonly file: WycheproofFile; readonly engine: string }) =>
		runWycheproof(file, engine),
	age: () => runAgeVectors(),
	forgery: () => tryForgery(),
	argon: ({ runs, seed }: { readonly runs: number; readonly seed: number }) =>
		differentialRuns(runs, seed, [noble]),
	frozen: ({ name, text }: { readonly name: string; readonly text: string }) => readFrozen(name, text)
};

/** The proofs by name, with what each takes and gives; all of it plain data. */
export type Proofs = typeof PROOFS;

Object.assign(globalThis, { proofs: PROOFS });
