/** Who may import whom: design.md section 3. A folder may import only what is listed for it (and itself). */
const lib = (...names) => `^src/lib/(${names.join('|')})`;

const PURE = ['pack/', 'flow/', 'record/', 'errors\\.ts'];

/** from: folder pattern; to: what of src/lib it may reach. */
const ALLOWED = [
	['pack', lib('pack/', 'errors\\.ts')],
	['flow', lib('flow/', 'pack/', 'errors\\.ts')],
	['record', lib(...PURE)],
	['trust', lib('trust/', ...PURE)],
	['vault', lib('vault/', 'trust/', ...PURE)],
	['sync', lib('sync/', 'trust/', ...PURE)],
	['server', lib('server/', 'trust/', 'sync/protocol', ...PURE)],
	['review', lib('review/', 'trust/', ...PURE)],
	['ui', lib('ui/', '[\\w-]*messages\\.ts')]
];

export default {
	forbidden: [
		{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
		...ALLOWED.map(([folder, allowed]) => ({
			name: `${folder}-imports`,
			severity: 'error',
			from: { path: `^src/lib/${folder}/` },
			to: {
				path: '^src/',
				pathNot:
					folder === 'ui'
						? [allowed, '^src/lib/[^/]+/types\\.ts$', '^src/lib/pack/guidance-types\\.ts$']
						: allowed
			}
		})),
		{
			name: 'pure-stays-pure',
			comment: 'No Svelte, Kit, DOM library or Node in the pure folders',
			severity: 'error',
			from: { path: '^src/lib/(pack|flow|record)/', pathNot: '^src/lib/pack/search\\.ts$' },
			to: { pathNot: ['^src/lib/', 'node_modules/valibot'] }
		},
		{
			name: 'search-library',
			comment: 'The search index is the one pure part that stands on a library',
			severity: 'error',
			from: { path: '^src/lib/pack/search\\.ts$' },
			to: { pathNot: ['^src/lib/', 'node_modules/minisearch'] }
		},
		{
			name: 'trust-libraries',
			severity: 'error',
			from: { path: '^src/lib/trust/' },
			to: { pathNot: ['^src/lib/', 'node_modules/(valibot|age-encryption)'] }
		},
		{
			name: 'drawer-libraries-only-in-vault',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/lib/vault/' },
			to: { path: 'node_modules/(dexie|hash-wasm)/' }
		},
		{
			name: 'routes-imports',
			severity: 'error',
			from: { path: '^src/routes/', pathNot: '\\+server\\.ts$' },
			to: { path: lib('server/', 'vault/', 'sync/', 'trust/') }
		},
		{
			name: 'endpoints-imports',
			severity: 'error',
			from: { path: '^src/routes/.*\\+server\\.ts$' },
			to: { path: '^src/', pathNot: ['^src/lib/server/', lib('errors\\.ts')] }
		},
		{
			name: 'service-worker-imports',
			severity: 'error',
			from: { path: '^src/service-worker/' },
			to: {
				path: '^src/',
				pathNot: ['^src/service-worker/', lib('sync/', 'trust/', 'vault/outbox', 'vault/device-db', ...PURE)]
			}
		},
		{
			name: 'tools-imports',
			severity: 'error',
			from: { path: '^tools/' },
			to: { path: '^src/', pathNot: lib('server/', 'trust/', 'sync/protocol', ...PURE) }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
		exclude: { path: '^(src/generated|build|\\.svelte-kit)' }
	}
};
