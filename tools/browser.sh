# Sourced by the test scripts: need_browser NAMES PACKAGES... finds a program or installs Debian packages that bring it.

# Prints the path of the first of the named programs.
find_program() {
	for name in "$@"; do
		if command -v "$name"; then return 0; fi
	done
	return 1
}

# Installs Debian packages where there is apt and the right to use it.
install_packages() {
	if ! command -v apt-get > /dev/null; then return 1; fi
	as_root=""
	if [ "$(id -u)" != 0 ]; then
		if ! sudo -n true 2> /dev/null; then return 1; fi
		as_root="sudo -n"
	fi
	echo "Installing $* with apt."
	$as_root apt-get update -qq < /dev/null
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" < /dev/null > /dev/null
}
