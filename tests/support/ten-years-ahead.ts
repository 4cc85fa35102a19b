/**
 * Imported by a server under test before anything else: its clock, and the `Date` of its answers, stand ten years after
 * the device's. The same as a device whose clock went back ten years.
 */
import { ServerResponse } from 'node:http';

const AHEAD_MS = 10 * 365.25 * 24 * 60 * 60_000;
const RealDate = Date;

const now = () => RealDate.now() + AHEAD_MS;

globalThis.Date = new Proxy(RealDate, {
	construct: (target, parts: unknown[]) =>
		Reflect.construct(target, parts.length > 0 ? parts : [now()]) as Date,
	get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown))
});

const { prototype } = ServerResponse;
const writeHead = Reflect.get(prototype, 'writeHead') as (...parts: unknown[]) => ServerResponse;
Reflect.set(prototype, 'writeHead', function (this: ServerResponse, ...parts: unknown[]) {
	this.setHeader('Date', new Date().toUTCString());
	return writeHead.apply(this, parts);
});
