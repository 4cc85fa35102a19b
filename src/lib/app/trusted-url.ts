import { AppError } from '../errors.ts';

/** Name of the policy, as the Content Security Policy in `svelte.config.js` allows it. */
const POLICY = 'doorstep-worker-url';

/** Where a build puts what may run as a worker. While developing, Vite serves workers from the sources instead. */
const WORKER_PATH = /^\/(service-worker\.js$|_app\/immutable\/workers\/)/;

interface PolicyFactory {
	createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): UrlPolicy;
}
interface UrlPolicy {
	createScriptURL(url: string): unknown;
}

let policy: UrlPolicy | undefined;

function checked(url: string): string {
	const { origin, pathname, href } = new URL(url, location.href);
	if (origin !== location.origin || !(import.meta.env.DEV || WORKER_PATH.test(pathname)))
		throw new AppError('foreign-worker-url');
	return href;
}

function makePolicy(): UrlPolicy {
	const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
	const rules = { createScriptURL: checked };
	return trustedTypes?.createPolicy(POLICY, rules) ?? rules;
}

/**
 * Makes a URL that may be given to `new Worker` and to service worker registration under Trusted Types.
 * @param url a script of this build: `/service-worker.js`, or what `import url from './x.ts?worker&url'` gives
 * @returns a TrustedScriptURL where the browser has them, else the same URL as text
 * @throws AppError 'foreign-worker-url' for any other address
 */
export function trustedWorkerUrl(url: string): string {
	policy ??= makePolicy();
	// The DOM types of TypeScript 6 know only strings here; browsers take the trusted object.
	return policy.createScriptURL(url) as string;
}
