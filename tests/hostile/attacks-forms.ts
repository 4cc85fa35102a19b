/** Answers that are none: of other types, without end, enormous, or of somebody in between. */
import { forged, keyOf, signedFields } from '../support/hostile-forge.ts';
import { asJson, fetching, instead, nothingNew, once, type Hostile } from '../support/hostile-server.ts';
import { of, type Form } from './attack.ts';
import { phonesDraft } from './attacks-entries.ts';

/** Members of the right name and the wrong type, one at a time. */
const MEMBERS: readonly (readonly [string, unknown])[] = [
	['acks', null],
	['acks', { 0: 'all' }],
	['acks', [7]],
	['pull', 'nothing'],
	['pull', [null]],
	['pull', [{ seq: '1', receivedAt: 0, h: '', s: '', c: null }]],
	['cursor', '7'],
	['cursor', -1],
	['cursor', 1e300],
	['cursor', 7.5],
	['chain', 7],
	['chain', 'short'],
	['bootstrap', 'all'],
	['bootstrap', ['../../etc']]
];

const wrong: readonly Form[] = MEMBERS.map(([name, value]) => ({
	name: `${name} as ${JSON.stringify(value)}`,
	ends: 'not-doorstep',
	hostile: once((answer) => ({ ...answer, [name]: value }))
}));

const page = '<!doctype html><title>Welcome to the café</title>';

/** Far more than any page of ours, made as it is read. */
function endless(): { readonly answer: Response; readonly sent: () => number } {
	const chunk = new TextEncoder().encode(' '.repeat(1024 * 1024));
	let sent = 0;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			sent += 1;
			// A gigabyte is enough to show it; a browser's tab would be gone.
			if (sent > 1024) controller.close();
			else controller.enqueue(chunk);
		}
	});
	return { answer: asJson(body), sent: () => sent };
}

const named = (status: number, retryAfter: string): Hostile =>
	instead(() => {
		const headers = { 'content-type': 'application/problem+json', 'retry-after': retryAfter };
		return new Response(JSON.stringify({ reason: 'busy' }), { status, headers });
	});

const others: readonly Form[] = [
	{ name: 'the sign-in page of a network', ends: 'not-doorstep', hostile: instead(() => new Response(page, { headers: { 'content-type': 'text/html' } })) },
	{ name: 'a page that says it is JSON', ends: 'not-doorstep', hostile: instead(() => asJson(page)) },
	{ name: 'a list', ends: 'not-doorstep', hostile: instead(() => asJson('[]')) },
	{ name: 'nothing, as JSON', ends: 'not-doorstep', hostile: instead(() => asJson('null')) },
	{ name: 'brackets a hundred thousand deep', ends: 'not-doorstep', hostile: instead(() => asJson('['.repeat(1e5) + ']'.repeat(1e5))) },
	{ name: 'a redirect to another origin', ends: 'not-doorstep', hostile: instead(() => new Response(null, { status: 307, headers: { location: 'https://elsewhere.test/' } })) },
	{ name: 'an answer that inflates without end', ends: 'not-doorstep', hostile: instead(() => endless().answer) },
	{ name: 'more, for ever', ends: 'server-fault', hostile: { sync: ({ request }) => ({ ...nothingNew(request), more: true }) } },
	{ name: 'a wait of a hundred years', ends: 'busy', hostile: named(503, '3153600000') },
	{ name: 'a wait of no time at all', ends: 'busy', hostile: named(503, '0') },
	{ name: 'a wait in words', ends: 'busy', hostile: named(503, 'a while') },
	{
		name: 'another prototype',
		ends: 'quiet',
		found: 'nothing to find: such a member is a name like any other',
		hostile: once((answer) => asJson(JSON.stringify(answer).replace('{', '{"__proto__":{"acks":[],"more":true},')))
	},
	{
		name: 'a poll every thousandth of a second',
		ends: 'quiet',
		found: 'nothing to find: it is asked for no oftener than every 30 seconds',
		hostile: once((answer) => ({ ...answer, next_poll_s: 0.001 }))
	}
];

const fetched: readonly Form[] = [
	{
		name: 'a list of records to fetch that has no end',
		ends: 'server-fault',
		hostile: fetching(({ scene }) => ({ entries: [], next: { records: [scene.record], after: 0 } }))
	},
	{
		name: 'a hundred thousand records to fetch, which nobody has',
		ends: 'server-fault',
		hostile: {
			sync: async ({ count, honest, scene }) => {
				const told = await honest();
				return count === 0 ? { ...told, bootstrap: Array.from({ length: 1e5 }, () => scene.record) } : told;
			},
			bootstrap: ({ scene }) => ({ entries: [], next: { records: [scene.foreign], after: 1 } })
		}
	},
	{ name: 'records fetched as text', ends: 'not-doorstep', hostile: fetching(() => asJson('"all"')) },
	{
		name: 'an entry of a colleague among the records fetched',
		ends: 'refused: not-owner',
		hostile: fetching(async ({ scene }) => {
			const draft = phonesDraft(scene);
			const keylogHead = scene.keylog.head;
			const header = { ...signedFields(scene, scene.stranger), keylogHead, n: 3, parents: [draft.id] };
			const made = await forged(draft, await keyOf(scene.stranger), { header });
			return { entries: [{ ...made, seq: 4 }], next: null };
		})
	},
	{
		name: 'another entry in the place of one that waits to be checked',
		ends: 'refused: not-owner',
		hostile: fetching(async ({ scene }) => {
			const draft = phonesDraft(scene);
			const keylogHead = scene.keylog.head;
			const header = { ...signedFields(scene, scene.stranger), keylogHead, n: 3, parents: [draft.id] };
			const made = await forged(draft, await keyOf(scene.stranger), { header });
			return { entries: [{ ...made, seq: draft.seq }], next: null };
		})
	},
	{
		name: "a colleague's whole record, which is not for this person",
		ends: 'quiet',
		found: 'nothing to find: it is authentic, opens under no key that is here, and is listed nowhere',
		hostile: fetching(({ scene }) => ({
			entries: scene.log.filter(({ header }) => header.record === scene.foreign),
			next: null
		}))
	}
];

export const FORM_ATTACKS = of('bad answer', [...wrong, ...others, ...fetched]);
