/** One run: people, devices, weather and the office, driven by one seed. */
import { toBase32 } from '#lib/trust/bytes.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { Book } from './book.ts';
import { Checks } from './checks.ts';
import { Device, type Surroundings } from './device.ts';
import { memoryDrawer, type Drawer } from './drawer.ts';
import { hashOf, useChance } from './engine.ts';
import { Network } from './network.ts';
import { SimulatedOffice } from './office.ts';
import { START, type Enrolled, type People } from './people.ts';
import { profileOf, type Profile, type ProfileName } from './profile.ts';
import { Chance } from './random.ts';
import { Turns } from './turns.ts';
import { rowOf } from './writer.ts';

/** How a run is to go. */
export interface Settings {
	readonly seed: number;
	readonly steps: number;
	readonly profile: ProfileName;
	/** Told what happens, line by line. */
	readonly tell?: (line: string) => void;
	/** Storage of a device; plain memory without it. */
	readonly drawer?: () => Promise<Drawer>;
	/** Requests go through the endpoints with real `Request` and `Response`. */
	readonly isWhole?: boolean;
}

/** How often things happened. */
export type Counts = Record<string, number>;

export class World {
	readonly people: People;
	readonly settings: Settings;
	readonly chance: Chance;
	readonly profile: Profile;
	readonly turns = new Turns();
	readonly office: SimulatedOffice;
	readonly network: Network;
	readonly book: Book;
	readonly devices: Device[] = [];
	readonly checks: Checks;
	readonly counts: Counts = {};
	readonly spares: Enrolled[];
	isMemberSent = false;
	/** The latest that the office's clock ever was, ms. */
	latest = START;
	readonly #headers: ReadonlyMap<string, EntryHeader>;

	private constructor(people: People, settings: Settings) {
		[this.people, this.settings] = [people, settings];
		this.chance = new Chance(settings.seed, 1);
		this.profile = profileOf(settings.profile, this.chance);
		this.turns.passes = () => this.chance.happens(this.profile.passes);
		this.office = new SimulatedOffice(() => this.turns.step(), settings.isWhole ?? false);
		this.network = new Network(this.turns, this.office, () => this.settle());
		this.book = new Book(this.chance, this.profile.finals);
		this.checks = new Checks(this);
		this.#headers = new Map(people.statements.map(({ id, header }) => [id, header]));
		this.spares = people.devices.filter(({ isInUse }) => !isInUse);
	}

	static async begin(people: People, settings: Settings): Promise<World> {
		useChance(new Chance(settings.seed, 2));
		const world = new World(people, settings);
		await world.office.begin(people.image);
		for (const one of people.devices) if (one.isInUse) await world.addDevice(one);
		return world;
	}

	/** Header of an entry that somebody committed or that was there from the start. */
	headerOf(id: string): EntryHeader {
		const header = this.#headers.get(id) ?? this.book.committed.get(id)?.entry.header;
		if (header === undefined) throw new TypeError(`nobody wrote ${id}`);
		return header;
	}

	/** Id of an entry by its header as it travels. */
	idOf(h: string): string {
		return toBase32(hashOf(Buffer.from(h, 'base64url')));
	}

	count(what: string, times = 1): void {
		this.counts[what] = (this.counts[what] ?? 0) + times;
	}

	tell(line: string): void {
		this.settings.tell?.(line);
	}

	get alive(): readonly Device[] {
		return this.devices.filter(({ isWiped }) => !isWiped);
	}

	/** A device with what it was enrolled with: the keylog, if it has been in use. */
	async addDevice(enrolled: Enrolled): Promise<Device> {
		const drawer = await (this.settings.drawer ?? (async () => memoryDrawer()))();
		const device = new Device(this.#around(), enrolled, drawer);
		if (enrolled.isInUse) await this.#settleIn(device);
		this.devices.push(device);
		return device;
	}

	/** After whatever the server or a device did. */
	async settle(): Promise<void> {
		await this.office.store.peek((sql) => this.office.history.follow(sql));
		await this.checks.server();
	}

	async close(): Promise<void> {
		for (const device of this.devices) {
			device.reload();
			device.drawer.close();
		}
		await this.office.store.close();
	}

	async #settleIn({ drawer }: Device): Promise<void> {
		const { statements } = this.people;
		const rows = statements.map((entry, at) => {
			const seq = at + 1;
			return { ...rowOf(entry, START), state: 'echoed' as const, seq, order: seq, receivedAt: START };
		});
		await drawer.queue(rows);
		const chain = this.office.history.chainAt(statements.length);
		await drawer.store.writeSync('cursor', { seq: statements.length, chain });
	}

	#around(): Surroundings {
		const { people, turns, network, chance, office, checks } = this;
		return {
			people,
			turns,
			network,
			chance,
			now: () => office.clock.now,
			wrote: (device) => checks.device(device),
			pushes: (device, body) => checks.push(device, body)
		};
	}
}
