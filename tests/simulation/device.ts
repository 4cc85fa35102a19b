/** A device of the simulation: the real delivery over its storage, in as many pages and workers as are open at once. */
import { deliverNoted, type NotedStore } from '#lib/sync/noted.ts';
import type { Delivered } from '#lib/sync/deliver.ts';
import type { Signing } from '#lib/trust/entry.ts';
import { startKeylog, type Keylog } from '#lib/trust/keylog-state.ts';
import { checkPulled } from './checking.ts';
import { Credential, type Keyring } from './credential.ts';
import type { Drawer } from './drawer.ts';
import type { Network } from './network.ts';
import type { Reply } from './office.ts';
import type { Enrolled, People } from './people.ts';
import type { Chance } from './random.ts';
import type { Task, Turns } from './turns.ts';

/** What devices share. */
export interface Surroundings {
	readonly people: People;
	readonly turns: Turns;
	readonly network: Network;
	readonly chance: Chance;
	/** Office time, ms. */
	readonly now: () => number;
	/** Called after each thing a device has written. */
	readonly wrote: (device: Device) => Promise<void>;
	/** Called for each push. */
	readonly pushes: (device: Device, body: unknown) => void;
}

/** An answer as `fetch` gives it, as far as the delivery looks at it. */
const answerOf = ({ status, text, headers }: Reply): Response =>
	({
		status,
		ok: status === 200,
		headers: { get: (name: string) => headers[name] ?? null },
		json: async () => JSON.parse(text) as unknown
	}) as unknown as Response;

export class Device {
	readonly name: string;
	readonly person: string;
	readonly drawer: Drawer;
	readonly ring: Keyring;
	/** Stored with what it signs. */
	signing: Signing;
	/** As far as it was checked here. */
	keylog: Keylog;
	/** Its own clock beside the office's, ms. */
	skew = 0;
	/** Its storage is gone, and everything that only it held. */
	isWiped = false;
	readonly tasks = new Set<Task>();
	readonly #around: Surroundings;

	constructor(around: Surroundings, enrolled: Enrolled, drawer: Drawer) {
		const { name, person, signing, token, cookie } = enrolled;
		const { key, device } = signing.signer;
		[this.#around, this.name, this.person, this.drawer, this.signing] = [around, name, person, drawer, signing];
		this.ring = { device, key, token, cookie, isLocked: false };
		this.keylog = enrolled.isInUse ? around.people.keylog : startKeylog(around.people.fingerprint);
	}

	get id(): string {
		return this.ring.device;
	}

	now(): number {
		return this.#around.now() + this.skew;
	}

	/** A page with the open drawer delivers, or the service worker with the cookie. */
	deliver(isPage: boolean, then: (end: Delivered) => void = () => undefined): Promise<Task> {
		const { turns, network, chance, pushes } = this.#around;
		const credential = new Credential(this.ring, (said) => network.send(this.name, said), isPage);
		const post = async (path: string, body: unknown) => {
			if (path === '/api/v1/sync') pushes(this, body);
			return answerOf(await credential.post(path, body));
		};
		const ports = { store: this.#stepping(), device: this.id, post, now: () => this.now() };
		return this.#begin(isPage ? 'page' : 'worker', async () => {
			const hasSession = await credential.begin();
			await turns.step();
			then(await deliverNoted(ports, { random: chance.next, hasSession }));
		});
	}

	/** The open drawer checks what came. */
	check(): Promise<Task> {
		const { turns, wrote } = this.#around;
		const steps = { step: () => turns.step(), wrote: () => wrote(this) };
		return this.#begin('check', () => checkPulled(this, steps));
	}

	/** All its pages and workers are gone, with everything that was only in memory. */
	reload(): void {
		for (const task of this.tasks) this.#around.turns.end(task);
		this.tasks.clear();
		this.ring.token = undefined;
	}

	lock(): void {
		this.ring.isLocked = true;
		this.ring.token = undefined;
		for (const task of this.tasks) {
			if (!task.name.endsWith('check')) continue;
			this.#around.turns.end(task);
			this.tasks.delete(task);
		}
	}

	async #begin(what: string, work: () => Promise<void>): Promise<Task> {
		const mine: { task?: Task } = {};
		const done = () => mine.task && this.tasks.delete(mine.task);
		mine.task = await this.#around.turns.begin(`${this.name} ${what}`, work, done);
		if (!mine.task.isDone) this.tasks.add(mine.task);
		return mine.task;
	}

	/** Its storage, where another task may come between any two transactions. */
	#stepping(): NotedStore {
		const { turns, wrote } = this.#around;
		const { store } = this.drawer;
		const written = async <Result>(work: () => Promise<Result>): Promise<Result> => {
			await turns.step();
			const result = await work();
			await wrote(this);
			return result;
		};
		const read = async <Result>(work: () => Promise<Result>): Promise<Result> => {
			await turns.step();
			return work();
		};
		return {
			unsent: () => read(() => store.unsent()),
			position: () => read(() => store.position()),
			pendingBootstrap: () => read(() => store.pendingBootstrap()),
			readSync: (key) => read(() => store.readSync(key)),
			writeSync: (key, value) => written(() => store.writeSync(key, value)),
			apply: (from, change) => written(() => store.apply(from, change)),
			fork: (from, server) => written(() => store.fork(from, server)),
			addRecords: (from, got) => written(() => store.addRecords(from, got)),
			mark: (marks) => written(() => store.mark(marks))
		};
	}
}
