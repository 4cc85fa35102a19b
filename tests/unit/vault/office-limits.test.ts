import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { signStatements } from '#lib/trust/sign-statement.ts';
import { makeLimitsPart } from '#lib/vault/office-limits.ts';
import { takeStatement } from '#lib/vault/statements.ts';
import {
	foundedByDrawer,
	invitation,
	newOfficeDevice,
	type OfficeDevice
} from '../../support/office-drawer.ts';
import { joinOrganisation } from '#lib/app/join.ts';

afterEach(() => void vi.unstubAllGlobals());

const limitsAt = ({ office }: OfficeDevice) => makeLimitsPart(() => ({ office })).officeLimits();

/** A device signs a policy, and takes it into its own keylog as the log would give it. */
async function say(device: OfficeDevice, settings: Readonly<Record<string, string | number | boolean>>) {
	const standing = await device.office.standing();
	if (!standing.ok) throw new TypeError(standing.reason);
	const [entry] = await signStatements(standing.value.by, [{ type: 'policy', settings }]);
	if (!entry) throw new TypeError('nothing was signed');
	const seq = 1000 + standing.value.member.keylogSize;
	return takeStatement(device.office, { entry, seq, state: 'acked' });
}

describe('what an organisation allows', () => {
	it('comes from the pinned keylog, the newest statement holds, and it outlives the page', async () => {
		const { administrator } = await foundedByDrawer();
		expect(await limitsAt(administrator)).toEqual({});
		expect((await say(administrator, { lockMinutes: 3 })).ok).toBe(true);
		expect(await limitsAt(administrator)).toEqual({ lockMinutes: 3 });
		expect(await limitsAt(administrator.reopened())).toEqual({ lockMinutes: 3 });
		expect((await say(administrator, { lockMinutes: 7 })).ok).toBe(true);
		expect(await limitsAt(administrator)).toEqual({ lockMinutes: 7 });
	});

	it('is not what a practitioner signs, and nothing before joining or while closed', async () => {
		const { administrator } = await foundedByDrawer();
		const device = await newOfficeDevice();
		expect(await limitsAt(device)).toEqual({});
		const joined = await joinOrganisation(device.vault, await invitation(administrator));
		expect(joined.ok).toBe(true);
		expect(await say(device, { lockMinutes: 20 })).toMatchObject({ ok: false, reason: 'wrong-signer' });
		expect(await limitsAt(device)).toEqual({});
		expect(await makeLimitsPart(() => undefined).officeLimits()).toEqual({});
	});
});
