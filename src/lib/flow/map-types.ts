/** A picture of questions and roads, before it is drawn. The list and the drawing are made from the same rows. */

/** Where a road leads. */
export type MapTarget =
	| { readonly kind: 'row'; readonly row: string }
	| { readonly kind: 'end'; readonly outcome: string }
	| { readonly kind: 'other' };

/** One road out of a row: an answer, a branch, a result of a called flow, or a closing step. */
export interface MapWay {
	/** Unique in its row: the kind of road, and the ids that take it. */
	readonly id: string;
	/** What takes this road. */
	readonly words: string;
	/** Where it leads. */
	readonly leads: string;
	readonly target: MapTarget;
	/** A path: whether this road was taken. A whole flow: undefined. */
	readonly isTaken?: boolean;
	/** Why a road was not taken. */
	readonly whyNot?: string;
}

export type MapRowKind = 'question' | 'gate' | 'call' | 'outcome' | 'flow';

/** One knot. */
export interface MapRow {
	readonly id: string;
	readonly kind: MapRowKind;
	/** Place in the picture, from 1: roads name it. */
	readonly number: number;
	/** Above the title: what kind of place this is, and whom it is about. */
	readonly lead: string;
	readonly title: string;
	/** Rule, hint, reason and things to check, in order. */
	readonly notes: readonly string[];
	readonly ways: readonly MapWay[];
	/** A path: the step that waits for its answer. */
	readonly isHere?: boolean;
}

export interface MapModel {
	readonly title: string;
	/** What holds everywhere on this map. */
	readonly everywhere: readonly string[];
	readonly rows: readonly MapRow[];
}

/** One line of text at a place; `part` says what it is. Units: 1 unit is 1/18 rem at full size. */
export interface MapText {
	readonly x: number;
	readonly y: number;
	readonly line: string;
	readonly part: 'lead' | 'title' | 'note' | 'way' | 'taken' | 'leads' | 'why';
	/** The way that the line belongs to. */
	readonly way?: string;
}

export interface MapBox {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly kind: MapRowKind | 'end';
	readonly isTaken: boolean;
	readonly way?: string;
}

export interface MapLine {
	/** SVG path data, in units of the row. */
	readonly d: string;
	readonly look: 'thread' | 'lane' | 'road' | 'stub' | 'arrow';
}

export interface MapKnot {
	readonly x: number;
	readonly y: number;
	readonly look: 'full' | 'open' | 'small' | 'smallTaken' | 'end';
}

/** What one row draws, in its own strip: strips stand under each other without a gap, and none is cut on paper. */
export interface MapStrip {
	readonly id: string;
	readonly height: number;
	readonly boxes: readonly MapBox[];
	readonly lines: readonly MapLine[];
	readonly knots: readonly MapKnot[];
	readonly texts: readonly MapText[];
}

export interface MapEdge {
	readonly from: string;
	readonly way: string;
	readonly target: MapTarget;
}

export interface MapPicture {
	readonly width: number;
	readonly height: number;
	/** What a narrow screen should show first, across: the rest are lanes and ends. */
	readonly reading: { readonly from: number; readonly to: number };
	readonly strips: readonly MapStrip[];
	/** Every road that is drawn. */
	readonly edges: readonly MapEdge[];
}
