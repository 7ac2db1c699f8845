#!/bin/sh
# Copies the samples' store to a new folder, as a store must be: its keys
# for their owner only, and the folder for scans that git does not keep.
#
#	sh samples/copy-store.sh demo/store
set -eu
[ $# -eq 1 ] || {
	echo "usage: sh samples/copy-store.sh NEW-FOLDER" >&2
	exit 2
}
mkdir -p "$1/scans" "$1/keys"
cp "$(dirname "$0")/store/skapa.sqlite" "$1/"
cp "$(dirname "$0")/store/keys/"* "$1/keys/"
chmod 700 "$1" "$1/scans" "$1/keys"
chmod 600 "$1/skapa.sqlite" "$1/keys/"*
