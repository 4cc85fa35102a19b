/** How a device shows who it is: a session while the drawer is open, else the delivery cookie; as `app/deliver-now.ts`. */
import { toBase64Url } from '#lib/trust/bytes.ts';
import { signChallenge } from '#lib/trust/challenge.ts';
import type { ChallengeResponse } from '#lib/sync/protocol.ts';
import type { SigningKey } from '#lib/trust/dsse.ts';
import type { Reply, Said } from './office.ts';

/** What a device keeps of its credentials: the token in memory, the cookie in the browser. */
export interface Keyring {
	readonly device: string;
	readonly key: SigningKey;
	token: string | undefined;
	cookie: string | undefined;
	/** Keys are out of reach: no session can be opened. */
	isLocked: boolean;
}

type Send = (said: Said) => Promise<Reply>;

const parsed = (reply: Reply) => JSON.parse(reply.text) as Record<string, unknown>;

/** The cookie as the browser sends it back. */
function keepCookie(ring: Keyring, { headers }: Reply): void {
	const set = headers['set-cookie'];
	if (set !== undefined) ring.cookie = set.split(';')[0];
}

async function signIn(ring: Keyring, send: Send): Promise<void> {
	const { device } = ring;
	const asked = await send({ path: '/api/v1/challenge', text: JSON.stringify({ device }) });
	if (asked.status !== 200 || ring.isLocked) return;
	const { tenant, origin, nonce, expires } = parsed(asked) as unknown as ChallengeResponse;
	const signed = await signChallenge(ring.key, { tenant, origin, nonce, expires, device });
	const challenge = { payload: toBase64Url(signed.challenge), s: toBase64Url(signed.signature) };
	const answer = await send({ path: '/api/v1/session', text: JSON.stringify({ challenge }) });
	if (answer.status !== 200 || ring.isLocked) return;
	ring.token = String(parsed(answer).token);
	keepCookie(ring, answer);
}

/** One delivery's credential. */
export class Credential {
	readonly #ring: Keyring;
	readonly #send: Send;
	readonly #isPage: boolean;
	#isRenewed = false;

	/** @param isPage with the open drawer; else the service worker, which has nothing but the cookie */
	constructor(ring: Keyring, send: Send, isPage: boolean) {
		[this.#ring, this.#send, this.#isPage] = [ring, send, isPage];
	}

	/** @returns whether there is a session */
	async begin(): Promise<boolean> {
		if (!this.#isPage || this.#ring.isLocked) return false;
		if (this.#token() === undefined) await this.#renew();
		return this.#token() !== undefined;
	}

	readonly post = async (path: string, body: unknown): Promise<Reply> => {
		const text = JSON.stringify(body);
		const token = this.#token();
		const answer = await this.#shown({ path, text }, token);
		if (answer.status !== 401 || token === undefined || this.#isRenewed) return answer;
		await this.#renew();
		return this.#shown({ path, text }, this.#token());
	};

	async #shown(said: Said, token: string | undefined): Promise<Reply> {
		const { cookie } = this.#ring;
		if (token !== undefined) return this.#send({ ...said, token });
		const answer = await this.#send(cookie === undefined ? said : { ...said, cookie });
		keepCookie(this.#ring, answer);
		return answer;
	}

	#token(): string | undefined {
		return this.#isPage && !this.#ring.isLocked ? this.#ring.token : undefined;
	}

	async #renew(): Promise<void> {
		this.#isRenewed = true;
		try {
			await signIn(this.#ring, this.#send);
		} catch {
			// Why there is no session shows in the delivery itself.
		}
	}
}
