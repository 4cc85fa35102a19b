/**
 * The page's side of the locked drawer. No key is ever here: keys live in the vault worker, which is started on making
 * or unlocking and ended by locking. Dexie, age and Argon2 load with that worker, not before.
 */
import { createContext } from 'svelte';
import type { DecisionRecord, RecordHeader } from '../record/types.ts';
import type { CopyState } from '../vault/copy-state.ts';
import type { DraftList, OpenResult, RecordFacts, SaveResult } from '../vault/drafts.ts';
import { endSession } from '../sync/post.ts';
import { listProfiles } from '../vault/slot-names.ts';
import type { Enrolment } from '../vault/enrolment.ts';
import type { Office } from '../vault/office.ts';
import type { Bytes } from '../trust/bytes.ts';
import type { PersonPlace } from '../vault/place.ts';
import type { UnlockSecret } from '../vault/unlocking.ts';
import type { MakeResult, UnlockResult } from '../vault/vault.ts';
import { DraftHandle } from './draft-handle.svelte.ts';
import { askToKeep } from './keep-data.ts';
import type { LockTimes } from './lock-limits.ts';
import { LockTimer } from './lock-timer.ts';
import { countWrongTry, forgetTries, readTries, waitLeft } from './lock-tries.ts';
import { OpenDrafts, within } from './open-drafts.ts';
import { holdUpdates } from './update.svelte.ts';
import type { OpenDrawer } from './deliver-now.ts';
import type { VaultLink } from './vault-link.ts';

/** `unknown`: not looked yet. */
export type DrawerState = 'unknown' | 'none' | 'locked' | 'open';
/** `cover`: covered for too long. `frozen`: the browser put the page to sleep. `left`: the page was left or closed. */
export type LockReason = 'button' | 'idle' | 'hidden' | 'other-tab' | 'fault' | 'cover' | 'frozen' | 'left';

/** How a drawer was locked, for whoever leaves its pages. */
export interface LockEnd {
	/** Otherwise this page's memory holds sealed words that must stay: leave by a way that keeps it. */
	readonly isEverythingKept: boolean;
	readonly reason: LockReason;
	/** Whose drawer it was. */
	readonly profile: string | undefined;
	/** Where the person was, for `Vault.openPlace` after the next unlock. */
	readonly place: Bytes | undefined;
}

/** What the drawer asks of the pages. */
export interface DrawerWiring {
	readonly lockTimes: () => LockTimes;
	/** The lock begins: at once, nothing in front may be readable any more. @returns where the person was */
	readonly onlocking: () => PersonPlace | undefined;
	/** The keys are gone: leave the page. */
	readonly onlocked: (end: LockEnd) => void;
	/** Pages that show what is in the drawer came back whole, from the browser's memory. */
	readonly onrestored: () => void;
}

/** `fault`: something of ours broke; nothing was changed. */
type Fault = { readonly ok: false; readonly reason: 'fault' };
/** `wait`: too soon after a wrong try; nothing was tried. */
export type UnlockOutcome =
	UnlockResult | Fault | { readonly ok: false; readonly reason: 'wait'; readonly waitMs: number };
/** `exists`: another tab made the drawer meanwhile. */
export type MakeOutcome = MakeResult | Fault | { readonly ok: false; readonly reason: 'exists' };
export type OpenOutcome =
	{ readonly ok: true; readonly handle: DraftHandle } | Extract<OpenResult, { ok: false }>;

/** The organisation's part of the vault, spoken to from the page. */
export type OfficeLink = Enrolment & Office;

const CHANNEL = 'doorstep-drawer';
/** What a person does themself counts in every tab; what one tab notices, in that tab. */
const EVERYWHERE: readonly LockReason[] = ['button', 'cover'];
const MAKE_LOCK = 'doorstep-make-drawer';
const FAULT: Fault = { ok: false, reason: 'fault' };
const NOT_OPEN = { ok: false, reason: 'not-open' } as const;

const nowText = () => new Date().toISOString();

/** The drawer of this page tree; provided by the root layout. */
export class Drawer {
	#state = $state<DrawerState>('unknown');
	#isWarning = $state(false);
	#link: VaultLink | undefined;
	#closing = new AbortController();
	#profile = $state<string>();
	/** Called after making or unlocking. */
	onopened: (() => void) | undefined;
	/** Called after a record was saved: what is on the server may be older than its text now. */
	onsaved: ((id: string) => void) | undefined;
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
		this.#channel.onmessage = () => void this.lock('other-tab');
		this.#timer = new LockTimer({
			page: document,
			times: this.#wiring.lockTimes,
			onwarn: (isWarning) => (this.#isWarning = isWarning),
			onlock: (reason) => void this.lock(reason)
		});
		// A page that goes or sleeps may never come back: whatever is unsaved is written first, then the keys go.
		const ending = new AbortController();
		const cutHidden = () => document.visibilityState === 'hidden' && void this.#drafts.cut();
		addEventListener('pagehide', () => void this.lock('left'), ending);
		// Back from another site: the browser may have kept this page whole.
		addEventListener('pageshow', ({ persisted }) => persisted && this.#wiring.onrestored(), ending);
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
	get opened(): OpenDrawer | undefined {
		const [link, profile] = [this.#link, this.#profile];
		return link && profile ? { vault: link.vault, profile, closed: this.#closing.signal } : undefined;
	}

	/** Opaque id of the person whose drawer it is, locked or open. */
	get profile(): string | undefined {
		return this.#profile;
	}

	/** True in the last 20 seconds before locking for want of a sign of life. */
	get isWarning(): boolean {
		return this.#isWarning;
	}

	/** What the vault can do for an organisation; undefined while the drawer is not open. */
	get office(): OfficeLink | undefined {
		return this.#link?.vault;
	}

	/** Finds out whether this device has a drawer. Needs no key and loads nothing. */
	async look(): Promise<void> {
		if (this.#state === 'open') return;
		[this.#profile] = await listProfiles();
		this.#state = this.#profile === undefined ? 'none' : 'locked';
	}

	/** Makes the drawer and leaves it open. Two tabs never make two: the second would hide the records of the first. */
	make(passphrase: string): Promise<MakeOutcome> {
		return navigator.locks.request(MAKE_LOCK, async () => {
			await this.look();
			if (this.#state !== 'none') return { ok: false, reason: 'exists' } as const;
			const link = await this.#start();
			const made = await link.vault.make(passphrase).catch(() => FAULT);
			if (!made.ok) {
				link.end();
				return made;
			}
			this.#profile = made.profile;
			this.#opened(link);
			void askToKeep();
			return made;
		});
	}

	/** Tries a secret. A wrong one takes as long as the right one, makes the next try wait, and wipes nothing. */
	async unlock(secret: UnlockSecret): Promise<UnlockOutcome> {
		if (this.#state === 'open') return { ok: true };
		if (this.#profile === undefined) return { ok: false, reason: 'no-drawer' };
		const tries = await readTries(Date.now());
		const waitMs = waitLeft(tries, Date.now());
		if (waitMs > 0) return { ok: false, reason: 'wait', waitMs };
		const link = await this.#start();
		const result = await link.vault.unlock(this.#profile, secret).catch(() => FAULT);
		if (result.ok) {
			await forgetTries();
			this.#opened(link);
		} else {
			link.end();
			if (result.reason === 'wrong-passphrase') await countWrongTry(tries, Date.now());
		}
		return result;
	}

	/** The person is there: the warning goes. */
	stay(): void {
		this.#timer?.stay();
	}

	/**
	 * Takes everything off the screen at once, saves or seals what is open, ends the worker with its keys, and leaves the page.
	 * A disk that hangs delays the end of the keys by seconds, and the blank screen not at all.
	 */
	async lock(reason: LockReason): Promise<void> {
		if (this.#state !== 'open') return;
		const [link, profile] = [this.#link, this.#profile];
		this.#timer?.stop();
		if (EVERYWHERE.includes(reason)) this.#channel?.postMessage('lock');
		const here = this.#wiring.onlocking();
		this.#state = 'locked';
		this.#drafts.hide();
		const place = reason !== 'fault' && link ? await this.#leave(link.vault, here) : undefined;
		this.#closing.abort();
		link?.end();
		this.#link = undefined;
		this.#drafts.drop();
		this.#wiring.onlocked({ isEverythingKept: this.#drafts.isEverythingKept, reason, profile, place });
	}

	/** Saves everything that is open. @returns whether all of it is on the disk */
	flush(): Promise<boolean> {
		return this.#drafts.flush();
	}

	/** The list, newest first, and the rows that are kept but cannot be opened. */
	async list(): Promise<DraftList> {
		if (!this.#link) return { headers: [], damaged: [] };
		const { headers, damaged } = await this.#link.vault.list();
		const newestFirst = (a: RecordHeader, b: RecordHeader) => b.savedAt.localeCompare(a.savedAt);
		return { headers: [...headers].sort(newestFirst), damaged };
	}

	/** Keeps a new record; its id is in the header. */
	async createRecord(record: DecisionRecord, facts: RecordFacts): Promise<SaveResult> {
		return (await this.#link?.vault.create({ record, facts, at: nowText() })) ?? NOT_OPEN;
	}

	/**
	 * Opens a record, for writing unless another tab writes it.
	 * @param describe makes what the list shows from the record, at each save
	 */
	async openRecord(id: string, describe: (record: DecisionRecord) => RecordFacts): Promise<OpenOutcome> {
		const opened = await this.#link?.vault.open(id);
		if (!opened?.ok) return opened ?? NOT_OPEN;
		const release = holdUpdates('draft');
		const handle: DraftHandle = new DraftHandle(opened, {
			describe,
			save: async (record, facts) => {
				const at = nowText();
				const saved = await this.#link?.vault.save({ id, record, facts, at });
				if (saved?.ok) this.onsaved?.(id);
				return saved?.ok ? { ok: true, at } : (saved ?? { ok: false, reason: 'locked' });
			},
			cut: async () => {
				await this.#link?.vault.cut(id);
			},
			reopen: async () => {
				const again = await this.#link?.vault.open(id);
				return again?.ok ? again : undefined;
			},
			onclose: () => {
				this.#drafts.remove(handle);
				release();
			}
		});
		this.#drafts.add(handle);
		await handle.claim();
		await this.#drafts.takeBack(handle, (sealed) => this.#link?.vault.takeBack(id, sealed));
		return { ok: true, handle };
	}

	/** Where the copies of the records are, by id. */
	async copyStates(): Promise<Readonly<Record<string, CopyState>>> {
		return (await this.#link?.vault.copyStates()) ?? {};
	}

	/** Saves, cuts, and ends the session. @returns where the person was, sealed */
	async #leave(vault: VaultLink['vault'], here: PersonPlace | undefined): Promise<Bytes | undefined> {
		const keeping = this.#drafts.keepBeforeLock(vault);
		const [place, token] = await Promise.all([
			here && within(vault.sealPlace(here)),
			within(vault.sessionToken()),
			keeping
		]);
		if (token !== undefined) void endSession(token);
		return place;
	}

	async #start(): Promise<VaultLink> {
		const { startVault } = await import('./vault-link.ts');
		return startVault(() => void this.lock('fault'));
	}

	#opened(link: VaultLink): void {
		this.#link = link;
		this.#closing = new AbortController();
		this.#state = 'open';
		this.#timer?.start();
		this.onopened?.();
	}
}

/** The drawer of this page tree. */
export const [theDrawer, provideDrawer] = createContext<Drawer>();
