#!/bin/sh
# Runs the specs tagged @engines in Firefox ESR, and the same journeys in WebKitGTK: npm run test:engines.
# FIREFOX_PATH names a Firefox to use instead of looking for one.
set -eu
cd "$(dirname "$0")/.."
. tools/install.sh
. tools/browser.sh

if [ -z "${FIREFOX_PATH:-}" ]; then
	FIREFOX_PATH=$(find_program firefox-esr firefox) || {
		install_packages firefox-esr || {
			echo "This test needs Firefox ESR. Install it, or set FIREFOX_PATH to one." >&2
			exit 1
		}
		FIREFOX_PATH=$(find_program firefox-esr)
	}
fi
export FIREFOX_PATH

if ! find_program WebKitWebDriver > /dev/null || ! find_program xvfb-run > /dev/null; then
	install_packages webkit2gtk-driver xvfb xauth || {
		echo "This test needs WebKitGTK's driver and xvfb (Debian: webkit2gtk-driver, xvfb, xauth)." >&2
		exit 1
	}
fi

failed=0
DOORSTEP_ENGINES=1 playwright test || failed=1
xvfb-run -a node tests/engines/webkit.ts || failed=1
exit $failed
