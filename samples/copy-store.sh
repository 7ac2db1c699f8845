#!/bin/sh
# Copies the samples' store to a new folder, as a store must be: its own key
# for its owner only, and the folder for scans that git does not keep.
#
#	sh samples/copy-store.sh demo/store
set -eu
[ $# -eq 1 ] || {
	echo "usage: sh samples/copy-store.sh NEW-FOLDER" >&2
	exit 2
}
mkdir -p "$1/scans"
cp "$(dirname "$0")/store/skapa.sqlite" "$(dirname "$0")/store/site.key" "$1/"
chmod 700 "$1" "$1/scans"
chmod 600 "$1/skapa.sqlite" "$1/site.key"
