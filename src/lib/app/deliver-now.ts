/** One delivery by this page. Loaded only on a device that belongs to an organisation. */
import type { Delivered } from '../sync/deliver.ts';
import { deliverNoted } from '../sync/noted.ts';
import { postJson } from '../sync/post.ts';
import type { Office } from '../vault/office.ts';
import type { Limits } from '../vault/office-limits.ts';
import { openOutbox } from '../vault/outbox.ts';
import type { Places } from '../vault/place.ts';
import { readAddress, SYNC_LOCK, writeAddress, type DeliveryAddress } from '../vault/outbox-signals.ts';
import { openSession, type OfficeVault } from './join.ts';

/** The vault as far as a delivery needs it; the worker's link has this shape. */
export type DeliveringVault = OfficeVault & Pick<Office, 'checkPulled' | 'copyStates' | 'cut'>;

/** What the pages ask of it beside deliveries. */
type PageVault = Places & Limits;

/** An open drawer. Its worker answers nothing more once `closed`. */
export interface OpenDrawer {
	readonly vault: DeliveringVault & PageVault;
	readonly profile: string;
	readonly closed: AbortSignal;
}

/** `elsewhere`: another tab or the service worker is at it. `not-joined`: there is nowhere to deliver to. */
export type Carried = Delivered | { readonly kind: 'elsewhere' } | { readonly kind: 'not-joined' };

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
	readonly #open: OpenDrawer | undefined;
	#isRenewed = false;

	constructor(open: OpenDrawer | undefined) {
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
		const answer = await postJson(path, body, token);
		if (answer.status !== 401 || token === undefined || this.#isRenewed) return answer;
		await this.#renew();
		return postJson(path, body, await this.#token());
	};

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

async function addressOf(open: OpenDrawer | undefined): Promise<DeliveryAddress | undefined> {
	const facts = open && (await whileOpen(open.closed, open.vault.membership()));
	if (open === undefined || facts?.state !== 'joined') return readAddress();
	const address = { profile: open.profile, device: facts.device };
	await writeAddress(address);
	return address;
}

async function carry(address: DeliveryAddress, open: OpenDrawer | undefined): Promise<Carried> {
	const outbox = await openOutbox(address.profile);
	if (outbox === undefined) return { kind: 'not-joined' };
	try {
		const credential = new Credential(open);
		const hasSession = await credential.begin();
		const ports = { store: outbox, device: address.device, post: credential.post, now: Date.now };
		return await deliverNoted(ports, { random: Math.random, hasSession });
	} finally {
		outbox.close();
	}
}

/** Cuts the revisions that a browser which was killed left due. */
export async function cutDue({ vault, closed }: OpenDrawer): Promise<void> {
	const states = (await whileOpen(closed, vault.copyStates())) ?? {};
	for (const [id, { reason }] of Object.entries(states))
		if (reason === 'not-cut') await whileOpen(closed, vault.cut(id));
}

/**
 * Pushes and pulls, unless somebody else in this browser does; then lets the vault check what came.
 * @param open the drawer, if it is open; locked, the cookie delivers ciphertext
 */
export async function deliverNow(open: OpenDrawer | undefined): Promise<Carried> {
	const address = await addressOf(open);
	if (address === undefined) return { kind: 'not-joined' };
	const carried = await navigator.locks.request(SYNC_LOCK, { ifAvailable: true }, (lock) =>
		lock === null ? ({ kind: 'elsewhere' } as const) : carry(address, open)
	);
	if (open) await whileOpen(open.closed, open.vault.checkPulled());
	return carried;
}
