/** What every page shares, made once by the root layout and wired together here. */
import { Cover, provideCover } from './cover.svelte.ts';
import type { Coverage } from './cover-places.ts';
import { Delivery, provideDelivery } from './delivery.svelte.ts';
import { Drawer, provideDrawer } from './drawer.svelte.ts';
import { JourneyDesk, provideJourneyDesk } from './journey.svelte.ts';
import { DrawerExit } from './leave-drawer.ts';
import { DeviceSettings, provideDeviceSettings } from './settings.svelte.ts';

/**
 * Makes and provides journey, settings, cover, drawer and delivery. Call it while the root layout is made.
 * @param coverage what there is to cover on the page in front
 */
export function providePageTree(coverage: () => Coverage) {
	const desk = provideJourneyDesk(new JourneyDesk());
	const settings = provideDeviceSettings(new DeviceSettings());
	const cover: Cover = provideCover(
		new Cover({
			coverage,
			isShiftOn: () => settings.preferences.isShiftOn,
			isStaying: () => settings.preferences.isStaying,
			oncover: () => drawer.stay(),
			onlate: () => void drawer.lock('cover')
		})
	);
	const exit = new DrawerExit({ cover, lockMinutes: () => settings.lockMinutes });
	const drawer: Drawer = provideDrawer(
		new Drawer({
			lockTimes: () => settings.lockTimes,
			onlocking: () => exit.begin(),
			onlocked: (end) => void exit.end(end),
			onrestored: () => exit.restored()
		})
	);
	const delivery = provideDelivery(new Delivery(drawer));
	return { desk, settings, cover, exit, drawer, delivery };
}
