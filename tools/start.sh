#!/bin/sh
# Installs, builds when the sources changed since the last build, and serves Doorstep until it is told to stop.
set -eu
cd "$(dirname "$0")/.."
. tools/install.sh

node tools/build.ts --if-stale
exec node src/server.ts
