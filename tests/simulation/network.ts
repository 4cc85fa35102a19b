/** The weather: requests and answers that are lost, doubled, late, and out of order. */
import type { SimulatedOffice, Reply, Said } from './office.ts';
import type { Gate, Turns } from './turns.ts';

/** Something on its way. The device that sent it waits at `gate`, unless it gave up or its page was closed. */
export interface Message {
	readonly number: number;
	readonly from: string;
	readonly said: Said;
	readonly wait: { gate: Gate | undefined };
	/** Undefined until the server has answered. */
	reply?: Reply;
}

const isWaiting = ({ wait }: Message) => wait.gate !== undefined && !wait.gate.task.isGone;

/** `fetch` says this and nothing else. */
const unreached = () => new TypeError('Failed to fetch');

export class Network {
	/** On the way to the server, and on the way back. */
	readonly out: Message[] = [];
	readonly back: Message[] = [];
	readonly #turns: Turns;
	readonly #office: SimulatedOffice;
	/** Requests that devices made. */
	sent = 0;
	/** Takes note of what the server did, before anybody hears of it. */
	readonly #settle: () => Promise<void>;

	constructor(turns: Turns, office: SimulatedOffice, settle: () => Promise<void>) {
		[this.#turns, this.#office, this.#settle] = [turns, office, settle];
	}

	/** Sends and waits; the task that calls stands still until the weather lets it go on. */
	async send(from: string, said: Said): Promise<Reply> {
		this.sent += 1;
		const message: Message = { number: this.sent, from, said, wait: { gate: undefined } };
		this.out.push(message);
		const { current } = this.#turns;
		const answer = this.#turns.stop('answer');
		message.wait.gate = current?.gate;
		return (await answer) as Reply;
	}

	/** A request reaches the server, which begins to answer. */
	async arrive(message: Message): Promise<void> {
		this.#take(this.out, message);
		const { start } = this.#office;
		await this.#turns.begin(
			`server of ${message.from} ${message.number}`,
			() => this.#office.answer(message.said),
			(reply) => {
				// A server that went down in between has answered nobody.
				if (this.#office.start === start) this.back.push({ ...message, reply });
			}
		);
		await this.#settle();
	}

	/** An answer reaches the device, if it still waits. */
	async hear(message: Message): Promise<void> {
		this.#take(this.back, message);
		await this.#settle();
		const { gate } = message.wait;
		if (!isWaiting(message) || gate === undefined) return;
		message.wait.gate = undefined;
		await this.#turns.open(gate, { value: message.reply });
	}

	/** Lost on the way; the device hears nothing and gives up. */
	async lose(message: Message): Promise<void> {
		this.#take(this.out, message);
		this.#take(this.back, message);
		await this.giveUp(message);
	}

	/** The device waits no longer, but what it sent is still on its way. */
	async giveUp(message: Message): Promise<void> {
		const { gate } = message.wait;
		if (!isWaiting(message) || gate === undefined) return;
		message.wait.gate = undefined;
		await this.#turns.open(gate, { error: unreached() });
	}

	/** The same request twice on its way. */
	double(message: Message): void {
		this.out.push({ ...message });
	}

	/** Messages that somebody still waits for. */
	waiting(): readonly Message[] {
		return [...this.out, ...this.back].filter(isWaiting);
	}

	#take(list: Message[], message: Message): void {
		const at = list.indexOf(message);
		if (at >= 0) list.splice(at, 1);
	}
}
