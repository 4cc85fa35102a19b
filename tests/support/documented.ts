import { gunzipSync } from 'node:zlib';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiDocument } from '#lib/server/openapi.ts';

interface Responses {
	readonly [status: string]: { readonly content?: Readonly<Record<string, unknown>> };
}
interface Document {
	readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;
	readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** The document that the server gives out. */
export const wireDocument = openApiDocument() as Document;

/** The same with every object closed: a field that an answer has and the document lacks is a mistake of ours. */
function closed(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(closed);
	if (typeof schema !== 'object' || schema === null) return schema;
	const fields = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
	const isObject = 'type' in schema && schema.type === 'object' && 'properties' in schema;
	return { ...Object.fromEntries(fields), ...(isObject && { additionalProperties: false }) };
}

const ajv = new Ajv2020({ strict: false });
ajv.addSchema({ $id: 'https://doorstep.test/wire', components: closed(wireDocument.components) });
ajv.addSchema({ $id: 'https://doorstep.test/open', components: wireDocument.components });

const checks = new Map<string, ValidateFunction>();

/** A check of a schema of the document. */
export function checkOf(name: string, schema: object): ValidateFunction {
	const text = JSON.stringify(closed(schema)).replaceAll('"#/', '"https://doorstep.test/wire#/');
	const check = checks.get(name) ?? ajv.compile(JSON.parse(text) as object);
	checks.set(name, check);
	return check;
}

/** Not routes, but answered all the same: their form is that of any problem. */
const BESIDE = { '404': 'not-found', '405': 'method' } as const;

async function problemBeside(response: Response): Promise<boolean> {
	const { reason } = (await response.clone().json()) as { reason: string };
	return BESIDE[String(response.status) as keyof typeof BESIDE] === reason;
}

/** The body of an answer that was not yet on the wire: nobody has inflated it. */
async function textOf(response: Response): Promise<string> {
	const bytes = Buffer.from(await response.clone().arrayBuffer());
	return String(response.headers.get('content-encoding') === 'gzip' ? gunzipSync(bytes) : bytes);
}

/** Fails the test when an answer is not one of those that the OpenAPI document allows at this route. */
export async function documented(route: string, response: Response): Promise<void> {
	const [method = '', path = ''] = route.split(' ');
	// The same as GET, without the body that could be judged.
	if (method === 'HEAD') return;
	const operation = wireDocument.paths[path]?.[method.toLowerCase()];
	if (operation === undefined) {
		if (await problemBeside(response)) return;
		throw new TypeError(`${route} is not in the document`);
	}
	const { status, headers } = response;
	const described = operation.responses[String(status)];
	if (described === undefined) throw new TypeError(`${route}: ${status} is not in the document`);
	const type = headers.get('content-type') ?? 'none';
	const schema = (described.content?.[type] as { schema: object } | undefined)?.schema;
	if (schema === undefined) {
		if (described.content === undefined && type === 'none') return;
		throw new TypeError(`${route}: ${status} ${type} is not in the document`);
	}
	const check = checkOf(`${route} ${status}`, schema);
	const body: unknown = JSON.parse(await textOf(response));
	if (!check(body)) throw new TypeError(`${route} ${status}: ${ajv.errorsText(check.errors)}`);
}
