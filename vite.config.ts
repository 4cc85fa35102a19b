import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { chunkModules } from './tools/chunk-modules.ts';

export default defineConfig({ plugins: [sveltekit(), chunkModules()], worker: { format: 'es' } });
