#!/bin/sh
# Installs what the tests need and runs all of them: npm test. CHROMIUM_PATH names a browser to use instead of looking for one.
set -eu
cd "$(dirname "$0")/.."
. tools/install.sh
. tools/browser.sh

CHROMES="chromium chromium-browser google-chrome-stable google-chrome"
if [ -z "${CHROMIUM_PATH:-}" ]; then
	# The same engine without windows, of the same version; where there is none, Chromium itself does all, more slowly.
	SHELL_FILE=/usr/lib/chromium/chromium-headless-shell
	[ -x "$SHELL_FILE" ] || install_packages chromium chromium-headless-shell || true
	if [ -z "${CHROMIUM_SHELL_PATH:-}" ] && [ -x "$SHELL_FILE" ]; then
		CHROMIUM_SHELL_PATH=$SHELL_FILE
		export CHROMIUM_SHELL_PATH
	fi
	# shellcheck disable=SC2086 # a list of names
	CHROMIUM_PATH=$(find_program $CHROMES) || {
		install_packages chromium || {
			echo "The browser tests need Chromium. Install it, or set CHROMIUM_PATH to one." >&2
			exit 1
		}
		CHROMIUM_PATH=$(find_program $CHROMES)
	}
fi
export CHROMIUM_PATH

# The printed record is read back by a program that is not ours.
find_program pdfinfo > /dev/null || install_packages poppler-utils || {
	echo "The tests of the printed record need pdfinfo and pdftotext. Install poppler-utils." >&2
	exit 1
}

# Counts the flushes of a server and makes its disk fail. Without it those tests say that they proved nothing.
find_program strace > /dev/null || install_packages strace || echo "The tests of flushes and bad disks need strace."

# The store's tests start a PostgreSQL of their own, in a folder of their own. One that runs already is left alone.
has_postgres() {
	for program in /usr/lib/postgresql/*/bin/initdb; do
		if [ -x "$program" ]; then return 0; fi
	done
	find_program initdb > /dev/null
}
has_postgres || install_packages postgresql || {
	echo "The store's tests need PostgreSQL. Install the package postgresql, or put initdb on the PATH." >&2
	exit 1
}
# A developer's own database is not for tests.
unset DATABASE_URL

exec node tools/test.ts
