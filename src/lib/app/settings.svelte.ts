/** What this device remembers for the person: local numbers, theme, text size. Nothing about a family. */
import { createContext } from 'svelte';
import type { LocalNumbers } from '../pack/types.ts';
import { readSetting, writeSetting } from '../vault/device-db.ts';
import { asNumbers, NO_NUMBERS, type StoredNumbers } from './numbers.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type TextSize = 'usual' | 'large' | 'largest';

const THEMES: readonly string[] = ['auto', 'light', 'dark'] satisfies Theme[];
const SIZES: readonly string[] = ['usual', 'large', 'largest'] satisfies TextSize[];

/** Settings of this device, shared by all pages. */
export class DeviceSettings {
	#numbers = $state.raw<StoredNumbers>(NO_NUMBERS);
	#theme = $state<Theme>('auto');
	#textSize = $state<TextSize>('usual');
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

	get theme(): Theme {
		return this.#theme;
	}

	get textSize(): TextSize {
		return this.#textSize;
	}

	/** False until the device's own values were read: show no "not stored yet" before. */
	get isLoaded(): boolean {
		return this.#isLoaded;
	}

	/** Reads everything once; values of a wrong shape count as never set. Rejects when the database cannot be opened. */
	async load(): Promise<void> {
		try {
			const [numbers, theme, textSize, local, isForEngland] = await Promise.all([
				readSetting('numbers'),
				readSetting('theme'),
				readSetting('textSize'),
				readSetting('local'),
				readSetting('forEngland')
			]);
			this.#numbers = asNumbers(numbers);
			this.#local = local;
			// An answer given while a slow device was read stays.
			if (isForEngland === true) this.#isForEngland = true;
			if (typeof theme === 'string' && THEMES.includes(theme)) this.#theme = theme as Theme;
			if (typeof textSize === 'string' && SIZES.includes(textSize)) this.#textSize = textSize as TextSize;
		} finally {
			this.#isLoaded = true;
		}
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

	/** Keeps the theme. */
	async saveTheme(theme: Theme): Promise<void> {
		this.#theme = theme;
		await writeSetting('theme', theme);
	}

	/** Keeps the text size. */
	async saveTextSize(size: TextSize): Promise<void> {
		this.#textSize = size;
		await writeSetting('textSize', size);
	}
}

/** The device settings of this page tree. */
export const [deviceSettings, provideDeviceSettings] = createContext<DeviceSettings>();
