/** One delivery by this page. Loaded only on a device that belongs to an organisation. */
import type { Delivered } from '../sync/deliver.ts';
import { deliverNoted } from '../sync/noted.ts';
import { postJson, postUnknown } from '../sync/post.ts';
import type { Office } from '../vault/office.ts';
import type { Versions } from '../vault/version-look.ts';
import { isAppError } from '../errors.ts';
import { makeWithRoom } from '../vault/make-room.ts';
import { writeProblem } from '../vault/write-problem.ts';
import { openOutbox } from '../vault/outbox.ts';
import { readAddress, SYNC_LOCK, withCookieOf, type DeliveryAddress } from '../vault/outbox-signals.ts';
import { ROOM_STEPS } from '../vault/room-steps.ts';
import { noteClock } from './clock-note.ts';
import { openSession, type OfficeVault } from './join.ts';

/** The vault as far as a delivery needs it; the worker's link has this shape. */
export type DeliveringVault = OfficeVault &
	Pick<Office, 'checkPulled' | 'copyStates' | 'cut'> &
	Pick<Versions, 'pulledOnly' | 'adoptPulled'>;

/** An open drawer. Its worker answers nothing more once `closed`. */
export interface OpenDrawer {
	readonly vault: DeliveringVault;
	readonly profile: string;
	readonly closed: AbortSignal;
}

/**
 * `elsewhere`: another tab or the service worker is at it. `not-joined`: there is nowhere to deliver to. `held-up`:
 * somebody else has signed in here since, so what waits needs its own person.
 */
export type Carried = Delivered | Unstored | { readonly kind: 'elsewhere' } | { readonly kind: 'not-joined' } | { readonly kind: 'held-up' };

/** This device could not store what came; it asks for it again. */
export interface Unstored {
	readonly kind: 'waiting';
	readonly trouble: 'no-room' | 'storage';
	readonly waitMs: number;
	readonly isAsked: false;
	readonly forked: false;
}

/** How a delivery ended, and how for the person whose turn it is: it may have been for somebody else. */
export interface DeliveryEnd {
	readonly end: Carried;
	readonly own: Carried;
}

/** What the vault answers, or undefined once it is locked: a worker that was ended never answers. */
async function whileOpen<T>(closed: AbortSignal, answer: Promise<T>): Promise<T | undefined> {
	if (closed.aborted) return undefined;
	const isClosed = new Promise<undefined>((resolve) =>
		closed.addEventListener('abort', () => resolve(undefined), { once: true })
	);
	return Promise.race([answer, isClosed]);
}

/** Asks with a session while the drawer is open, otherwise with the delivery cookie. */
class Credential {
	readonly #address: DeliveryAddress;
	readonly #open: OpenDrawer | undefined;
	#isRenewed = false;

	constructor(address: DeliveryAddress, open: OpenDrawer | undefined) {
		this.#address = address;
		this.#open = open;
	}

	/** Makes sure that there is a session, if there can be one. @returns whether there is */
	async begin(): Promise<boolean> {
		if ((await this.#token()) !== undefined) return true;
		await this.#renew();
		return (await this.#token()) !== undefined;
	}

	/** Posts; after 401 once more with a new session. */
	readonly post = async (path: string, body: unknown): Promise<Response> => {
		const token = await this.#token();
		const sentAt = Date.now();
		const answer = await this.#postWith(token, path, body);
		void noteClock(answer.headers.get('date'), sentAt, Date.now());
		if (answer.status !== 401 || token === undefined || this.#isRenewed) return answer;
		await this.#renew();
		return this.#postWith(await this.#token(), path, body);
	};

	#postWith(token: string | undefined, path: string, body: unknown): Promise<Response> {
		if (token !== undefined) return postJson(path, body, token);
		const post = () => postJson(path, body);
		// With the drawer open, why there is no session must show: no signal, a busy office, or one that wants a sign-in.
		return this.#open
			? withCookieOf(this.#address, post, () => postUnknown(path, body))
			: withCookieOf(this.#address, post);
	}

	/** Handed out for each request; it stays in the worker's memory. */
	async #token(): Promise<string | undefined> {
		return this.#open && whileOpen(this.#open.closed, this.#open.vault.sessionToken());
	}

	async #renew(): Promise<void> {
		this.#isRenewed = true;
		// Why there is none shows in the delivery itself, which goes on with the cookie.
		if (this.#open) await whileOpen(this.#open.closed, openSession(this.#open.vault));
	}
}

/** The open drawer's own address, if it has joined; undefined otherwise. */
async function addressOf(open: OpenDrawer): Promise<DeliveryAddress | undefined> {
	const facts = await whileOpen(open.closed, open.vault.membership());
	return facts?.state === 'joined' ? { profile: open.profile, device: facts.device } : undefined;
}

/** For whom it is carried, and whether a person asked for it just now. */
interface Carrying {
	readonly open: OpenDrawer | undefined;
	readonly isTapped?: boolean;
}

async function carry(address: DeliveryAddress, { open, isTapped = false }: Carrying): Promise<Carried> {
	const outbox = await openOutbox(address.profile);
	if (outbox === undefined) return { kind: 'not-joined' };
	try {
		const credential = new Credential(address, open);
		const hasSession = await credential.begin();
		const ports = { store: outbox, device: address.device, post: credential.post, now: Date.now };
		return await deliverNoted(ports, { random: Math.random, hasSession, isTapped });
	} finally {
		outbox.close();
	}
}

/** What comes from the office needs room as well. */
const withRoom = makeWithRoom(ROOM_STEPS);

/** Cuts the revisions that a browser which was killed left due. */
export async function cutDue({ vault, closed }: OpenDrawer): Promise<void> {
	const states = (await whileOpen(closed, vault.copyStates())) ?? {};
	for (const [id, { reason }] of Object.entries(states))
		if (reason === 'not-cut') await whileOpen(closed, vault.cut(id));
}

/** What a full or broken disk means for a delivery: nothing is lost, and it is asked for again. */
const UNSTORED_WAIT_MS = 60_000;

async function unlessUnstored<T>(work: () => Promise<T>): Promise<T | Unstored> {
	try {
		return await work();
	} catch (error) {
		// A fault of ours is not the disk's.
		if (isAppError(error)) throw error;
		const trouble = writeProblem(error) === 'full' ? 'no-room' : 'storage';
		return { kind: 'waiting', trouble, waitMs: UNSTORED_WAIT_MS, isAsked: false, forked: false };
	}
}

async function carryUnlessBusy(address: DeliveryAddress, carrying: Carrying): Promise<Carried> {
	return navigator.locks.request(SYNC_LOCK, { ifAvailable: true }, (lock) =>
		lock === null
			? ({ kind: 'elsewhere' } as const)
			: unlessUnstored(() => withRoom(() => carry(address, carrying)))
	);
}

/** The open drawer checks what came, and takes in what is new. */
async function takeIn({ closed, vault }: OpenDrawer, isMine: boolean): Promise<undefined> {
	await whileOpen(closed, vault.checkPulled());
	if (isMine) await whileOpen(closed, adoptPulled(vault));
	return undefined;
}

/**
 * Pushes and pulls, unless somebody else in this browser does; then lets the vault check what came. Locked, the cookie
 * delivers the ciphertext of the person whose cookie it is, and of nobody else.
 * @param carrying the drawer, if it is open, and whether a person tapped
 * @param profile whose turn it is
 */
export async function deliverNow(
	{ open, isTapped = false }: Carrying,
	profile: string | undefined
): Promise<DeliveryEnd> {
	const mine = open && (await addressOf(open));
	const address = mine ?? (await readAddress());
	if (address === undefined)
		return { end: { kind: 'not-joined' }, own: { kind: await whyNot(open, profile) } };
	const isOwn = address.profile === profile;
	const carried = await carryUnlessBusy(address, { open: mine && open, isTapped });
	const end = (open && (await unlessUnstored(() => takeIn(open, mine !== undefined)))) ?? carried;
	return { end, own: isOwn ? end : { kind: await whyNot(open, profile) } };
}

/** Records of the person's other devices become working copies here. */
async function adoptPulled(vault: DeliveringVault): Promise<void> {
	const { adoptPulledRecords } = await import('./adopt-pulled.ts');
	await adoptPulledRecords(vault);
}

/** Why a delivery had nothing to do with the person whose turn it is. */
async function whyNot(
	open: OpenDrawer | undefined,
	profile: string | undefined
): Promise<'not-joined' | 'held-up'> {
	if (open !== undefined || profile === undefined) return 'not-joined';
	const outbox = await openOutbox(profile);
	try {
		// Only what belongs to an organisation was ever queued.
		return outbox && (await outbox.unsent()).length > 0 ? 'held-up' : 'not-joined';
	} finally {
		outbox?.close();
	}
}
