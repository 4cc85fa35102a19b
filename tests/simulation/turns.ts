/**
 * Whose turn it is. Everything that runs at once in the world (deliveries, checks, requests inside the server) is a task
 * here; a task stops at gates, and only one task runs between two gates. So the schedule is what the seed says, and
 * nothing else.
 */

/** What a task is stopped at. `step`: it may go on any time. `answer`: only the network lets it go on. */
export type GateKind = 'step' | 'answer';

export interface Gate {
	readonly kind: GateKind;
	readonly task: Task;
	open(how: { readonly value: unknown } | { readonly error: Error }): void;
}

export class Task {
	readonly name: string;
	/** Where it stops now. */
	gate: Gate | undefined;
	isDone = false;
	/** A task of a page that was closed never goes on. */
	isGone = false;

	constructor(name: string) {
		this.name = name;
	}
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

export class Turns {
	readonly tasks = new Set<Task>();
	current: Task | undefined;
	/** How likely a task goes straight on at a gate of kind `step`. */
	passes: () => boolean = () => true;
	/** Bugs: something threw that must not. */
	readonly faults: string[] = [];

	/** Begins a task and runs it to its first gate. */
	async begin<Result>(
		name: string,
		work: () => Promise<Result>,
		then: (result: Result) => void = () => undefined
	): Promise<Task> {
		const task = new Task(name);
		this.tasks.add(task);
		const end = () => {
			task.isDone = true;
			this.tasks.delete(task);
		};
		await this.#run(task, () => {
			work().then(
				(result) => {
					end();
					if (!task.isGone) then(result);
				},
				(error: unknown) => {
					end();
					if (!task.isGone) this.faults.push(`${name}: ${String((error as Error).stack ?? error)}`);
				}
			);
		});
		return task;
	}

	/** Lets a stopped task go on, to its next gate. */
	async open(gate: Gate, how: Parameters<Gate['open']>[0] = { value: undefined }): Promise<void> {
		gate.task.gate = undefined;
		await this.#run(gate.task, () => gate.open(how));
	}

	/** Stops the running task until its gate is opened. */
	stop(kind: GateKind): Promise<unknown> {
		const task = this.current;
		if (task === undefined) throw new TypeError('nobody has the turn');
		return new Promise((resolve, reject) => {
			task.gate = {
				kind,
				task,
				open: (how) => ('error' in how ? reject(how.error) : resolve(how.value))
			};
		});
	}

	/** A place where another task may come between. */
	async step(): Promise<void> {
		if (!this.passes()) await this.stop('step');
	}

	/** Tasks that may go on now. */
	ready(): readonly Gate[] {
		return [...this.tasks].flatMap(({ gate, isGone }) => (gate?.kind === 'step' && !isGone ? [gate] : []));
	}

	end(task: Task): void {
		task.isGone = true;
		this.tasks.delete(task);
	}

	async #run(task: Task, go: () => void): Promise<void> {
		const before = this.current;
		this.current = task;
		go();
		// With everything in memory one turn is enough; IndexedDB takes some.
		do await turn();
		while (!task.isDone && task.gate === undefined);
		this.current = before;
	}
}
