/** What an answer's headers depend on. */
export interface AnswerPlace {
	/** Path of the request as sent: no host, with or without a query. */
	readonly url: string;
	/** Whether people reach this server by https; only then may it ask browsers to insist on it. */
	readonly isHttps: boolean;
}

type Headers = Readonly<Record<string, string>>;

const TWO_YEARS_S = 63_072_000;

/** Features no page of ours uses. Left out on purpose: clipboard, share, wake lock and passkeys, which our own pages do use. */
const DENIED_FEATURES = [
	'accelerometer',
	'autoplay',
	'camera',
	'display-capture',
	'encrypted-media',
	'geolocation',
	'gyroscope',
	'hid',
	'idle-detection',
	'local-fonts',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'serial',
	'usb',
	'xr-spatial-tracking'
];

const EVERYWHERE: Headers = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', ')
};

/** No `script-src`: pages carry theirs, with hashes, in `<meta>`; two of them would have to agree on every hash. */
const FRAME_POLICY = "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'";

/** A worker takes its policy from its own script's answer, not from the page that starts it. */
const workerPolicy = (scriptSources: string) =>
	[
		"default-src 'none'",
		`script-src ${scriptSources}`,
		"connect-src 'self'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
		FRAME_POLICY
	].join('; ');

const POLICIES: readonly (readonly [startsWith: string, policy: string])[] = [
	['/service-worker.js', workerPolicy("'self'")],
	// Argon2 is compiled from WebAssembly inside the vault worker.
	['/_app/immutable/workers/', workerPolicy("'self' 'wasm-unsafe-eval'")]
];

const policyFor = (path: string) => POLICIES.find(([start]) => path.startsWith(start))?.[1] ?? FRAME_POLICY;

/** Pages of the drawer, and the shell that draws them: also kept out of the browser's memory of whole pages. */
const DRAWER_PAGES = ['/records', '/unlock', '/waiting', '/shell', '/people', '/office'];

const isDrawerPage = (path: string) =>
	path.startsWith('/device/') || DRAWER_PAGES.some((page) => path === page || path.startsWith(`${page}/`));

/** `no-cache` means: keep it, but ask first. Adapter-node lengthens it to a year for files whose name carries a hash. */
const cachingFor = (path: string) =>
	path.startsWith('/api/') || isDrawerPage(path) ? 'no-store' : 'no-cache';

/**
 * The security and caching headers of one answer, whatever answers it: static file, prerendered page, endpoint or error.
 * @param place the request's path and how the server is reached
 * @returns header names in lower case
 * @source security.md section 9; the policy's split between header and `<meta>`: docs/decisions
 */
export function headersFor({ url, isHttps }: AnswerPlace): Headers {
	const path = url.split(/[?#]/, 1)[0] ?? '/';
	return {
		...EVERYWHERE,
		'content-security-policy': policyFor(path),
		'cache-control': cachingFor(path),
		...(isHttps && { 'strict-transport-security': `max-age=${TWO_YEARS_S}; includeSubDomains; preload` })
	};
}
