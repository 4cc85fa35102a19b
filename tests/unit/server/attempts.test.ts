import { expect, it } from 'vitest';
import { countAttempts, networkOf } from '#lib/server/attempts.ts';

it.each([
	['192.0.2.77', '192.0.2'],
	['::ffff:192.0.2.77', '192.0.2'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:DB8:1:2::6', '2001:db8:1:2'],
	['2001:db8::6', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
	['', '']
])('takes %s for a part of the network %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});

it('forgets the oldest callers under a flood, and not the newest', () => {
	const attempts = countAttempts(() => 0);
	const once = { attempts: 1, windowMs: 1000 };
	for (let caller = 0; caller < 20_001; caller += 1) attempts.waitFor(String(caller), once);
	expect(attempts.waitFor('0', once)).toBe(0);
	expect(attempts.waitFor('20000', once)).toBe(1000);
});
