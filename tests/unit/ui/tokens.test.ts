import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/lib/ui/tokens.css', 'utf8');

/** Custom properties of the first rule with this selector, as the file has them. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
	const start = css.indexOf(`${selector} {`);
	const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
	return new Map(
		[...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!])
	);
}

function luminance(hex: string): number {
	const [red, green, blue] = [1, 3, 5]
		.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light! + 0.05) / (dark! + 0.05);
}

const THEMES = { light: tokensOf(':root'), dark: tokensOf(":root[data-theme='dark']") };

/** Text on its ground, and the least contrast it needs. */
const TEXT: readonly (readonly [string, string, number])[] = [
	['ink', 'ground', 7],
	['ink', 'surface', 7],
	['ink', 'chosen', 7],
	['quiet', 'ground', 4.5],
	['quiet', 'surface', 4.5],
	['link', 'ground', 4.5],
	['link', 'surface', 4.5],
	['visited', 'ground', 4.5],
	['action', 'ground', 4.5],
	['action', 'surface', 4.5],
	['on-action', 'action', 4.5],
	['on-action', 'action-hover', 4.5],
	['on-danger', 'danger', 4.5],
	['on-danger', 'danger-hover', 4.5],
	...['here', 'waiting', 'sent', 'needs', 'final', 'sent-back'].map(
		(state) => [state, `${state}-ground`, 7] as const
	),
	['needs', 'ground', 4.5],
	['needs', 'surface', 4.5],
	['here', 'surface', 4.5],
	['line', 'surface', 3],
	['line', 'ground', 3],
	['thread', 'ground', 3],
	['focus-ring', 'ground', 3]
];

describe.each(Object.entries(THEMES))('%s theme', (_name, tokens) => {
	it.each(TEXT)('shows --%s on --%s at %d to 1 or better', (front, back, least) => {
		expect(contrast(tokens.get(front)!, tokens.get(back)!)).toBeGreaterThanOrEqual(least);
	});

	// The mark lies outside a control, so it is seen against what the control stands on.
	it('has a focus mark of which one tone shows on everything that a control stands on', () => {
		for (const fill of ['ground', 'surface', 'chosen', 'needs-ground', 'here-ground', 'sent-ground']) {
			const tones = ['focus-ring', 'focus-halo'].map((tone) =>
				contrast(tokens.get(tone)!, tokens.get(fill)!)
			);
			expect(Math.max(...tones), fill).toBeGreaterThanOrEqual(3);
		}
	});
});

it('uses one dark theme, whether the device or the person asks for it', () => {
	expect(tokensOf(":root:not([data-theme='light'])")).toEqual(THEMES.dark);
});
