/** What this device remembers for its people: local numbers, and how each likes it. Nothing about a family. */
import { createContext } from 'svelte';
import type { LocalNumbers } from '../pack/types.ts';
import { readSetting, writeSetting } from '../vault/device-db.ts';
import type { OfficeLimits } from '../vault/office-limits.ts';
import { asTimes, withinLimit, type LockMinutes, type LockTimes } from './lock-limits.ts';
import { asNumbers, NO_NUMBERS, type StoredNumbers } from './numbers.ts';
import { asPreferences, USUAL, type Preferences, type TextSize, type Theme } from './preferences.ts';

const SHARED = 'preferences';
/** As every row of one person, so that removing their drawer finds it. */
const keyOf = (profile: string) => `preferences:${profile}`;

/** Settings of this device, shared by all pages. */
export class DeviceSettings {
	#numbers = $state.raw<StoredNumbers>(NO_NUMBERS);
	#shared = $state.raw<Partial<Preferences>>({});
	#own = $state.raw<Partial<Preferences>>({});
	#profile = $state<string>();
	#limits = $state.raw<OfficeLimits>({});
	#local = $state.raw<unknown>();
	#isForEngland = $state(false);
	#isLoaded = $state(false);

	/** Numbers stored on this device; null where none is. */
	get numbers(): StoredNumbers {
		return this.#numbers;
	}

	/** What an office would say, as stored: read it with `asLocal`. Home needs none of it, so it is checked there. */
	get local(): unknown {
		return this.#local;
	}

	/** Whether this device was said to be used for children who live in England. */
	get isForEngland(): boolean {
		return this.#isForEngland;
	}

	/** What holds for the person whose turn it is; for everybody where that is nobody's. */
	get preferences(): Preferences {
		return { ...USUAL, ...this.#shared, ...this.#own };
	}

	get theme(): Theme {
		return this.preferences.theme;
	}

	get textSize(): TextSize {
		return this.preferences.textSize;
	}

	/** Whether choices are kept for one person; else for everybody who uses this device. */
	get isOwn(): boolean {
		return this.#profile !== undefined;
	}

	/** What the organisation of the open drawer allows; empty while it is locked. */
	get limits(): OfficeLimits {
		return this.#limits;
	}

	/** When the drawer locks by itself, after the office's maximum. */
	get lockMinutes(): LockMinutes {
		const { idleMinutes, hiddenMinutes } = this.preferences;
		return withinLimit({ idle: idleMinutes, hidden: hiddenMinutes }, this.#limits.lockMinutes);
	}

	/** The same for the timer. */
	get lockTimes(): LockTimes {
		return asTimes(this.lockMinutes);
	}

	/** False until the device's own values were read: show no "not stored yet" before. */
	get isLoaded(): boolean {
		return this.#isLoaded;
	}

	/** Reads everything once; values of a wrong shape count as never set. Rejects when the database cannot be opened. */
	async load(): Promise<void> {
		try {
			const [numbers, theme, textSize, shared, local, isForEngland] = await Promise.all([
				readSetting('numbers'),
				readSetting('theme'),
				readSetting('textSize'),
				readSetting(SHARED),
				readSetting('local'),
				readSetting('forEngland')
			]);
			this.#numbers = asNumbers(numbers);
			this.#local = local;
			// An answer given while a slow device was read stays.
			if (isForEngland === true) this.#isForEngland = true;
			// The first two stood alone before there was more to choose.
			this.#shared = { ...asPreferences({ theme, textSize }), ...asPreferences(shared), ...this.#shared };
		} finally {
			this.#isLoaded = true;
		}
	}

	/** It is this person's turn: text size and theme follow them. Undefined: nobody's. */
	async follow(profile: string | undefined): Promise<void> {
		if (profile === this.#profile) return;
		this.#profile = profile;
		this.#own = {};
		if (profile === undefined) return;
		const own = asPreferences(await readSetting(keyOf(profile)).catch(() => undefined));
		// A choice made while a slow device was read stays.
		if (profile === this.#profile) this.#own = { ...own, ...this.#own };
	}

	/** Takes what an organisation's policy allows. */
	limit(limits: OfficeLimits): void {
		this.#limits = limits;
	}

	/** Keeps choices, for the person whose turn it is. They count at once, kept or not. */
	async prefer(change: Partial<Preferences>): Promise<void> {
		const profile = this.#profile;
		if (profile === undefined) this.#shared = { ...this.#shared, ...change };
		else this.#own = { ...this.#own, ...change };
		await writeSetting(profile === undefined ? SHARED : keyOf(profile), {
			...(profile === undefined ? this.#shared : this.#own)
		});
	}

	/** Keeps the numbers; they count only after they are on the disk. */
	async saveNumbers(numbers: LocalNumbers): Promise<void> {
		await writeSetting('numbers', { ...numbers });
		this.#numbers = numbers;
	}

	/** Keeps what an office would say; it counts only after it is on the disk. */
	async saveLocal(local: object): Promise<void> {
		await writeSetting('local', local);
		this.#local = local;
	}

	/** Notes that the children of this device's user live in England. It counts at once, kept or not. */
	async saveForEngland(): Promise<void> {
		this.#isForEngland = true;
		await writeSetting('forEngland', true);
	}
}

/** The device settings of this page tree. */
export const [deviceSettings, provideDeviceSettings] = createContext<DeviceSettings>();
