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

DOORSTEP_ENGINES=1 playwright test
