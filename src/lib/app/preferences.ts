/** How a person likes Doorstep to look and to lock. Pure; nothing about a family. */
import { asMinutes, USUAL_MINUTES } from './lock-limits.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type TextSize = 'usual' | 'large' | 'largest';

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const SIZES: readonly TextSize[] = ['usual', 'large', 'largest'];

/** What a person may choose. */
export interface Preferences {
	readonly theme: Theme;
	readonly textSize: TextSize;
	/** Minutes in front without a touch before the drawer locks. */
	readonly idleMinutes: number;
	/** Minutes out of sight. */
	readonly hiddenMinutes: number;
	/** Whether three taps of Shift cover the screen: WCAG 2.1.4. */
	readonly isShiftOn: boolean;
	/** Whether a page that covered itself out of sight waits for a tap. */
	readonly isStaying: boolean;
}

/** What holds while nobody chose. */
export const USUAL: Preferences = {
	theme: 'auto',
	textSize: 'usual',
	idleMinutes: USUAL_MINUTES.idle,
	hiddenMinutes: USUAL_MINUTES.hidden,
	isShiftOn: true,
	isStaying: true
};

type Read = { readonly [K in keyof Preferences]: (value: unknown) => Preferences[K] | undefined };

const oneOf =
	<T>(known: readonly T[]) =>
	(value: unknown): T | undefined =>
		known.find((one) => one === value);
const asSwitch = (value: unknown) => (typeof value === 'boolean' ? value : undefined);

const READ: Read = {
	theme: oneOf(THEMES),
	textSize: oneOf(SIZES),
	idleMinutes: asMinutes,
	hiddenMinutes: asMinutes,
	isShiftOn: asSwitch,
	isStaying: asSwitch
};

/** What of something stored are preferences; a value of a wrong shape counts as never chosen. */
export function asPreferences(stored: unknown): Partial<Preferences> {
	if (typeof stored !== 'object' || stored === null) return {};
	const said = stored as Readonly<Record<string, unknown>>;
	const read = Object.entries(READ).map(([name, check]) => [name, check(said[name])] as const);
	return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
