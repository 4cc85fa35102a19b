# Sourced by the other scripts, from the project folder: installs packages when the lockfile changed, and puts their Node first.
# The system needs npm and Node 20 or newer; the Node that runs Doorstep comes with the packages on Linux.

if ! cmp -s package-lock.json node_modules/.installed-lock; then
	if ! command -v npm > /dev/null; then
		echo "Doorstep needs npm (with Node 20 or newer) to install its packages." >&2
		exit 1
	fi
	echo "Installing packages."
	npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error < /dev/null
	cp package-lock.json node_modules/.installed-lock
fi

PATH="$PWD/node_modules/.bin:$PATH"
export PATH

if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)'; then
	echo "Doorstep needs Node 22.18 or newer; this machine has $(node --version) and no packaged Node fits it." >&2
	exit 1
fi
