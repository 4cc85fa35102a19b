/** Colours of the chooser; the words stand beside them, so colour is never alone. */
export const PROFILE_COLOURS = ['teal', 'plum', 'amber', 'blue', 'moss', 'brick'] as const;
export type ProfileColour = (typeof PROFILE_COLOURS)[number];

/** What may be known of a person's drawer while it is locked. */
export interface ProfileMark {
	/** Opaque id, also in the names of the drawer's database and of its slots. */
	readonly profile: string;
	/** One to four letters; empty for a drawer from before there were initials. */
	readonly initials: string;
	readonly colour: ProfileColour;
	/** Ms since 1970, as this device claims it. */
	readonly madeAt: number;
	/** age recipient of the person's own device identity, `age1pq…`: what is kept while locked is sealed to it. */
	readonly recipient?: string;
}
