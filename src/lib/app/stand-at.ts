/** Puts a person back where they were before a lock: field, caret, undo, scroll. */
import type { FieldPlace, PersonPlace, TypedTrail } from '../vault/place.ts';
import { endOf } from './typed-trail.ts';

type Written = HTMLInputElement | HTMLTextAreaElement;

/** A record that opens more slowly is left at its top. */
const APPEARS_WITHIN_MS = 8000;
const SETTLES_WITHIN_MS = 1000;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Waits until `look` finds something; undefined when it takes too long. */
async function appears<T>(look: () => T | null): Promise<T | undefined> {
	const until = performance.now() + APPEARS_WITHIN_MS;
	let found = look();
	while (found === null && performance.now() < until) {
		await frame();
		found = look();
	}
	return found ?? undefined;
}

/** Goes to a place on the page in front, once it is drawn. A person who has gone elsewhere meanwhile is left there. */
export async function standAt(place: PersonPlace): Promise<void> {
	const { field } = place;
	const target = await appears(() =>
		field ? document.getElementById(field.id) : document.querySelector<HTMLElement>('main h1')
	);
	if (target === undefined || location.pathname !== place.path) return;
	// The page gives the focus to its heading first.
	await frame();
	await frame();
	if (document.activeElement?.matches('input, textarea, select')) return;
	if (field) enter(target, field);
	await scrollBack(() => (field ? target.getBoundingClientRect().top - field.top : place.scrolled - scrollY));
}

function enter(target: HTMLElement, place: FieldPlace): void {
	target.focus({ preventScroll: true });
	if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
	if (place.trail) replay(target, place.trail);
	if (place.from !== null && place.to !== null) target.setSelectionRange(place.from, place.to);
	target.scrollTop = place.scrolled;
}

/**
 * Types the trail again, unseen and unsaved, so that the browser's own undo knows it: Ctrl+Z, the keyboard's button and a
 * shake of the phone all work as before the lock.
 */
function replay(field: Written, trail: TypedTrail): void {
	const words = field.value;
	if (endOf(trail) !== words) return;
	const unheard = (event: Event) => event.stopImmediatePropagation();
	addEventListener('input', unheard, { capture: true });
	try {
		field.value = trail.first;
		for (const { at, gone, text } of trail.steps) {
			field.setSelectionRange(at, at + gone);
			// eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way to fill a browser's undo; it may refuse
			document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
		}
	} finally {
		removeEventListener('input', unheard, { capture: true });
		if (field.value !== words) field.value = words;
	}
}

/**
 * The page grows while it is drawn: tries until it is long enough.
 * @param left how far it is still to scroll, in CSS pixels
 */
async function scrollBack(left: () => number): Promise<void> {
	const until = performance.now() + SETTLES_WITHIN_MS;
	do {
		scrollBy(0, left());
		await frame();
	} while (Math.abs(left()) > 1 && performance.now() < until);
}
