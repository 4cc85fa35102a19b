let waiting: MutationObserver | undefined;

const heading = () => document.querySelector('h1');

/**
 * Gives the focus to the page's heading, so that keyboard and screen reader go on from there. A page that has to look
 * into the drawer first draws it later: then it takes the focus when it comes, unless a person went elsewhere meanwhile.
 */
export function focusHeading(): void {
	waiting?.disconnect();
	waiting = undefined;
	if (heading()) return heading()?.focus({ preventScroll: true });
	waiting = new MutationObserver((_changes, observer) => {
		if (!heading()) return;
		observer.disconnect();
		if (document.activeElement === document.body) heading()?.focus({ preventScroll: true });
	});
	waiting.observe(document.body, { childList: true, subtree: true });
}
