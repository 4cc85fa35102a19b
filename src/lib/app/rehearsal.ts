/**
 * The rehearsal: with the signal switched off, everything is done once that a visit needs.
 * @source reference/ux.md M7, step 7
 */
import { version } from '$app/environment';
import { readReadiness, writeReadiness } from '../vault/device-db.ts';

const KEY = 'rehearsal';
/** What is opened: the page itself from the cache, and its text. */
const ARTICLE = 'share-or-not';

/** A part of the rehearsal that did not work. */
export type RehearsalProblem =
	'signal' | 'no-worker' | 'no-page' | 'no-article' | 'no-questions' | 'not-sealed';

/** What the last rehearsal came to. */
export interface RehearsalNote {
	/** Ms since 1970, by this device's clock. */
	readonly at: number;
	readonly appVersion: string;
	readonly problems: readonly string[];
}

/** The note of the last rehearsal. */
export async function readRehearsal(): Promise<RehearsalNote | undefined> {
	const stored = (await readReadiness(KEY)) as Partial<Record<string, unknown>> | undefined;
	const { at, appVersion, problems } = stored ?? {};
	const isNote = typeof at === 'number' && typeof appVersion === 'string' && Array.isArray(problems);
	return isNote ? { at, appVersion, problems: problems.map(String) } : undefined;
}

const isControlled = () =>
	Promise.resolve('serviceWorker' in navigator && navigator.serviceWorker.controller?.state === 'activated');

async function opensPage(): Promise<boolean> {
	const kept = await caches.match(`/guidance/${ARTICLE}`, { ignoreSearch: true });
	return kept !== undefined && (await kept.text()).includes('<h1');
}

async function opensArticle(): Promise<boolean> {
	const { loadArticle } = await import('./load-guidance.ts');
	return (await loadArticle(ARTICLE)) !== undefined;
}

async function opensQuestions(): Promise<boolean> {
	const { loadPack } = await import('./load-pack.ts');
	const loaded = await loadPack();
	return loaded.ok && !loaded.isKept;
}

/** A worker of its own, so that it also works while the drawer is locked, and before there is one. */
async function sealsItem(): Promise<boolean> {
	const { startVault } = await import('./vault-link.ts');
	const { promise: died, resolve: dies } = Promise.withResolvers<false>();
	const link = startVault(() => dies(false));
	try {
		const done = link.vault.rehearse().then(({ ok }) => ok);
		return await Promise.race([done, died]);
	} finally {
		link.end();
	}
}

const PARTS: readonly (readonly [RehearsalProblem, () => Promise<boolean>])[] = [
	['no-worker', isControlled],
	['no-page', opensPage],
	['no-article', opensArticle],
	['no-questions', opensQuestions],
	['not-sealed', sealsItem]
];

const works = async (part: () => Promise<boolean>): Promise<boolean> => part().catch(() => false);

/**
 * Rehearses now, and notes what came of it. With a signal nothing is tried: it would prove nothing.
 * @param now ms since 1970
 */
export async function rehearse(now: number): Promise<RehearsalNote> {
	if (navigator.onLine) return { at: now, appVersion: version, problems: ['signal'] };
	const problems: RehearsalProblem[] = [];
	for (const [problem, part] of PARTS) if (!(await works(part))) problems.push(problem);
	const note: RehearsalNote = { at: now, appVersion: version, problems };
	await writeReadiness(KEY, note);
	return note;
}
