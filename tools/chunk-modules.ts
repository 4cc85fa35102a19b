import type { Plugin } from 'vite';

/** Where the list lands, inside the folder of the client's build; Kit leaves this folder out of what it serves. */
export const CHUNK_MODULES = '.vite/modules.json';

/** Writes down which source modules each script of the client build contains, so that `tools/size.ts` need not guess. */
export function chunkModules(): Plugin {
	return {
		name: 'doorstep-chunk-modules',
		applyToEnvironment: (environment) => environment.name === 'client',
		generateBundle(_options, bundle) {
			const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
			const modules = Object.fromEntries(chunks.map((chunk) => [chunk.fileName, chunk.moduleIds]));
			this.emitFile({ type: 'asset', fileName: CHUNK_MODULES, source: JSON.stringify(modules) });
		}
	};
}
