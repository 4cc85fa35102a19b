/**
 * The page's side of the locked drawer. No key is ever here: keys live in the vault worker, which is started on making
 * or unlocking and ended by locking. Dexie, age and Argon2 load with that worker, not before.
 */
import { createContext } from 'svelte';
import type { DecisionRecord } from '../record/types.ts';
import type { DraftList, RecordFacts, SaveResult } from '../vault/drafts.ts';
import type { Bytes } from '../trust/bytes.ts';
import type { UnlockSecret } from '../vault/unlocking.ts';
import { goOnWithWork, isTurnOf, lookForPeople, NOBODY, noteTurn, type People } from './drawer-people.ts';
import type {
	ChosenMark,
	DrawerState,
	DrawerWiring,
	LockReason,
	MakeOutcome,
	OpenOutcome,
	PersonTile,
	UnlockOutcome
} from './drawer-types.ts';
import { askToKeep } from './keep-data.ts';
import { LockTimer } from './lock-timer.ts';
import { tryInTurn } from './lock-tries.ts';
import { createNow, OpenDrafts } from './open-drafts.ts';
import { newestFirst } from './record-order.ts';
import type { OpenDrawer } from './deliver-now.ts';
import type { VaultLink } from './vault-link.ts';

const CHANNEL = 'doorstep-drawer';
/** What a person does themself counts in every tab; what one tab notices, in that tab. */
const EVERYWHERE: readonly LockReason[] = ['button', 'switch', 'cover'];
const MAKE_LOCK = 'doorstep-make-drawer';
/** Said to the other tabs: lock, whoever is in. */
const ALL = 'lock';
const FAULT = { ok: false, reason: 'fault' } as const;

/** The drawer of this page tree; provided by the root layout. */
export class Drawer {
	#state = $state<DrawerState>('unknown');
	#isWarning = $state(false);
	#link: VaultLink | undefined;
	#closing = new AbortController();
	#people = $state.raw<People>(NOBODY);
	/** Called after making or unlocking. */
	onopened: (() => void) | undefined;
	/** Called after a record was saved: what is on the server may be older than its text now. */
	onsaved: ((id: string) => void) | undefined;
	/** Called when it becomes another person's turn, or nobody's. */
	onturn: (() => void) | undefined;
	readonly #wiring: DrawerWiring;
	readonly #drafts = new OpenDrafts();
	#channel: BroadcastChannel | undefined;
	#timer: LockTimer | undefined;

	constructor(wiring: DrawerWiring) {
		this.#wiring = wiring;
	}

	/**
	 * Starts watching this page: for its person, its end, and other tabs that lock. Once, by the root layout.
	 * @returns stops watching
	 */
	watch(): () => void {
		this.#channel = new BroadcastChannel(CHANNEL);
		this.#channel.onmessage = ({ data }: MessageEvent<string>) => void this.#told(data);
		this.#timer = new LockTimer({
			page: document,
			times: this.#wiring.lockTimes,
			onwarn: (isWarning) => (this.#isWarning = isWarning),
			onlock: (reason) => void this.lock(reason)
		});
		void goOnWithWork();
		// A page that goes or sleeps may never come back: whatever is unsaved is written first, then the keys go.
		const ending = new AbortController();
		const cutHidden = () => document.visibilityState === 'hidden' && void this.#drafts.cut();
		addEventListener('pagehide', () => void this.lock('left'), ending);
		addEventListener('pageshow', ({ persisted }) => persisted && void this.#cameBack(), ending);
		document.addEventListener('freeze', () => void this.lock('frozen'), ending);
		document.addEventListener('visibilitychange', cutHidden, ending);
		return () => {
			ending.abort();
			this.#timer?.stop();
			this.#channel?.close();
		};
	}

	get state(): DrawerState {
		return this.#state;
	}

	/** The open drawer, for what asks the vault about the organisation; undefined while locked. */
	get opened(): (Omit<OpenDrawer, 'vault'> & Pick<VaultLink, 'vault'>) | undefined {
		const [link, profile] = [this.#link, this.#people.chosen];
		return link && profile ? { vault: link.vault, profile, closed: this.#closing.signal } : undefined;
	}

	/** Everybody who has a drawer here. */
	get profiles(): readonly PersonTile[] {
		return this.#people.all;
	}

	/** Opaque id of the person whose turn it is, whether the drawer is locked or open; undefined while nobody said so. */
	get profile(): string | undefined {
		return this.#people.chosen;
	}

	/** True in the last 20 seconds before locking for want of a sign of life. */
	get isWarning(): boolean {
		return this.#isWarning;
	}

	/** What the vault can do; undefined while the drawer is not open. */
	get vault(): VaultLink['vault'] | undefined {
		return this.#link?.vault;
	}

	/** Finds out who has a drawer on this device. Needs no key and loads nothing. */
	async look(): Promise<void> {
		this.#see(await lookForPeople(this.profile));
		if (this.#state !== 'open') this.#state = this.#people.all.length === 0 ? 'none' : 'locked';
	}

	/** It is another person's turn, or nobody's yet. Locks whatever is open first, here and in every tab. */
	async choose(profile: string | undefined): Promise<void> {
		const wasOpen = this.#state === 'open' && profile !== this.profile;
		if (wasOpen) await this.#close('switch');
		await this.#turnOf(profile);
		if (wasOpen) this.#left('switch');
	}

	/**
	 * Makes a drawer beside those that are here, and leaves it open. Two tabs that mean the same one never make two: the
	 * slower is told, and looks anew.
	 */
	make(passphrase: string, mark?: ChosenMark): Promise<MakeOutcome> {
		return navigator.locks.request(MAKE_LOCK, async () => {
			const known = this.profiles.map(({ profile }) => profile);
			await this.look();
			const isNew = this.profiles.some(({ profile }) => !known.includes(profile));
			if (isNew || this.#state === 'open') return { ok: false, reason: 'exists' } as const;
			const link = await this.#start();
			const made = await link.vault.make(passphrase, mark).catch(() => FAULT);
			if (!made.ok) {
				link.end();
				return made;
			}
			await this.#opened(link, made.profile);
			void askToKeep();
			return made;
		});
	}

	/** Tries a secret. A wrong one takes as long as the right one, makes the next try wait, and wipes nothing. */
	async unlock(secret: UnlockSecret): Promise<UnlockOutcome> {
		if (this.#state === 'open') return { ok: true };
		const { profile } = this;
		if (profile === undefined) return { ok: false, reason: 'no-drawer' };
		return tryInTurn(profile, async () => {
			const link = await this.#start();
			const result = await link.vault.unlock(profile, secret).catch(() => FAULT);
			if (result.ok) await this.#opened(link, profile);
			else link.end();
			return result;
		});
	}

	/** The person is there: the warning goes. */
	readonly stay = () => this.#timer?.stay();

	/**
	 * Takes everything off the screen at once, saves or seals what is open, ends the worker with its keys, and leaves the page.
	 * A disk that hangs delays the end of the keys by seconds, and the blank screen not at all.
	 */
	async lock(reason: LockReason): Promise<void> {
		if (this.#state !== 'open') return;
		this.#left(reason, await this.#close(reason));
	}

	/** Locks every other tab, which saves first: while new keys are made no tab may hold the old ones. */
	readonly lockOtherTabs = () => this.#channel?.postMessage(ALL);

	/** Words that are not on the disk yet: `flush` saves all of them, `unsaved` gives them for a rescue file. */
	get unwritten(): Pick<OpenDrafts, 'flush' | 'unsaved'> {
		return this.#drafts;
	}

	/** The list, newest first, and the rows that are kept but cannot be opened. */
	async list(): Promise<DraftList> {
		return this.#link ? newestFirst(await this.#link.vault.list()) : { headers: [], damaged: [] };
	}

	/** Keeps a new record; its id is in the header. */
	createRecord(record: DecisionRecord, facts: RecordFacts): Promise<SaveResult> {
		return createNow(this.#link?.vault, record, facts);
	}

	/**
	 * Opens a record, for writing unless another tab writes it.
	 * @param describe makes what the list shows from the record, at each save
	 */
	openRecord(id: string, describe: (record: DecisionRecord) => RecordFacts): Promise<OpenOutcome> {
		const onsaved = () => this.onsaved?.(id);
		return this.#drafts.open(id, { vault: () => this.#link?.vault, describe, onsaved });
	}

	/** @returns where the person was, sealed */
	async #close(reason: LockReason): Promise<Bytes | undefined> {
		const link = this.#link;
		this.#timer?.stop();
		if (EVERYWHERE.includes(reason)) this.#channel?.postMessage(ALL);
		const here = this.#wiring.onlocking();
		this.#state = 'locked';
		this.#drafts.hide();
		const place = reason !== 'fault' && link ? await this.#drafts.leave(link.vault, here) : undefined;
		this.#closing.abort();
		link?.end();
		this.#link = undefined;
		this.#drafts.drop();
		return place;
	}

	#left(reason: LockReason, place?: Bytes): void {
		const { isEverythingKept } = this.#drafts;
		this.#wiring.onlocked({ isEverythingKept, reason, profile: this.profile, place });
	}

	/** The browser had kept this page: with all its text, and perhaps from somebody else's turn. */
	async #cameBack(): Promise<void> {
		this.#wiring.onrestored();
		if (!(await isTurnOf(this.profile))) location.reload();
	}

	async #start(): Promise<VaultLink> {
		// A lock that is still saving ends its own worker: it must not let go of this one.
		await this.#drafts.left;
		const { startVault } = await import('./vault-link.ts');
		return startVault(() => void this.lock('fault'));
	}

	/** @returns whether it is another person's turn than before */
	#see(people: People): boolean {
		const isAnother = people.chosen !== this.profile;
		this.#people = people;
		if (isAnother) this.onturn?.();
		return isAnother;
	}

	async #turnOf(profile: string | undefined): Promise<void> {
		const isAnother = this.#see({ ...this.#people, chosen: profile });
		if (isAnother) this.#channel?.postMessage(profile ?? 'nobody');
		await noteTurn(profile, isAnother);
	}

	async #opened(link: VaultLink, profile: string): Promise<void> {
		this.#link = link;
		this.#drafts.owner = profile;
		this.#closing = new AbortController();
		await this.#turnOf(profile);
		this.#people = await lookForPeople(profile);
		this.#state = 'open';
		this.#channel?.postMessage(profile);
		this.#timer?.start();
		this.onopened?.();
	}

	/** Another tab locks, or says whose turn it is: two people never have theirs open in one browser. */
	async #told(who: string): Promise<void> {
		if (who === this.profile) return;
		await this.lock('other-tab');
		if (who === ALL) return;
		this.#see({ ...this.#people, chosen: who === 'nobody' ? undefined : who });
	}
}

/** The drawer of this page tree. */
export const [theDrawer, provideDrawer] = createContext<Drawer>();
