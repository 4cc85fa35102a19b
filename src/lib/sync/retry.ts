import { asFields, isCount } from './protocol-parse.ts';

/** @source reference/sync.md section 5 */
const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60_000;

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/**
 * How long to wait after so many failures in a row: full jitter, so that a thousand devices do not come back at once.
 * @param failures from 1
 * @param retryAfterMs what the server asked for; it wins, is at least a second, and is stretched by up to half
 */
export function waitAfter(failures: number, random: Random, retryAfterMs?: number): number {
	// No wait at all would be a storm of our own making.
	if (retryAfterMs !== undefined) return Math.round(Math.max(1000, retryAfterMs) * (1 + random() / 2));
	const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
	return Math.round(random() * ceiling);
}

/** Seconds or a date, as HTTP has it; undefined when it is neither. @param now this device's clock, ms */
export function readRetryAfter(value: string | null, now: number): number | undefined {
	if (value === null || value.trim() === '') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return seconds < 0 ? undefined : Math.min(seconds * 1000, LONGEST_MS);
	const at = Date.parse(value);
	return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), LONGEST_MS);
}

/** Why a delivery did not get through; a device shows it in words. */
export type Trouble =
	| 'offline'
	| 'sign-in'
	| 'not-yours'
	| 'log-fork'
	| 'too-large'
	| 'too-many'
	| 'busy'
	| 'server-fault'
	| 'not-doorstep'
	| 'update-app'
	| 'refused';

/** An answer that is not the one hoped for. */
export interface Failure {
	readonly trouble: Trouble;
	readonly retryAfterMs?: number;
	/** Our own server said so by name, and nothing on the way. */
	readonly isOurs: boolean;
	/** Of `update-app`: what became of the push, as the server wrote it; it was taken all the same. */
	readonly acks?: unknown;
	/** Of `log-fork`: where the server's log stands. */
	readonly fork?: { readonly seq: number; readonly chain: string };
}

const BY_STATUS = new Map<number, Trouble>([
	[401, 'sign-in'],
	[403, 'not-yours'],
	[413, 'too-large'],
	[426, 'update-app'],
	[429, 'too-many'],
	[503, 'busy']
]);

/** Both heads are reported to a person: what is no place of a log is no news of one. */
function forkOf(body: unknown): Failure['fork'] {
	const problem = asFields(body);
	const { seq, chain } = problem ?? {};
	if (problem?.reason !== 'log-fork' || !isCount(seq)) return undefined;
	return typeof chain === 'string' && /^[\w-]{43}$/.test(chain) ? { seq, chain } : undefined;
}

/** Far more than any answer of ours, and little enough for a telephone: what inflates without end is cut off. */
const MOST_BYTES = 16 * 1024 * 1024;

async function readText({ body }: Response): Promise<string | undefined> {
	const decoder = new TextDecoder();
	let size = 0;
	let text = '';
	const reader = body?.getReader();
	for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
		size += part.value.length;
		if (size > MOST_BYTES) {
			await reader?.cancel();
			return undefined;
		}
		text += decoder.decode(part.value, { stream: true });
	}
	return text + decoder.decode();
}

/** JSON of an answer; undefined when it is something else, such as the sign-in page of a café. */
export async function readBody(answer: Response): Promise<unknown> {
	if (!/json/.test(answer.headers.get('content-type') ?? '')) return undefined;
	try {
		const text = await readText(answer);
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		// Cut off on the way: the next try gets it whole.
		return undefined;
	}
}

function troubleOf(status: number, isOurs: boolean): Trouble {
	const known = BY_STATUS.get(status);
	// A proxy on the way answers in HTML and knows nothing of our reasons: its 503 is no promise of ours.
	if (status >= 500) return isOurs && known !== undefined ? known : 'server-fault';
	return known ?? (isOurs ? 'refused' : 'not-doorstep');
}

/** What an answer that is not 200 means. @param now this device's clock, ms */
export async function failureOf(answer: Response, now: number): Promise<Failure> {
	const body = await readBody(answer);
	const isFork = answer.status === 409 && asFields(body)?.reason === 'log-fork';
	const fork = isFork ? forkOf(body) : undefined;
	if (isFork && fork === undefined) return { trouble: 'not-doorstep', isOurs: false };
	if (fork !== undefined) return { trouble: 'log-fork', isOurs: true, fork };
	const fields = asFields(body);
	const isOurs = fields?.reason !== undefined;
	const trouble = troubleOf(answer.status, isOurs);
	const retryAfterMs = readRetryAfter(answer.headers.get('retry-after'), now);
	return {
		trouble,
		isOurs,
		...(retryAfterMs !== undefined && { retryAfterMs }),
		...(trouble === 'update-app' && isOurs && { acks: fields.acks })
	};
}
