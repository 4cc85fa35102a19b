/** What a person asked the list of records for: words, ticks, order. In this page's memory only, as long as the drawer is open. */
import { NO_FILTER, ticksOf, type ListFilter, type ListSort } from '../record/list-filter.ts';
import type { Drawer } from './drawer.svelte.ts';

/** Rows drawn at first: within a frame also on a slow tablet. */
export const FIRST_ROWS = 50;

export class ListView {
	query = $state('');
	filter = $state.raw<ListFilter>(NO_FILTER);
	sort = $state<ListSort>('newest');
	/** Rows drawn. */
	drawn = $state(FIRST_ROWS);

	get isAsked(): boolean {
		return this.query.trim() !== '';
	}

	/** How many ticks narrow the list. */
	get ticks(): number {
		return ticksOf(this.filter);
	}

	/** Shows other rows, from the first. */
	show(filter: ListFilter): void {
		this.filter = filter;
		this.drawn = FIRST_ROWS;
	}

	order(sort: ListSort): void {
		this.sort = sort;
		this.drawn = FIRST_ROWS;
	}

	/** All records again, in the order that was chosen. */
	showAll(): void {
		this.query = '';
		this.show(NO_FILTER);
	}
}

/** Bound to the link with the open vault: a lock ends that, and with it every word that was looked for. */
const views = new WeakMap<object, ListView>();

/** The list's state of the open drawer; a passing one while it is locked. */
export function listViewOf({ vault }: Pick<Drawer, 'vault'>): ListView {
	const view = (vault && views.get(vault)) ?? new ListView();
	if (vault) views.set(vault, view);
	return view;
}
