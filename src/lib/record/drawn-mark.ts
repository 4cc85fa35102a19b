/**
 * A mark that somebody drew, as a flat picture: lines of whole points on a pad of 300 by 100. No pace, no pressure, no order
 * in time is kept. Nothing needs it: a tick and a name say the same.
 */
export const PAD = { width: 300, height: 100 } as const;

/** So long at most, as text: a record has to stay small. */
export const LONGEST_MARK = 6000;

/** Says what follows, and in which form. Digits and commas only, so that no warning reads it as words. */
const START = 'drawn-1:';
const WHOLE = /^drawn-1:\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*(;\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*)*$/;

export interface Point {
	readonly x: number;
	readonly y: number;
}

type Line = readonly Point[];

/** Lines as text. Empty for none; undefined where it would be too long: then it is not kept, and the one before stays. */
export function markText(lines: readonly Line[]): string | undefined {
	const drawn = lines.map(thin).filter((line) => line.length > 0);
	if (drawn.length === 0) return '';
	const text = START + drawn.map((line) => line.map(({ x, y }) => `${x},${y}`).join(' ')).join(';');
	return text.length <= LONGEST_MARK ? text : undefined;
}

/** Whole points on the pad, none twice in a row. */
function thin(line: Line): Line {
	const points = line.map(({ x, y }) => ({ x: clamp(x, PAD.width), y: clamp(y, PAD.height) }));
	return points.filter(({ x, y }, at) => at === 0 || points[at - 1]?.x !== x || points[at - 1]?.y !== y);
}

const clamp = (value: number, most: number): number =>
	Number.isFinite(value) ? Math.min(most, Math.max(0, Math.round(value))) : 0;

/** Whether a value is a drawn mark that can be shown. */
export function isMark(value: unknown): value is string {
	return typeof value === 'string' && value.length <= LONGEST_MARK && WHOLE.test(value);
}

/** The lines of a mark; none for anything that is no mark. */
export function markLines(value: unknown): readonly Line[] {
	if (!isMark(value)) return [];
	return value
		.slice(START.length)
		.split(';')
		.map((line) =>
			line.split(' ').map((point) => {
				const [x, y] = point.split(',').map(Number);
				return { x: clamp(x ?? 0, PAD.width), y: clamp(y ?? 0, PAD.height) };
			})
		);
}

/** The `d` of an SVG path. A line of one point is a dot. */
export function markPath(lines: readonly Line[]): string {
	return lines
		.filter((line) => line.length > 0)
		.map((line) => {
			const [first, ...rest] = line.map(({ x, y }) => `${x} ${y}`);
			return `M${first} ${rest.length === 0 ? `L${first}` : rest.map((point) => `L${point}`).join(' ')}`;
		})
		.join(' ');
}
