/** The TypeScript type that a JSON schema of ours describes, and whether two types are one. */

type Named<S> = S extends { readonly $ref: `#/components/schemas/${infer Name}` } ? Name : never;

interface Plain {
	readonly string: string;
	readonly integer: number;
	readonly boolean: boolean;
	readonly null: null;
}
type PlainOf<Type> = Type extends keyof Plain ? Plain[Type] : never;

type ObjectOf<Properties, Required, All> = {
	readonly [Key in keyof Properties as Key extends Required ? Key : never]: FromSchema<Properties[Key], All>;
} & {
	readonly [Key in keyof Properties as Key extends Required ? never : Key]?: FromSchema<Properties[Key], All>;
};

/** @template All schemas by name, for references */
export type FromSchema<S, All> = S extends { readonly $ref: string }
	? Named<S> extends keyof All
		? FromSchema<All[Named<S>], All>
		: never
	: S extends { readonly anyOf: readonly (infer One)[] }
		? One extends unknown
			? FromSchema<One, All>
			: never
		: S extends { readonly const: infer Constant }
			? Constant
			: S extends { readonly enum: readonly (infer Word)[] }
				? Word
				: S extends { readonly type: 'array'; readonly items: infer Item }
					? readonly FromSchema<Item, All>[]
					: S extends { readonly properties: infer Properties; readonly required: readonly (infer Key)[] }
						? ObjectOf<Properties, Key, All>
						: S extends { readonly type: readonly (infer Type)[] }
							? PlainOf<Type>
							: S extends { readonly type: infer Type }
								? PlainOf<Type>
								: never;

/** `true` where each of two types may stand for the other. */
export type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
