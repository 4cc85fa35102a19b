import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../tests/support/browser.ts';

/**
 * Draws the app's icons: the thread with its knots, on the ground colour. Neutral on purpose: nothing on a home screen tells what
 * the app is for. Run by hand when the drawing changes (`node tools/icons.ts`); the files are committed.
 */
const GROUND = '#FAF8F5';
const SPRUCE = '#14535C';
const FOLDER = 'static/icons';

interface Drawing {
	readonly ink: string;
	readonly ground: string;
	/** Share of the drawing's own size; a maskable icon keeps inside the middle circle of 80 %. */
	readonly scale: number;
	readonly corner: number;
}

const threadArt = ({
	ink,
	ground,
	scale,
	corner
}: Drawing) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
	<rect width="512" height="512" rx="${corner}" fill="${ground}"/>
	<g transform="translate(256 256) scale(${scale})" fill="none" stroke="${ink}" stroke-width="24" stroke-linecap="round">
		<path d="M0 -208V-72"/>
		<path d="M0 72V208"/>
		<circle r="72"/>
		<circle cy="-146" r="32" fill="${ink}" stroke="none"/>
		<circle r="28" fill="${ink}" stroke="none"/>
		<circle cy="146" r="32" fill="${ink}" stroke="none"/>
	</g>
</svg>
`;

const ROUNDED = threadArt({ ink: SPRUCE, ground: GROUND, scale: 1, corner: 96 });
const FULL_BLEED = threadArt({ ink: SPRUCE, ground: GROUND, scale: 0.8, corner: 0 });
const ONE_COLOUR = threadArt({ ink: '#000', ground: 'none', scale: 1, corner: 0 });

const ICONS: readonly (readonly [name: string, art: string, pixels: number])[] = [
	['icon-192.png', ROUNDED, 192],
	['icon-512.png', ROUNDED, 512],
	['maskable-512.png', FULL_BLEED, 512],
	['monochrome-512.png', ONE_COLOUR, 512],
	['apple-touch-180.png', FULL_BLEED, 180]
];

const executablePath = findChromium();
const browser = await chromium.launch({ args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }) });
const page = await browser.newPage();
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/icon.svg`, ROUNDED);
for (const [name, art, pixels] of ICONS) {
	await page.setViewportSize({ width: pixels, height: pixels });
	const source = `data:image/svg+xml;base64,${Buffer.from(art).toString('base64')}`;
	await page.setContent(
		`<style>body{margin:0}img{display:block}</style><img width="${pixels}" height="${pixels}" src="${source}">`
	);
	await page.screenshot({ path: `${FOLDER}/${name}`, omitBackground: true });
}
await browser.close();
