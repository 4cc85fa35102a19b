/**
 * Session history after handing over. Its addresses carry ids of records: opaque, and they lead the next person nowhere; but
 * what is not there needs no explaining. A page cannot delete entries. It can go back to its first one and go on from there,
 * which ends all that came after. Where a browser has no Navigation API the entries stay.
 */
import { noteLeaving } from './leaving.ts';

/** The part of the Navigation API that is used; not in every TypeScript library. */
interface Navigation {
	entries(): readonly { readonly key: string }[];
	readonly currentEntry: { readonly key: string } | null;
	traverseTo(key: string): { readonly finished: Promise<unknown> };
}

const navigationOf = () => (window as { navigation?: Navigation }).navigation;

/** From the first entry, which no longer says where it led, to the chooser. */
export async function goOnLeaving(): Promise<void> {
	await noteLeaving(false);
	history.replaceState(null, '', '/');
	location.assign('/unlock');
}

/** Leaves for the chooser in a new document, and leaves no address behind. */
export async function leaveForChooser(): Promise<void> {
	const navigation = navigationOf();
	const first = navigation?.entries()[0];
	if (!navigation || !first || first.key === navigation.currentEntry?.key) return location.replace('/unlock');
	await noteLeaving(true);
	try {
		// Where it leads to another document, this one ends here, and that one goes on.
		await navigation.traverseTo(first.key).finished;
	} catch {
		// The page there led elsewhere at once: it is gone on from there.
	}
	await goOnLeaving();
}
