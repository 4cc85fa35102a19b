/** The journey of a preview, apart from the one that may be recorded. In memory only, gone when its pages are left. */
import { createContext } from 'svelte';
import { startJourney } from '../flow/answers.ts';
import type { JourneyInput } from '../flow/types.ts';
import type { FlowId, LocalSettings, Pack } from '../pack/types.ts';
import { instantOf, settingsTried, type Overrides } from './as-of.ts';
import type { OpenJourney } from './journey.svelte.ts';

/** Holds the day looked at, what is tried, and the journey as of that day. */
export class PreviewDesk {
	/** YYYY-MM-DD; undefined until one is typed. */
	day = $state<string>();
	tried = $state.raw<Overrides>({});
	#open = $state.raw<OpenJourney>();

	/** The journey as of the day, if one was begun. */
	get open(): OpenJourney | undefined {
		return this.#open;
	}

	/** Begins a flow as if it were decided on a day. */
	begin(
		pack: Pack,
		way: { readonly flow: FlowId; readonly day: string; readonly settings: LocalSettings }
	): void {
		this.#open = {
			pack,
			settings: settingsTried(way.settings, this.tried),
			decidedAt: instantOf(way.day),
			input: startJourney(way.flow),
			asIf: way.day
		};
	}

	/** Keeps new answers while these pages are open. */
	keep(input: JourneyInput): void {
		if (this.#open) this.#open = { ...this.#open, input };
	}
}

/** The preview of the pages under `/guidance/as-of`. */
export const [previewDesk, providePreviewDesk] = createContext<PreviewDesk>();
