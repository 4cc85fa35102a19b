/**
 * Devices of one person that write, cut, exchange and choose at random, beside a book of what was written and what was
 * knowingly replaced. The book knows nothing of `by`: it is kept from what each device had on its screen.
 */
import { entriesOf } from '#lib/record/entries.ts';
import { mergeView, type MergedView, type MergeRevision } from '#lib/record/merge.ts';
import { withBooks, withoutSides } from '#lib/record/stamp.ts';
import type { DecisionRecord, ValuePath } from '#lib/record/types.ts';
import { recordWith } from './drawer.ts';
import { itemFor, PATHS, put, textOf, type Act } from './merge-histories.ts';

export type Merge = typeof mergeView;

/** Something that was written once; `rev` once it is in a revision. */
interface Token {
	readonly path: ValuePath;
	readonly value: string;
	rev?: string;
	/** Revisions whose writer saw it and put something else there. */
	readonly replacedIn: Set<string>;
}

interface Device {
	readonly known: Map<string, MergeRevision>;
	/** What the text on the screen takes up. */
	base: readonly MergeRevision[];
	text: DecisionRecord | undefined;
	/** Tokens that stand behind what the screen shows at a path, and behind what it shows beside it. */
	shown: Map<ValuePath, readonly Token[]>;
	beside: Map<ValuePath, readonly Token[]>;
	written: Map<ValuePath, Token>;
	replaced: Set<Token>;
}

/** What is kept is the only version that the text goes on from; words of this sitting alone were no version yet. */
function isNoChoice({ replaced }: Device, options: readonly Token[], chosen: Token | undefined): boolean {
	const known = new Set(options.filter(({ rev }) => rev !== undefined).map(({ value }) => value));
	const isAlone = known.size === 1 && chosen !== undefined && known.has(chosen.value);
	return isAlone && ![...replaced].some(({ path }) => path === chosen.path);
}

export class Model {
	readonly revisions = new Map<string, MergeRevision>();
	readonly tokens: Token[] = [];
	readonly #devices: Device[];
	readonly #merge: Merge;
	#count = 0;

	constructor(merge: Merge = mergeView) {
		this.#merge = merge;
		this.#devices = Array.from({ length: 4 }, () => this.#empty());
		const first = this.#device(0);
		first.text = recordWith('first words');
		for (const [at, value] of entriesOf(first.text)) {
			const token: Token = { path: at, value: textOf(value) ?? '', replacedIn: new Set() };
			if (PATHS.includes(at)) first.written.set(at, token);
			if (PATHS.includes(at)) first.shown.set(at, [token]);
		}
		this.#cut(first);
		// All have the first words before anybody goes offline.
		for (const one of this.#devices.slice(1)) this.#meet(one);
	}

	run(acts: readonly Act[]): this {
		for (const act of acts) this.#act(act);
		// What is only on a screen is no part of the set.
		for (const one of this.#devices) this.#cut(one);
		return this;
	}

	/** What must be shown at a path, in some order: all that was written and not knowingly replaced. */
	expected(at: ValuePath): readonly string[] {
		const alive = this.tokens.filter(({ path: own, replacedIn }) => own === at && replacedIn.size === 0);
		return [...new Set(alive.map(({ value }) => value))].sort();
	}

	/** What a view shows at a path. */
	static shownAt(view: MergedView, at: ValuePath): readonly string[] {
		return [...new Set((view.entries.get(at) ?? []).map(({ value }) => textOf(value) ?? ''))].sort();
	}

	#empty(): Device {
		const maps = { shown: new Map(), beside: new Map(), written: new Map() };
		return { known: new Map(), base: [], text: undefined, ...maps, replaced: new Set() };
	}

	#device(at: number): Device {
		return this.#devices[at] ?? this.#empty();
	}

	#act(act: Act): void {
		const one = this.#device(act.device);
		switch (act.kind) {
			case 'pull':
				for (const [id, rev] of this.#device(act.from).known) one.known.set(id, rev);
				return;
			case 'open':
				return this.#open(one);
			case 'meet':
				return this.#meet(one);
			case 'cut':
				return this.#cut(one);
			case 'edit':
				return this.#edit(one, act);
			case 'choose':
				return this.#choose(one, act);
		}
	}

	/** Pulls from everybody and opens. */
	#meet(one: Device): void {
		for (const other of this.#devices) for (const [id, rev] of other.known) one.known.set(id, rev);
		this.#open(one);
	}

	/** Takes up all that is known here; unwritten words are cut first, as the app does. */
	#open(one: Device): void {
		if (one.known.size === 0) return;
		this.#cut(one);
		one.base = [...one.known.values()];
		const view = this.#merge(one.base);
		one.text = view.record;
		this.#look(one, view);
	}

	/** What a person sees there from now on, by the book. */
	#look(one: Device, view: MergedView): void {
		const ids = new Set(one.base.map(({ id }) => id));
		for (const at of PATHS) {
			const here = this.tokens.filter(
				({ path: own, rev = '', replacedIn }) =>
					own === at && ids.has(rev) && ![...replacedIn].some((id) => ids.has(id))
			);
			const value = view.record && textOf(entriesOf(view.record).get(at));
			one.shown.set(
				at,
				here.filter((token) => token.value === value)
			);
			one.beside.set(
				at,
				here.filter((token) => token.value !== value)
			);
		}
	}

	#write(one: Device, at: ValuePath, value: string | undefined): void {
		for (const token of one.shown.get(at) ?? []) if (token.rev !== undefined) one.replaced.add(token);
		const token = value === undefined ? undefined : { path: at, value, replacedIn: new Set<string>() };
		if (token === undefined) one.written.delete(at);
		else one.written.set(at, token);
		one.shown.set(at, token === undefined ? [] : [token]);
		if (one.text) one.text = put(one.text, at, value === undefined ? undefined : itemFor(at, value));
	}

	#edit(one: Device, act: Extract<Act, { kind: 'edit' }>): void {
		if (one.text === undefined) return;
		const isGone = act.says === 'gone' && !act.path.startsWith('@record/');
		// Only a first change may repeat what others say: back to the old words within one sitting is no change at all.
		const isFresh = !one.written.has(act.path) && one.shown.get(act.path)?.[0]?.value !== 'the same words';
		const isBack = [...one.replaced].some((token) => token.path === act.path);
		const same = act.says === 'same' && isFresh && !isBack;
		this.#count += 1;
		this.#write(one, act.path, isGone ? undefined : same ? 'the same words' : `words ${this.#count}`);
	}

	#choose(one: Device, { path: at, side }: Extract<Act, { kind: 'choose' }>): void {
		const beside = one.beside.get(at) ?? [];
		if (one.text === undefined || beside.length === 0) return;
		const options = [...(one.shown.get(at) ?? []), ...beside];
		const chosen = options[side % options.length];
		if (isNoChoice(one, options, chosen)) return this.#leave(one, at, options);
		for (const token of beside) one.replaced.add(token);
		one.beside.set(at, []);
		if (one.text.sides?.[at]) one.text = withoutSides(one.text, at);
		this.#write(one, at, chosen?.value);
	}

	/** Of one there is no choice: what was written elsewhere stays as it was written there. */
	#leave(one: Device, at: ValuePath, options: readonly Token[]): void {
		const known = options.filter(({ rev }) => rev !== undefined);
		one.shown.set(at, known);
		one.beside.set(at, []);
		one.written.delete(at);
		if (one.text) one.text = withoutSides(put(one.text, at, itemFor(at, known[0]?.value ?? '')), at);
	}

	#cut(one: Device): void {
		if (one.text === undefined) return;
		const view = this.#merge(one.base);
		this.#unify(one);
		const isNew = one.base.length === 0 || one.written.size > 0 || one.replaced.size > 0;
		if (!isNew) return;
		this.#count += 1;
		const id = `r${String((this.#count * 7919) % 100_003).padStart(6, '0')}`;
		const rev = { id, parents: view.leaves, content: withBooks(one.text, view) };
		for (const token of one.written.values()) this.tokens.push(Object.assign(token, { rev: id }));
		for (const token of one.replaced) token.replacedIn.add(id);
		one.written.clear();
		one.replaced.clear();
		one.known.set(id, rev);
		one.base = [...one.base, rev];
		this.revisions.set(id, rev);
		// The screen goes on with what was cut.
		one.text = rev.content;
	}

	/** The same words of two writers are one writing from the next revision on. */
	#unify(one: Device): void {
		if (one.written.size + one.replaced.size === 0) return;
		for (const [at, tokens] of one.shown) {
			const [first] = tokens;
			const beside = one.beside.get(at) ?? [];
			const same = beside.filter(({ value }) => value === first?.value);
			const cut = tokens.filter(({ rev }) => rev !== undefined);
			if (first && cut.length + same.length >= (one.written.has(at) ? 1 : 2))
				this.#unifyAt(one, first, [...cut, ...same]);
		}
	}

	#unifyAt(one: Device, { path: at, value }: Token, same: readonly Token[]): void {
		for (const token of same) one.replaced.add(token);
		one.beside.set(
			at,
			(one.beside.get(at) ?? []).filter((token) => !same.includes(token))
		);
		if (one.written.has(at)) return;
		const token = { path: at, value, replacedIn: new Set<string>() };
		one.written.set(at, token);
		one.shown.set(at, [token]);
	}
}
