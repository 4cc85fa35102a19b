import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Sinks and stores that reference/security.md section 15 forbids: they run markup or leave plaintext on disk. */
const FORBIDDEN_SYNTAX = [
	['MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', 'No HTML sinks.'],
	['MemberExpression[object.name="document"][property.name=/^(write|writeln)$/]', 'No HTML sinks.'],
	['ExportNamedDeclaration VariableDeclarator[id.name="snapshot"]', 'Kit snapshots are written to disk.'],
	[
		'CallExpression[callee.name=/^(pushState|replaceState)$/] > ObjectExpression[properties.length>0]',
		'History state is written to disk.'
	],
	['ThrowStatement > NewExpression[callee.name="Error"]', 'Throw AppError with a code.']
].map(([selector, message]) => ({ selector, message }));

const FORBIDDEN_GLOBALS = ['localStorage', 'sessionStorage'].map((name) => ({
	name,
	message: 'Stays on disk in the clear. Use the drawer or the device database.'
}));

const OUR_RULES = {
	'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
	'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
	'max-params': ['error', 3],
	complexity: ['error', 10],
	'no-console': 'error',
	'no-eval': 'error',
	'no-implied-eval': 'off',
	'no-empty': ['error', { allowEmptyCatch: false }],
	'no-restricted-globals': ['error', ...FORBIDDEN_GLOBALS],
	'no-restricted-properties': [
		'error',
		...['window', 'self', 'globalThis'].flatMap((object) =>
			FORBIDDEN_GLOBALS.map(({ name, message }) => ({ object, property: name, message }))
		)
	],
	'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX],
	'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
	'@typescript-eslint/no-explicit-any': 'error'
};

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/generated/', 'static/', 'test-results/'] },
	{
		files: ['**/*.ts'],
		ignores: ['src/service-worker/**'],
		extends: [...ts.configs.strictTypeChecked],
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
		},
		rules: {
			...OUR_RULES,
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': 'off',
			'@typescript-eslint/no-non-null-assertion': 'error'
		}
	},
	{
		files: ['src/service-worker/**/*.ts'],
		extends: [...ts.configs.strict],
		languageOptions: { globals: { ...globals.serviceworker } },
		rules: OUR_RULES
	},
	{
		files: ['**/*.js'],
		extends: [...ts.configs.recommended],
		languageOptions: { globals: globals.node }
	},
	...svelte.configs['flat/recommended'],
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			globals: globals.browser,
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte'],
				parser: ts.parser,
				svelteConfig
			}
		},
		rules: {
			...OUR_RULES,
			'max-lines-per-function': 'off',
			'@typescript-eslint/no-unused-vars': 'off',
			'@typescript-eslint/no-explicit-any': 'off',
			'svelte/no-at-html-tags': 'error',
			'svelte/button-has-type': 'error',
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['tests/**/*.ts', 'tools/**/*.ts', 'bench/**/*.ts', '*.config.ts'],
		rules: {
			'max-lines-per-function': 'off',
			'no-console': 'off',
			'@typescript-eslint/no-non-null-assertion': 'off'
		}
	}
);
