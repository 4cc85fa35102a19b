import type { ShelfSource } from '#lib/pack/guidance-types.ts';

export interface SourceShelf {
	readonly id: string;
	readonly title: string;
	readonly about: string;
	readonly sources: readonly ShelfSource[];
}

const KINDS = [
	{
		id: 'withdrawn',
		title: 'Withdrawn or replaced',
		about: 'Do not rely on these. Each says what took its place.',
		fits: /withdrawn|historical|superseded|replaced|see S/
	},
	{
		id: 'local',
		title: 'Local practice, news and lessons',
		about: 'How some places do it, and what was reported. Your own place may differ.',
		fits: /local|news|lesson|commentary|case note|record|reference/
	},
	{
		id: 'law',
		title: 'Law',
		about: 'Acts and regulations. Some parts wait for a start date.',
		fits: /in force|enacted|powers/
	},
	{ id: 'current', title: 'Current guidance', about: 'What holds now, as far as we know.', fits: /./ }
] as const;

const ORDER = ['law', 'current', 'local', 'withdrawn'];

/** The sources by what they are worth today; each stands on one shelf. */
export function sourceShelves(sources: readonly ShelfSource[]): readonly SourceShelf[] {
	const kindOf = ({ status, replacedBy }: ShelfSource) =>
		replacedBy.length > 0 ? 'withdrawn' : KINDS.find(({ fits }) => fits.test(status))?.id;
	return ORDER.flatMap((id) => {
		const kind = KINDS.find((one) => one.id === id);
		if (kind === undefined) return [];
		const { title, about } = kind;
		return [{ id, title, about, sources: sources.filter((source) => kindOf(source) === id) }];
	});
}
