/**
 * The one journey that may be open on this device without a drawer. It lives in memory only: a reload starts again.
 * The engine is not imported here, so that Home and Danger stay small; the flow pages replay the answers.
 */
import { createContext } from 'svelte';
import type { RulesChoice } from '../flow/rules-card.ts';
import type { Journey, JourneyContext, JourneyInput, Party } from '../flow/types.ts';
import type { FlowId, LocalSettings, Pack, RecordKind } from '../pack/types.ts';

/** A journey that has begun. The pack and the settings stay as they were when it began. */
export interface OpenJourney {
	readonly pack: Pack;
	readonly settings: LocalSettings;
	/** Instant of the decision, ISO 8601. */
	readonly decidedAt: string;
	readonly input: JourneyInput;
	/** Q-id, where it began with a quick check that is to be kept. */
	readonly quick?: string;
	/** What the person chose on the card of "Which rules apply?". */
	readonly choice?: RulesChoice;
	/** Set while "Which rules apply?" is asked beside the flow of a record: for whom. */
	readonly rulesFor?: { readonly receiver?: Party };
	/** Kind of the record that this one belongs to. */
	readonly linkedKind?: RecordKind;
	/** Set while some pages of a record's journey are asked by themselves: replays only those. */
	readonly pagesOf?: (input: JourneyInput, context: JourneyContext) => Journey;
	/** YYYY-MM-DD: a preview as if decided on that day. It is nobody's decision, so it can never be recorded. */
	readonly asIf?: string;
}

/** Holds the open journey for all pages. */
export class JourneyDesk {
	#open = $state.raw<OpenJourney | undefined>();
	#way = $state.raw<{ readonly flow: FlowId; readonly entry: string } | undefined>();

	/** Set by the page in front while it can turn "Danger now" into an answer; returns whether it did. */
	takeDanger: (() => boolean) | undefined;

	/** The taps of the quick check so far. `isSafe`: nobody is in danger now. */
	quick = $state.raw<{ readonly isSafe: boolean; readonly why?: string; readonly who?: string }>({
		isSafe: false
	});

	/** Number of the page last seen, to come back to. */
	seenNumber = $state(1);

	/** The open journey, if any. */
	get open(): OpenJourney | undefined {
		return this.#open;
	}

	/** How many answers would be lost by starting again. */
	get answerCount(): number {
		return this.#open?.input.answers.length ?? 0;
	}

	/** Whether anything was answered that is not recorded, in a check or a quick one. */
	get isBegun(): boolean {
		return this.answerCount > 0 || this.quick.why !== undefined;
	}

	/** Replaces the open journey by a new one. */
	begin(journey: OpenJourney): void {
		this.#open = journey;
		this.seenNumber = 1;
	}

	/** Keeps new answers of the open journey. */
	keep(input: JourneyInput): void {
		if (this.#open) this.#open = { ...this.#open, input };
	}

	/** Keeps what was chosen on the card of the open journey. */
	keepChoice(choice: RulesChoice): void {
		if (this.#open) this.#open = { ...this.#open, choice };
	}

	/** Forgets the open journey and all its answers. */
	clear(): void {
		this.#open = undefined;
	}

	/** Forgets everything that somebody did here without a drawer: the device goes to another person. */
	forget(): void {
		this.clear();
		this.#way = undefined;
		this.quick = { isSafe: false };
		this.seenNumber = 1;
	}

	/** Notes that the next start of `flow` takes another way in than its first question. Kept out of the URL. */
	choose(flow: FlowId, entry: string): void {
		this.#way = { flow, entry };
	}

	/** The way in that was chosen for `flow`, once. */
	takeEntry(flow: FlowId): string | undefined {
		const way = this.#way;
		this.#way = undefined;
		return way?.flow === flow ? way.entry : undefined;
	}
}

/** The journey desk of this page tree. */
export const [journeyDesk, provideJourneyDesk] = createContext<JourneyDesk>();
