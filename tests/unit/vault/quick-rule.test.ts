import { describe, expect, it } from 'vitest';
import {
	afterPasskey,
	afterPassphrase,
	CONTACT_MS,
	MOST_FAILURES,
	NO_FACTS,
	PASSPHRASE_MS,
	quickRefusal,
	withFailure,
	withTime
} from '#lib/vault/quick-rule.ts';

const NOW = 1_795_600_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
const fresh = afterPassphrase(NOW);

describe('when the passkey is enough', () => {
	it('asks for the passphrase where nothing is remembered', () => {
		expect(quickRefusal(NO_FACTS, null, NOW)).toBe('quick-due');
	});

	it('is enough for 12 hours after the passphrase', () => {
		expect(quickRefusal(fresh, null, NOW + PASSPHRASE_MS - 1)).toBeUndefined();
		expect(quickRefusal(fresh, null, NOW + PASSPHRASE_MS)).toBe('quick-due');
	});

	it('needs contact with the office in the last 72 hours, once the device has joined', () => {
		const at = (contact: number | undefined) => quickRefusal(fresh, contact, NOW + HOUR);
		expect(at(NOW)).toBeUndefined();
		expect(at(NOW + HOUR - CONTACT_MS + 1)).toBeUndefined();
		expect(at(NOW + HOUR - CONTACT_MS)).toBe('quick-no-contact');
		expect(at(undefined)).toBe('quick-no-contact');
	});

	it('is not lengthened by the passphrase without contact', () => {
		const later = NOW + CONTACT_MS;
		expect(quickRefusal(afterPassphrase(later), NOW, later + MINUTE)).toBe('quick-no-contact');
	});

	it('stops after 5 wrong tries, also when they are years apart, until the passphrase comes', () => {
		let facts = fresh;
		for (let at = 0; at < MOST_FAILURES; at += 1) {
			expect(quickRefusal(facts, null, NOW)).toBeUndefined();
			facts = withFailure(facts, NOW);
		}
		expect(quickRefusal(facts, null, NOW)).toBe('quick-failures');
		expect(quickRefusal(afterPassphrase(NOW), null, NOW)).toBeUndefined();
	});

	it('counts anew after the passkey opened the drawer', () => {
		expect(afterPasskey(withFailure(fresh, NOW), NOW).failures).toBe(0);
	});
});

describe('a clock', () => {
	it('that is turned back gains nothing', () => {
		const facts = withTime(fresh, NOW + 11 * HOUR);
		expect(quickRefusal(facts, null, NOW + HOUR)).toBe('quick-clock');
		// A correction of some minutes is no turning back, and the hours that were seen still count.
		expect(quickRefusal(facts, null, NOW + 11 * HOUR - 5 * MINUTE)).toBeUndefined();
		const nearly = withTime(fresh, NOW + PASSPHRASE_MS);
		expect(quickRefusal(nearly, null, NOW + PASSPHRASE_MS - 5 * MINUTE)).toBe('quick-due');
	});

	it('that jumped far ahead asks for the passphrase, and nothing of it stays after that', () => {
		const ahead = withTime(fresh, NOW + 10 * YEAR);
		expect(quickRefusal(ahead, null, NOW + 10 * YEAR)).toBe('quick-due');
		expect(quickRefusal(ahead, null, NOW + MINUTE)).toBe('quick-clock');
		expect(quickRefusal(afterPassphrase(NOW + MINUTE), null, NOW + 2 * MINUTE)).toBeUndefined();
	});

	it('that was ahead during an exchange does not make the office near for years', () => {
		expect(quickRefusal(fresh, NOW + 10 * YEAR, NOW + MINUTE)).toBe('quick-no-contact');
	});

	it('only goes forward', () => {
		expect(withTime(fresh, NOW - YEAR).seenAt).toBe(NOW);
		expect(withTime(fresh, NOW + 1).seenAt).toBe(NOW + 1);
	});
});
