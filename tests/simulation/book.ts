/** What was written in a run, by whom and on top of what: kept outside of all devices, to hold them against at the end. */
import type { DecisionRecord, ValuePath } from '#lib/record/types.ts';
import type { Entry } from '#lib/trust/entry.ts';
import type { Chance } from './random.ts';

/** One value that was written once. */
export interface Written {
	readonly rev: string;
	readonly record: string;
	readonly path: ValuePath;
	readonly value: string;
}

export class Book {
	readonly chance: Chance;
	/** How likely a version is signed instead of written on. */
	readonly finals: number;
	/** What each revision says; the office never sees it. */
	readonly contents = new Map<string, DecisionRecord>();
	readonly parents = new Map<string, readonly string[]>();
	readonly written: Written[] = [];
	/** Every entry that a device committed, with the name of the device. */
	readonly committed = new Map<string, { readonly entry: Entry; readonly by: string }>();
	words = 0;

	constructor(chance: Chance, finals: number) {
		[this.chance, this.finals] = [chance, finals];
	}

	write({ id, header }: Entry, said: { readonly path: ValuePath; readonly value: string } | undefined): void {
		this.parents.set(id, header.parents);
		if (said !== undefined) this.written.push({ rev: id, record: header.record ?? '', ...said });
	}

	commit(entries: readonly Entry[], by: string): void {
		for (const entry of entries) this.committed.set(entry.id, { entry, by });
	}

	/** Whether a revision stands on another, however far. */
	descends(id: string, from: string): boolean {
		const seen = new Set<string>();
		const open = [...(this.parents.get(id) ?? [])];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			if (next === from) return true;
			if (!seen.has(next)) open.push(...(this.parents.get(next) ?? []));
			seen.add(next);
		}
		return false;
	}
}
