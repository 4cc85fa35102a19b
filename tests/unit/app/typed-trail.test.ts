import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterStep, endOf, stepBetween, TrailKeeper } from '#lib/app/typed-trail.ts';

describe('one step of typing', () => {
	it('leads from any text to any other, and takes away no more than it must', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.string(), (before, middle, after) => {
				const [one, other] = [before + after, before + middle + after];
				expect(afterStep(one, stepBetween(one, other))).toBe(other);
				const { gone, text } = stepBetween(one, other);
				expect([gone, text.length]).toEqual([0, middle.length]);
			})
		);
		fc.assert(
			fc.property(fc.string(), fc.string(), (one, other) => {
				expect(afterStep(one, stepBetween(one, other))).toBe(other);
			})
		);
	});

	it('is refused where it does not fit', () => {
		expect(afterStep('abc', { at: 2, gone: 5, text: '' })).toBeUndefined();
		expect(afterStep('abc', { at: -1, gone: 0, text: 'x' })).toBeUndefined();
		expect(endOf({ first: '', steps: [{ at: 3, gone: 0, text: 'x' }] })).toBeUndefined();
	});
});

describe('the trail of a field', () => {
	it('ends with what the field says, whatever was typed', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.string({ maxLength: 200 }), fc.nat(3000))), (texts) => {
				const keeper = new TrailKeeper('begun');
				let now = 0;
				for (const [text, wait] of texts) keeper.note(text, (now += wait));
				const last = texts.at(-1)?.[0] ?? 'begun';
				const trail = keeper.trailTo(last);
				if (trail) expect(endOf(trail)).toBe(last);
			})
		);
	});

	it('takes one go of typing as one step, and a pause as the end of it', () => {
		const keeper = new TrailKeeper('');
		for (const end of [1, 2, 3, 4]) keeper.note('went'.slice(0, end), end * 100);
		keeper.note('went home', 5000);
		expect(keeper.trailTo('went home')?.steps).toEqual([
			{ at: 0, gone: 0, text: 'went' },
			{ at: 4, gone: 0, text: ' home' }
		]);
	});

	it('is nothing where nothing was typed, or the field was changed by something else', () => {
		const keeper = new TrailKeeper('a');
		expect(keeper.trailTo('a')).toBeUndefined();
		keeper.note('ab', 0);
		expect(keeper.trailTo('other')).toBeUndefined();
	});

	it('stays small: old steps go into what it begins with', () => {
		const keeper = new TrailKeeper('');
		let text = '';
		for (let at = 0; at < 200; at += 1) keeper.note((text += `word ${at} `), at * 5000);
		const trail = keeper.trailTo(text);
		expect(trail?.steps.length).toBeLessThanOrEqual(60);
		expect(trail && endOf(trail)).toBe(text);
		const long = new TrailKeeper('x'.repeat(50_000));
		long.note('y'.repeat(50_000), 0);
		expect(long.trailTo('y'.repeat(50_000))).toBeUndefined();
	});
});
