/** Who calls, with what, from where; and the tally of the matrix. */
import { LIFETIMES } from '#lib/server/sessions.ts';
import { type MatrixWorld } from './matrix-world.ts';
import { signedIn } from './office-people.ts';
import { ORIGIN, type CallOptions } from './test-office.ts';

export type DeviceName = keyof MatrixWorld['devices'];
export const LIVE: readonly DeviceName[] = ['administrator', 'worker', 'second', 'other', 'foreign'];

/** What is shown, and what it is by keys-and-states.md section 6. */
export interface Caller {
	readonly name: string;
	readonly shown: CallOptions;
	readonly is: { readonly device: DeviceName; readonly kind: 'session' | 'delivery' } | undefined;
}

const secretOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

export async function makeCallers({ office, devices }: MatrixWorld): Promise<readonly Caller[]> {
	const { server } = office;
	const { clock } = server;
	const gone = await signedIn(server, devices.other);
	await server.endSession({ cookie: gone.cookie }, '?leave=drawer');
	await server.endSession({ token: gone.token });
	const idle = await signedIn(server, devices.administrator);
	clock.now += LIFETIMES.sessionIdleMs + 1000;
	const old = await signedIn(server, devices.worker);
	const live: Caller[] = [];
	for (const device of LIVE) {
		const { token, cookie } = await signedIn(server, devices[device]);
		Object.assign(devices[device], { token, cookie });
		live.push(
			{ name: `session of ${device}`, shown: { token }, is: { device, kind: 'session' } },
			{ name: `cookie of ${device}`, shown: { cookie }, is: { device, kind: 'delivery' } },
			{
				name: `session of ${device} as cookie`,
				shown: { cookie: `__Host-delivery=${token}` },
				is: undefined
			},
			{ name: `cookie of ${device} as session`, shown: { token: secretOf(cookie) }, is: undefined },
			{
				name: `session of ${device} beside the cookie of other`,
				shown: { token, cookie: gone.cookie },
				is: { device, kind: 'session' }
			}
		);
	}
	const { tenant } = devices.foreign.signing.signer;
	const moved = devices.worker.token.replace(/^[^.]+/, tenant);
	return [
		...live,
		{ name: 'nobody', shown: {}, is: undefined },
		{ name: 'garbage as session', shown: { token: 'a.b.c' }, is: undefined },
		{ name: 'garbage as cookie', shown: { cookie: '__Host-delivery=x' }, is: undefined },
		{ name: 'idle session', shown: { token: idle.token }, is: undefined },
		{ name: 'superseded cookie', shown: { cookie: old.cookie }, is: undefined },
		{ name: 'cookie of a removed drawer', shown: { cookie: gone.cookie }, is: undefined },
		{ name: 'ended session', shown: { token: gone.token }, is: undefined },
		{ name: 'session of a revoked device', shown: { token: devices.revoked.token }, is: undefined },
		{ name: 'cookie of a revoked device', shown: { cookie: devices.revoked.cookie }, is: undefined },
		{ name: "worker's session under the other office's name", shown: { token: moved }, is: undefined },
		{
			name: 'idle session beside a good cookie',
			shown: { token: idle.token, cookie: devices.worker.cookie },
			is: undefined
		}
	];
}

/** Where a request says that it comes from; only ours may change or read anything. */
export const ORIGINS = [
	{ name: 'ours', headers: {}, isOurs: true },
	{ name: 'ours, same-origin', headers: { 'sec-fetch-site': 'same-origin' }, isOurs: true },
	{ name: 'ours, cross-site', headers: { 'sec-fetch-site': 'cross-site' }, isOurs: false },
	{ name: 'ours, same-site', headers: { 'sec-fetch-site': 'same-site' }, isOurs: false },
	{ name: 'another', headers: { origin: 'https://elsewhere.test' }, isOurs: false },
	{ name: 'one that begins like ours', headers: { origin: `${ORIGIN}.elsewhere.test` }, isOurs: false },
	{ name: 'null', headers: { origin: 'null' }, isOurs: false },
	{ name: 'none', headers: { origin: '' }, isOurs: false }
] as const;

let cells = 0;
/** Each call from a network of its own, so that no limit of attempts stands in the way. */
export const address = () => {
	cells += 1;
	return `10.${cells >> 8}.${cells & 255}.1`;
};

export const wrong: string[] = [];
export let judged = 0;
export function judge(cell: string, isAllowed: boolean, wanted: boolean): void {
	judged += 1;
	if (isAllowed !== wanted) wrong.push(`${isAllowed ? 'allowed' : 'denied'}: ${cell}`);
}
