/** Words for several people on one device. A colour is never alone: its word stands beside it. */

/** Words of the colours of the chooser, by name. */
export const colourWords: Readonly<Record<string, string>> = {
	teal: 'Teal',
	plum: 'Plum',
	amber: 'Amber',
	blue: 'Blue',
	moss: 'Moss',
	brick: 'Brick'
};

/** What is wrong with initials or a colour. */
export const markProblems = {
	letters: 'Type one to four letters. Initials are enough, and a name is too much',
	taken: 'Somebody here has these initials in this colour: choose another colour'
} as const;

/** The three words and their three effects; the same wherever one of them stands. */
export const threeWords = {
	lock: {
		word: 'Lock',
		effect: 'Closes your drawer. Everything stays, and what waits is sent when there is signal.'
	},
	handOver: {
		word: 'Hand over',
		effect: 'Sends what it can, says what is left, locks your drawer, and asks who is next.'
	},
	remove: {
		word: 'Remove from this device',
		effect: 'Destroys one drawer on this device: its keys first, then everything in it.'
	}
} as const;

/** How many records, in words. */
export const recordCount = (count: number): string => (count === 1 ? '1 record' : `${count} records`);

/** How many items, in words. */
export const itemCount = (count: number): string => (count === 1 ? '1 item' : `${count} items`);

/** Why a removal does not begin. */
export const removalProblems = {
	number: 'Type the number of records that will be lost, as it stands above',
	words: (toType: string) => `Type “${toType}” to remove it`
} as const;

/** How a removal ended. */
export const removalEnds = {
	done: 'The drawer was removed from this device. Nothing of it is left.',
	later:
		'The keys go first, and something of the rest is still held by another tab. Close other tabs: Doorstep goes on by itself when it is opened next.'
} as const;
