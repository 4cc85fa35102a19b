/** Single word lists of zxcvbn-ts: the package's own index would bring all of them. */
declare module '@zxcvbn-ts/language-common/dist/*.json.mjs' {
	const words: string[];
	export default words;
}

declare module '@zxcvbn-ts/language-en/dist/*.json.mjs' {
	const words: string[];
	export default words;
}
