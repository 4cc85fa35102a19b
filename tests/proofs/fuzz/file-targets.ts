/** Files sealed to a key that anybody may seal to: what they hold must still be one of ours, and of this place. */
import { newIdentity, sealTo } from '#lib/trust/age.ts';
import type { Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { openCapture, sealCapture, type Capture } from '#lib/trust/capture.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeRescue, openRescue, type RescueContents } from '#lib/trust/rescue.ts';
import type { Target } from './judge.ts';
import { MARK, plainTarget } from './make-target.ts';

const MADE_AT = 1_795_340_000_000;

/** A member of another kind, or gone: for every member of an object. */
function* misshapen(object: Readonly<Record<string, unknown>>): Generator<object> {
	for (const field of Object.keys(object)) {
		yield Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
		for (const value of [-0.5, {}, [[1]], [null]]) yield { ...object, [field]: value };
	}
}

async function sealedTo(recipient: string, contents: Iterable<object>): Promise<readonly Bytes[]> {
	return Promise.all([...contents].map((one) => sealTo(canonicalBytes(one), [recipient])));
}

async function captureTarget(): Promise<Target> {
	const [own, stranger] = [await newIdentity(), await newIdentity()];
	const capture: Capture = {
		profile: newId(),
		madeAt: MADE_AT,
		title: MARK,
		missing: 1,
		content: `{"a":"${MARK}"}`
	};
	const whole = { v: 1, format: 'doorstep-capture', ...capture };
	return plainTarget({
		name: 'capture',
		share: 1500,
		secrets: [MARK],
		good: await sealCapture(capture, own.recipient),
		others: [
			await sealCapture(capture, stranger.recipient),
			await sealCapture({ ...capture, profile: newId() }, own.recipient),
			await sealCapture({ ...capture, madeAt: MADE_AT + 1 }, own.recipient),
			...(await sealedTo(own.recipient, misshapen(whole))),
			...(await sealedTo(
				own.recipient,
				['', MARK, '[]', 'null', '1', '{"a":'].map((content) => ({ ...whole, content }))
			))
		],
		open: (bytes) => openCapture(bytes, own.identity, capture)
	});
}

async function rescueTarget(): Promise<Target> {
	const [own, stranger] = [await newIdentity(), await newIdentity()];
	const contents: RescueContents = {
		tenant: null,
		fingerprint: null,
		device: newId(),
		madeAt: MADE_AT,
		isWhole: true,
		keylog: [],
		entries: [],
		texts: [],
		unreadable: [{ record: newId(), reason: MARK }]
	};
	const whole = { v: 1, format: 'doorstep-rescue', ...contents };
	return plainTarget({
		name: 'rescue file',
		share: 1500,
		secrets: [MARK],
		good: await makeRescue(contents, [own.recipient]),
		others: [
			await makeRescue(contents, [stranger.recipient]),
			...(await sealedTo(own.recipient, misshapen(whole)))
		],
		open: (bytes) => openRescue(bytes, [own.identity])
	});
}

/** Both. */
export async function fileTargets(): Promise<readonly Target[]> {
	return [await captureTarget(), await rescueTarget()];
}
