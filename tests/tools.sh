#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs from the system's packages what the tests run against and finds missing: PostgreSQL (the suite starts servers of
# its own on loopback, in folders of its own) and Chromium (it walks the pages). Nothing is done where both are there.
set -eu

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

missing=()
has_postgres || missing+=(postgresql)
has_chromium || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

refuse() {
	echo "The tests need: ${missing[*]}. $1" >&2
	echo "On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
	exit 1
}

command -v apt-get >/dev/null || refuse "There is no apt-get here: please install them in this system's own way."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	sudo -n true 2>/dev/null || refuse "This user may not install packages."
	as_root=(sudo -n)
fi

install() {
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
		apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

echo "installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq || refuse "apt-get update failed: is there a network?"
if ! has_postgres; then
	# The package makes and starts a server of its own on port 5432, which no test wants: it is told not to beforehand.
	install postgresql-common || refuse "apt-get could not install them."
	conf=/etc/postgresql-common/createcluster.conf
	"${as_root[@]}" sed -i -E 's/^#? *create_main_cluster *=.*/create_main_cluster = false/' "$conf"
	install postgresql || refuse "apt-get could not install them."
fi
has_chromium || install chromium || refuse "apt-get could not install them."

has_postgres && has_chromium || refuse "They were installed, but initdb or chromium is still not found."
