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
	[
		'CallExpression[callee.property.name=/^(pushState|replaceState)$/] > ObjectExpression[properties.length>0]:first-child',
		'History state is written to disk.'
	],
	['CallExpression[callee.name="goto"] Property[key.name="state"]', 'History state is written to disk.'],
	[
		'AssignmentExpression[left.object.name="document"][left.property.name="title"]',
		'Titles are written to disk.'
	],
	[
		'AssignmentExpression[left.object.name="document"][left.property.name="cookie"]',
		'Cookies lie in the clear.'
	],
	[
		'AssignmentExpression[left.object.name=/^(window|self|globalThis)$/][left.property.name="name"]',
		'Outlives the page.'
	],
	['NewExpression[callee.name="Notification"]', 'A notification stays with the system, in the clear.'],
	['ThrowStatement > NewExpression[callee.name="Error"]', 'Throw AppError with a code.']
].map(([selector, message]) => ({ selector, message }));

/** Fields and forms say what the browser may keep of them; by default it keeps their words for a restored session. */
const KEEPING = ['input', 'textarea', 'select', 'form'];
const fieldsSayWhatIsKept = {
	create: (context) => ({
		SvelteElement(node) {
			if (!KEEPING.includes(node.name.name)) return;
			if (node.startTag.attributes.some(({ key }) => key?.name === 'autocomplete')) return;
			context.report({ node, message: 'autocomplete="off": else its words are written to disk.' });
		}
	})
};

const FORBIDDEN_GLOBALS = ['localStorage', 'sessionStorage'].map((name) => ({
	name,
	message: 'Stays on disk in the clear. Use the drawer or the device database.'
}));

const named = (names, message) => names.map((name) => ({ name, message }));

/** What keeps or carries data; code outside these folders asks them. */
const KEEPS = named(['indexedDB'], 'Only lib/vault keeps things.');
const CACHES = named(['caches'], 'No answer is kept at run time.');
const SENDS = named(
	['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
	'Only lib/sync, the loaders and office-post speak to a server.'
);

/** Folders of `src`, and what is forbidden there beside the rest; the last that fits holds. */
const REACH = [
	[['src/**'], [...KEEPS, ...CACHES, ...SENDS]],
	[['src/lib/vault/**'], SENDS],
	[
		['src/lib/sync/**', 'src/lib/app/load-*.ts', 'src/lib/app/office-post.ts'],
		[...KEEPS, ...CACHES]
	],
	// Reads what the service worker put there, to show that it works without a network.
	[
		['src/service-worker/**', 'src/lib/app/rehearsal.ts'],
		[...KEEPS, ...SENDS]
	]
].map(([files, names]) => ({
	files,
	rules: { 'no-restricted-globals': ['error', ...FORBIDDEN_GLOBALS, ...names] }
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
		plugins: { doorstep: { rules: { 'fields-say-what-is-kept': fieldsSayWhatIsKept } } },
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
			'doorstep/fields-say-what-is-kept': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/button-has-type': 'error',
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	...REACH,
	{
		files: ['tests/**/*.ts', 'tools/**/*.ts', 'bench/**/*.ts', '*.config.ts'],
		rules: {
			'max-lines-per-function': 'off',
			'no-console': 'off',
			'@typescript-eslint/no-non-null-assertion': 'off'
		}
	}
);
