import 'fake-indexeddb/auto';

/** What every step of the device says once the power is gone. */
const gone = () => new DOMException('the power was cut', 'InvalidStateError');

/**
 * A device whose power goes after a chosen number of steps: the browser's private file system, kept in memory, and the
 * databases of fake-indexeddb. A write that is cut off leaves its first half. Nothing works from then on until
 * `restart`.
 */
export class PowerCut {
	readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();
	#left = Number.POSITIVE_INFINITY;
	/** Steps since the last `cutAfter` or `restart`. */
	steps = 0;
	/** What a full disk says to every write of a file, while set. */
	isFull = false;

	/** Takes the place of the browser's storage; once for a test file, for it is global. */
	install(): void {
		const getDirectory = () => Promise.resolve(this.#root());
		Object.defineProperty(navigator, 'storage', { value: { getDirectory }, configurable: true });
		// Tabs do not matter here: a kill gives every lock back.
		Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
		Object.assign(globalThis, { FileSystemFileHandle: FakeFileHandle });
		const step = () => this.step();
		for (const name of ['put', 'add', 'delete'] as const) {
			const original = Reflect.get(IDBObjectStore.prototype, name) as (...args: unknown[]) => IDBRequest;
			Object.assign(IDBObjectStore.prototype, {
				[name](this: IDBObjectStore, ...args: unknown[]) {
					step();
					return original.apply(this, args);
				}
			});
		}
	}

	/** The next `steps` steps are done; the one after it is cut off. */
	cutAfter(steps: number): void {
		this.#left = steps;
		this.steps = 0;
	}

	/** The power is back. */
	restart(): void {
		this.cutAfter(Number.POSITIVE_INFINITY);
	}

	get isCut(): boolean {
		return this.#left < 0;
	}

	/** @throws once the power is gone */
	step(): void {
		this.steps += 1;
		this.#left -= 1;
		if (this.isCut) throw gone();
	}

	/** A read is no step, but nothing is read without power. */
	#look(): void {
		if (this.isCut) throw gone();
	}

	/** Names and contents of all files, for looking at. */
	get files(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
		return this.#files;
	}

	#root() {
		const slots = {
			getFileHandle: (name: string, { create = false } = {}) => this.#handle(name, create),
			removeEntry: (name: string) => {
				this.step();
				this.#files.delete(name);
				return Promise.resolve();
			},
			keys: () => this.#names()
		};
		return { getDirectoryHandle: () => Promise.resolve(slots) };
	}

	async *#names(): AsyncGenerator<string> {
		this.#look();
		await Promise.resolve();
		yield* this.#files.keys();
	}

	// eslint-disable-next-line @typescript-eslint/require-await -- refuses by rejecting, as the browser does
	async #handle(name: string, create: boolean): Promise<FakeFileHandle> {
		this.#look();
		if (!this.#files.has(name)) {
			if (!create) throw new DOMException(name, 'NotFoundError');
			this.step();
			this.#files.set(name, new Uint8Array());
		}
		const bytes = () => this.#files.get(name) ?? new Uint8Array();
		const set = (next: Uint8Array<ArrayBuffer>) => this.#files.set(name, next);
		return new FakeFileHandle({
			text: () => {
				this.#look();
				return new TextDecoder().decode(bytes());
			},
			size: () => bytes().length,
			write: (part, at) => {
				if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
				set(overwritten(bytes(), part.slice(0, part.length >> 1), at));
				this.step();
				set(overwritten(bytes(), part, at));
				return part.length;
			},
			truncate: (size) => {
				this.step();
				set(bytes().slice(0, size));
			},
			flush: () => this.step()
		});
	}
}

function overwritten(bytes: Uint8Array, part: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
	const next = new Uint8Array(Math.max(bytes.length, at + part.length));
	next.set(bytes);
	next.set(part, at);
	return next;
}

interface FakeFile {
	text(): string;
	size(): number;
	write(bytes: Uint8Array, at: number): number;
	truncate(size: number): void;
	flush(): void;
}

class FakeFileHandle {
	readonly #file: FakeFile;

	constructor(file: FakeFile) {
		this.#file = file;
	}

	getFile() {
		return Promise.resolve({ text: () => Promise.resolve(this.#file.text()) });
	}

	createSyncAccessHandle() {
		const file = this.#file;
		return Promise.resolve({
			getSize: () => file.size(),
			write: (bytes: Uint8Array, { at }: { at: number }) => file.write(bytes, at),
			truncate: (size: number) => file.truncate(size),
			flush: () => file.flush(),
			close: () => undefined
		});
	}
}
