#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes a folder for what the tests write, and says where it is: in memory where there is plenty. What is durable is tested on simulated disks
# that lose what was not waited for, and by killing the program; neither needs a disk, and waiting for one is a fifth of the suite's time.
set -eu

plenty=10 # GB of memory: some six are filled at most, by demos at their full size and by PostgreSQL

in_memory() {
	[ -w /dev/shm ] && [ -r /proc/meminfo ] || return 1
	local free room
	free=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
	room=$(df --output=avail -BG /dev/shm | tail -1 | tr -dc 0-9)
	[ "$free" -ge "$plenty" ] && [ "$room" -ge "$plenty" ]
}

under=${TMPDIR:-/tmp}
if in_memory; then under=/dev/shm; fi
folder=$(mktemp -d "$under/safar-tests-XXXXXX")
chmod 755 "$folder" # PostgreSQL runs as a user of its own
echo "$folder"
