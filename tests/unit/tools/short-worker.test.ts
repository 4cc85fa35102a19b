import { expect, it } from 'vitest';
import { shortWorker } from '../../../tools/short-worker.ts';

const NUMBERS = Array.from({ length: 20 }, (_, index) => index);
const files = NUMBERS.map((number) => `/_app/immutable/nodes/${number}.x.js`);
const pages = ['/', ...NUMBERS.map((number) => `/help/${number}`)];
const listOf = (paths: readonly string[]) => `[${paths.map((path) => `W+\`${path}\``).join(',')}]`;
const script = `var W="/base",q=${listOf([...files, '/_app/version.json'])},y=${listOf(pages)};`;

function namesOf(source: string): readonly string[] {
	// Our own lines above, as the worker runs them.
	// eslint-disable-next-line @typescript-eslint/no-implied-eval
	const read = new Function(`${source} return [...q,...y]`) as () => string[];
	return read().toSorted();
}

it('names the same files in fewer letters', () => {
	const short = shortWorker(script);
	expect(short.length).toBeLessThan(script.length);
	expect(namesOf(short)).toEqual(namesOf(script));
	expect(namesOf(short)).toHaveLength(42);
});

it('leaves anything else as it is', () => {
	expect(shortWorker('x=[a+`b`],y=[`c`,`d`]')).toBe('x=[a+`b`],y=[`c`,`d`]');
});
