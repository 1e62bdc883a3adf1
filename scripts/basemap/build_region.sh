#!/bin/sh
# Streets for one region: an OpenStreetMap extract becomes a PMTiles file the server can serve.
#   ./build_region.sh EXTRACT.osm.pbf OUTPUT.pmtiles [WEST,SOUTH,EAST,NORTH]
# Needs osmium-tool, tilemaker (both in Debian) and the Python package pmtiles.
# Without a box the whole extract is used; with one, only what lies inside.
set -eu
extract=$1
output=$2
box=${3:-}
settings=${TILEMAKER_SETTINGS:-/usr/share/doc/tilemaker/examples}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "$box" ]; then
  # complete_ways: tilemaker gives up on a way whose points were cut off.
  osmium extract -s complete_ways -b "$box" -o "$work/region.osm.pbf" "$extract"
  extract=$work/region.osm.pbf
else
  # "(9.47,47.04,9.63,47.27)" -> "9.47,47.04,9.63,47.27"
  box=$(osmium fileinfo -g header.boxes "$extract" | tr -d '()')
fi

# OpenMapTiles' own settings, without the two layers read from files we do not have.
python3 - "$settings/config-openmaptiles.json" "$work/config.json" <<'PY'
import json, pathlib, sys
settings = json.loads(pathlib.Path(sys.argv[1]).read_text())
settings["layers"] = {k: v for k, v in settings["layers"].items() if "source" not in v}
pathlib.Path(sys.argv[2]).write_text(json.dumps(settings))
PY
tilemaker --input "$extract" --output "$work/region.mbtiles" --bbox "$box" \
  --config "$work/config.json" --process "$settings/process-openmaptiles.lua" --store "$work/store"
pmtiles-convert "$work/region.mbtiles" "$output"
ls -l "$output"
