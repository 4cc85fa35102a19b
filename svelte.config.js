import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { shortenWorker } from './tools/short-worker.ts';

// Kit's route announcer carries one inline style attribute; this is its hash (may change with Kit).
const ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

// Tests make a second build beside the first, to prove the way from one to the next.
const node = adapter({ precompress: true, out: process.env.DOORSTEP_BUILD_DIR ?? 'build' });

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: {
			...node,
			adapt(builder) {
				shortenWorker(builder.getBuildDirectory('output/client'));
				return node.adapt(builder);
			}
		},
		outDir: process.env.DOORSTEP_KIT_DIR ?? '.svelte-kit',
		paths: { relative: false },
		serviceWorker: { register: false },
		version: { name: process.env.APP_VERSION ?? 'dev', pollInterval: 0 },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				'style-src-attr': ['unsafe-hashes', ANNOUNCER_STYLE],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'worker-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
				'require-trusted-types-for': ['script'],
				// Svelte's templates; our own for the scripts of workers (src/lib/app/trusted-url.ts).
				'trusted-types': ['svelte-trusted-html', 'doorstep-worker-url']
			}
		}
	}
};

export default config;
