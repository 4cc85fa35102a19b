/** Runs bad inputs against one format and counts what must be zero: accepted, crashed, bytes released. */
import type { Random } from '../random.ts';

/** What an opener said; anything but `ok: true` is a refusal, and a refusal must carry nothing. */
export type Answer = { readonly ok: boolean } | undefined;

/** One bad input, ready to be tried. */
export interface Attempt {
	/** How the input was made, for the report of a failure. */
	readonly how: string;
	run(): Promise<Answer>;
}

/** A format under test. */
export interface Target {
	readonly name: string;
	/** How many tries of a hundred thousand it gets, at most; slow ones get few. */
	readonly share: number;
	/** Words and keys inside the good input: none of them may be seen in a refusal or a crash. */
	readonly secrets: readonly string[];
	/** The good input: it must open, else every refusal would be worth nothing. */
	good(): Promise<Answer>;
	/** Bad inputs, about as many as asked for. */
	attempts(random: Random, tries: number): Iterable<Attempt>;
}

export interface Count {
	readonly name: string;
	readonly tried: number;
	readonly accepted: number;
	readonly crashed: number;
	/** Bytes and secret words that came out of inputs that were refused, accepted or crashed. */
	readonly released: number;
	/** How the first few failures were made. */
	readonly examples: readonly string[];
}

/** Bytes anywhere in a value, and letters of the secrets that its texts show. */
function released(value: unknown, secrets: readonly string[], depth = 0): number {
	if (typeof value === 'string')
		return secrets.reduce((sum, secret) => sum + (value.includes(secret) ? secret.length : 0), 0);
	if (ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value !== 'object' || value === null || depth > 8) return 0;
	const members: readonly unknown[] = Object.values(value);
	const inner = value instanceof Error ? [value.message, value.cause, ...members] : members;
	return inner.reduce<number>((sum, item) => sum + released(item, secrets, depth + 1), 0);
}

interface Tried {
	readonly isAccepted: boolean;
	readonly isCrash: boolean;
	readonly bytes: number;
}

async function tryOne(attempt: Attempt, secrets: readonly string[]): Promise<Tried> {
	try {
		const answer = await attempt.run();
		const isAccepted = answer?.ok === true;
		return { isAccepted, isCrash: false, bytes: released(answer, secrets) };
	} catch (fault) {
		// Whatever is thrown, also by name: a bad input is an expected thing and must be a value.
		return { isAccepted: false, isCrash: true, bytes: released(fault, secrets) };
	}
}

/** Tries a format's bad inputs. Its good input must open, and something must be tried. */
export async function judge(target: Target, random: Random, tries: number): Promise<Count> {
	const good = await tryOne({ how: 'good', run: () => target.good() }, []);
	if (!good.isAccepted) throw new TypeError(`${target.name}: the good input does not open`);
	let [tried, accepted, crashed, bytes] = [0, 0, 0, 0];
	const examples: string[] = [];
	for (const attempt of target.attempts(random, tries)) {
		const { isAccepted, isCrash, bytes: out } = await tryOne(attempt, target.secrets);
		tried += 1;
		accepted += Number(isAccepted);
		crashed += Number(isCrash);
		bytes += out;
		const isFailure = isAccepted || isCrash || out > 0;
		if (isFailure && examples.length < 5) examples.push(attempt.how);
	}
	if (tried === 0) throw new TypeError(`${target.name}: nothing was tried`);
	return { name: target.name, tried, accepted, crashed, released: bytes, examples };
}

/** Whether a run found what it must not find. */
export function isFailure({ accepted, crashed, released: out }: Count): boolean {
	return accepted > 0 || crashed > 0 || out > 0;
}
