import { describe, expect, it } from 'vitest';
import { readArticles } from '../../../tools/content/guidance.ts';
import { blockText } from '../../../tools/content/plain-text.ts';
import { readChanges, readSources } from '../../../tools/content/shelves.ts';

const { articles, groups, glossary, problems } = readArticles();
const { sources, problems: sourceProblems } = readSources(articles);
const { changes, problems: changeProblems } = readChanges(articles, sources);
const REPLACED = 5;

describe('the guidance shelf', () => {
	it('has no problem', () => {
		expect([...problems, ...sourceProblems, ...changeProblems]).toEqual([]);
	});

	it('holds every article of the list that closes the fact base', () => {
		expect(articles.length).toBeGreaterThanOrEqual(41);
		expect(groups.flatMap((group) => group.articles)).toHaveLength(articles.length);
	});

	it('stands in for each of the five documents of 2008', () => {
		expect(new Set(articles.flatMap(({ replaces }) => replaces ?? [])).size).toBe(REPLACED);
	});

	it('answers a different question on every page', () => {
		expect(new Set(articles.map(({ title }) => title)).size).toBe(articles.length);
		for (const { title } of articles) expect(title).toMatch(/\?$/);
	});

	it.each(articles.map((article) => [article.slug, article] as const))('%s is short', (_, article) => {
		const words = article.blocks.map(blockText).join(' ').split(/\s+/).length;
		expect(words).toBeGreaterThan(250);
		expect(words).toBeLessThan(1100);
		expect(article.related.length).toBeGreaterThan(1);
	});

	it('says nothing twice: no two articles share a paragraph', () => {
		const owners = new Map<string, string>();
		const shared = articles.flatMap(({ slug, blocks }) =>
			blocks
				.filter(({ kind }) => kind === 'paragraph')
				.map(blockText)
				.filter((text) => text.split(/\s+/).length > 8)
				.flatMap((text) => {
					const owner = owners.get(text);
					owners.set(text, slug);
					return owner === undefined ? [] : [`${owner}, ${slug}: ${text}`];
				})
		);
		expect(shared).toEqual([]);
	});
});

describe('the other shelves', () => {
	it('explain at least sixty words', () => {
		expect(glossary.length).toBeGreaterThanOrEqual(60);
	});

	it('say what took the place of every withdrawn source', () => {
		const withdrawn = sources.filter(({ status }) => status === 'withdrawn');
		expect(withdrawn.length).toBeGreaterThan(0);
		for (const { id, replacedBy } of withdrawn) expect(replacedBy, id).not.toEqual([]);
	});

	it('date every change, newest first, and leave no source unread without saying so', () => {
		expect(changes.map(({ date }) => date)).toEqual(
			changes
				.map(({ date }) => date)
				.toSorted()
				.reverse()
		);
		for (const { id, evidence, sources: cited } of changes) {
			const isSecondHand = cited.some((one) => sources.find((source) => source.id === one)?.evidence !== 'V');
			if (isSecondHand) expect(evidence, id).not.toBe('V');
		}
	});
});
