/**
 * The page's side of delivery: when to send, and what to say about it. The work is in `deliver-now.ts`, loaded only on a
 * device that belongs to an organisation. The result of the last try is the truth; `navigator.onLine` only a hint.
 */
import { createContext } from 'svelte';
import type { CopyState } from '../vault/copy-state.ts';
import { readAddress, SYNC_CHANNEL, type SyncSignal } from '../vault/outbox-signals.ts';
import { readLastProfile } from '../vault/profiles.ts';
import { askBackgroundSync, letWorkerCarryOn } from './background-sync.ts';
import type { Carried, deliverNow, DeliveryEnd } from './deliver-now.ts';
import type { Drawer } from './drawer.svelte.ts';
import { NOTHING_WAITING } from './top-words.ts';
import type { WaitingView } from './waiting-view.ts';

/** People who look at the screen do not all come back in the same second. @source reference/sync.md section 5 */
const SPREAD_MS = 3000;
/** What somebody else in this browser began is looked at again after this. */
const ELSEWHERE_MS = 20_000;
/** Coming to the front again so soon asks for nothing new. */
const FRESH_MS = 30_000;
/** Where no answer has named one. */
const USUAL_SPREAD_MS = 120_000;

/** Who wants it sent. Only a person's tap may go before the time that a busy server asked for. */
type Trigger = 'launch' | 'open' | 'queued' | 'front' | 'hide' | 'online' | 'time' | 'tap';

/** Delivery on this page; provided by the root layout. */
export class Delivery {
	readonly #drawer: Drawer;
	#view = $state.raw<WaitingView>(NOTHING_WAITING);
	#isSending = $state(false);
	#copies = $state.raw<Readonly<Record<string, CopyState>>>({});
	#result = $state('');
	#announcement = $state('');
	#channel: BroadcastChannel | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<void> | undefined;
	#isWantedAgain = false;
	/** A person waits for words, also when something was under way already. */
	#isTapped = false;
	/** On the page's own steady clock: a device clock that jumps must not hold a delivery back for years. */
	#notBefore = 0;
	#doneAt = -FRESH_MS;

	constructor(drawer: Drawer) {
		this.#drawer = drawer;
	}

	/** What is not on the server yet. */
	get view(): WaitingView {
		return this.#view;
	}

	get isSending(): boolean {
		return this.#isSending;
	}

	/** Where the copies of the records are, by id; empty while locked. Follows every save and every delivery. */
	get copies(): Readonly<Record<string, CopyState>> {
		return this.#copies;
	}

	/** What came of the last *Send now*. */
	get result(): string {
		return this.#result;
	}

	/** Said once, politely, when everything has arrived. */
	get announcement(): string {
		return this.#announcement;
	}

	/** Whether something has waited for more than a day. */
	get isOverdue(): boolean {
		return this.#view.isOverdue;
	}

	/** Starts at launch. @returns stops */
	watch(): () => void {
		const ending = new AbortController();
		this.#channel = new BroadcastChannel(SYNC_CHANNEL);
		this.#channel.onmessage = ({ data }) => void this.#heard(data as SyncSignal);
		this.#drawer.onopened = () => void this.#opened();
		this.#drawer.onsaved = (id) => this.#saved(id);
		this.#drawer.onturn = () => void this.#turned();
		addEventListener('online', () => this.#later(Math.random() * this.#spread, 'online'), ending);
		addEventListener('pagehide', () => this.#leave(letWorkerCarryOn), ending);
		const turned = () => {
			if (document.visibilityState === 'hidden') this.#hide();
			else void this.#wish('front');
		};
		document.addEventListener('visibilitychange', turned, ending);
		void this.#launch();
		return () => {
			ending.abort();
			clearTimeout(this.#timer);
			this.#channel?.close();
			this.#drawer.onopened = undefined;
			this.#drawer.onsaved = undefined;
			this.#drawer.onturn = undefined;
		};
	}

	/** *Send now*: tries at once and says what happened. */
	async sendNow(): Promise<void> {
		this.#result = '';
		this.#isTapped = true;
		await this.#wish('tap');
	}

	/** A person has read that the server's history changed. */
	async forkSeen(): Promise<void> {
		const { noteForkSeen } = await import('./waiting-view.ts');
		await noteForkSeen(this.#drawer.profile, this.#view.history);
		await this.#look();
	}

	/** *Try again*, for something that the office refused. */
	async tryAgain(key: string): Promise<void> {
		const { putBack } = await import('./waiting-view.ts');
		await putBack(this.#drawer.profile, key);
		await this.#look();
		await this.sendNow();
	}

	/** Reads again what waits. */
	async #look(): Promise<void> {
		const { readWaiting, showBadge } = await import('./waiting-view.ts');
		const { profile } = this.#drawer;
		const view = (await readWaiting(profile)) ?? NOTHING_WAITING;
		const copies = (await this.#drawer.vault?.copyStates()) ?? {};
		// Somebody else's turn meanwhile: what was read is not for their eyes.
		if (profile !== this.#drawer.profile) return;
		this.#view = view;
		void showBadge(view);
		this.#copies = copies;
	}

	async #launch(): Promise<void> {
		if ((await readAddress()) === undefined && (await readLastProfile()) === undefined) return;
		await this.#drawer.look();
		await this.#look();
		await this.#wish('launch');
	}

	/** Nothing about one person is left on the screen for the next. */
	async #turned(): Promise<void> {
		this.#view = NOTHING_WAITING;
		this.#copies = {};
		this.#result = '';
		this.#announcement = '';
		await this.#look();
	}

	async #opened(): Promise<void> {
		const { cutDue } = await import('./deliver-now.ts');
		if (this.#drawer.opened) await cutDue(this.#drawer.opened);
		await this.#look();
		await this.#wish('open');
	}

	/** Newer text than any revision, until the next one is cut. */
	#saved(id: string): void {
		const known = this.#copies[id];
		if (known === undefined || known.place === 'device-only') return;
		this.#copies = { ...this.#copies, [id]: { place: 'device-only', reason: 'not-cut' } };
	}

	async #heard(signal: SyncSignal): Promise<void> {
		await this.#look();
		if (signal !== 'queued') return;
		askBackgroundSync();
		await this.#wish('queued');
	}

	/** While somebody looks and something waits, it goes at once; what nobody waits for spreads itself. */
	get #spread(): number {
		const isAwaited = !document.hidden && this.#view.items.length > 0;
		return isAwaited ? SPREAD_MS : (this.#view.note?.spreadMs ?? USUAL_SPREAD_MS);
	}

	/** A last small request still goes when the browser stops the page; without the worker there is nobody else. */
	#hide(): void {
		this.#leave(() => (askBackgroundSync(), void this.#wish('hide')));
	}

	/** Hands over to the service worker what waits. */
	#leave(ask: () => void): void {
		if (this.#view.items.some(({ place }) => place === 'waiting')) ask();
	}

	#later(ms: number, trigger: Trigger): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#wish(trigger), ms);
	}

	/** Sends now, or after what is under way, or when a busy server wants it. */
	async #wish(trigger: Trigger): Promise<void> {
		const wait = this.#notBefore - performance.now();
		if (trigger !== 'tap' && wait > 0) return this.#later(wait, 'time');
		const isFresh = performance.now() - this.#doneAt < FRESH_MS && this.#view.items.length === 0;
		if (trigger === 'front' && isFresh) return;
		if (trigger === 'time' && document.visibilityState === 'hidden' && this.#view.items.length === 0) return;
		if (this.#running) {
			this.#isWantedAgain = true;
			await this.#running;
			return;
		}
		this.#running = this.#sendAll().finally(() => (this.#running = undefined));
		await this.#running;
	}

	async #sendAll(): Promise<void> {
		this.#isSending = true;
		// Should this page's storage fail in the middle, it is tried again all the same.
		this.#later(ELSEWHERE_MS, 'time');
		const before = this.#view.items.length;
		try {
			const { deliverNow } = await import('./deliver-now.ts');
			let { end, own } = await this.#sendOnce(deliverNow);
			while (this.#isWantedAgain && end.kind === 'quiet') ({ end, own } = await this.#sendOnce(deliverNow));
			await this.#look();
			this.#channel?.postMessage('changed' satisfies SyncSignal);
			this.#settle(end);
			await this.#say(own, before);
		} finally {
			this.#isSending = false;
		}
	}

	#sendOnce(deliver: typeof deliverNow): Promise<DeliveryEnd> {
		this.#isWantedAgain = false;
		return deliver({ open: this.#drawer.opened, isTapped: this.#isTapped }, this.#drawer.profile);
	}

	#settle(end: Carried): void {
		if (end.kind === 'not-joined' || end.kind === 'held-up') return clearTimeout(this.#timer);
		if (end.kind === 'elsewhere') return this.#later(ELSEWHERE_MS, 'time');
		if (end.kind === 'quiet') {
			this.#doneAt = performance.now();
			this.#notBefore = 0;
			return this.#later(end.nextPollMs, 'time');
		}
		// This page may be closed before its next try.
		this.#leave(askBackgroundSync);
		this.#notBefore = end.isAsked ? performance.now() + end.waitMs : 0;
		this.#later(end.waitMs, 'time');
	}

	async #say(end: Carried, before: number): Promise<void> {
		const { sendResult } = await import('./delivery-words.ts');
		const words = sendResult(end, this.#view);
		const hasArrived = before > 0 && this.#view.items.length === 0;
		if (this.#isTapped) this.#result = words;
		this.#announcement = this.#isTapped || hasArrived ? words : '';
		this.#isTapped = false;
	}
}

/** Delivery on this page. */
export const [theDelivery, provideDelivery] = createContext<Delivery>();
