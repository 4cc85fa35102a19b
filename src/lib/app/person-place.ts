/** Follows where a person is on the pages of a record, so that they can go on there after a lock. Nothing here is kept. */
import type { FieldPlace, PersonPlace } from '../vault/place.ts';
import { TrailKeeper } from './typed-trail.ts';

type Written = HTMLInputElement | HTMLTextAreaElement;

/** Fields of records alone: a passphrase is none. */
const FIELD = '[data-field]';

const isWritten = (element: Element): element is Written =>
	element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text');

/** Keeps the field that was in use last, also while a warning or the cover has the focus. */
export class PlaceKeeper {
	#field: HTMLElement | undefined;
	#trail: { readonly of: Written; readonly keeper: TrailKeeper } | undefined;

	/** Starts following. @returns stops, and forgets what was typed */
	watch(): () => void {
		const ending = new AbortController();
		document.addEventListener('focusin', ({ target }) => this.#entered(target), ending);
		document.addEventListener('input', (event) => this.#typed(event), {
			capture: true,
			signal: ending.signal
		});
		this.#entered(document.activeElement);
		return () => {
			ending.abort();
			this.#field = undefined;
			this.#trail = undefined;
		};
	}

	/** Where the person is at this moment. */
	here(): PersonPlace {
		const page = { path: location.pathname, scrolled: Math.round(scrollY) };
		const field = this.#field;
		return field?.isConnected ? { ...page, field: this.#placeIn(field) } : page;
	}

	#placeIn(field: HTMLElement): FieldPlace {
		const { top } = field.getBoundingClientRect();
		const place = { id: field.id, from: null, to: null, top: Math.round(top), scrolled: field.scrollTop };
		if (!isWritten(field)) return place;
		const trail = this.#trail?.of === field ? this.#trail.keeper.trailTo(field.value) : undefined;
		const caret = { from: field.selectionStart, to: field.selectionEnd };
		return { ...place, ...caret, ...(trail && { trail }) };
	}

	#entered(target: EventTarget | null): void {
		if (!(target instanceof HTMLElement)) return;
		if (target.id === '' || target.closest(FIELD) === null) return;
		this.#field = target;
		if (isWritten(target) && this.#trail?.of !== target)
			this.#trail = { of: target, keeper: new TrailKeeper(target.value) };
	}

	#typed({ target, timeStamp }: Event): void {
		if (this.#trail && target === this.#trail.of) this.#trail.keeper.note(this.#trail.of.value, timeStamp);
	}
}
