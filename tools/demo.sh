#!/usr/bin/env bash
# Turn a bundled photograph into a video and a project, then open the studio where there is a display.
set -euo pipefail

studio=$1
photo=$2
folder=$3

mkdir -p "$folder"
rm -rf "$folder/project.p4d" "$folder/video.mp4" "$folder/jelly.p4d" "$folder/jelly.mp4"
"$studio" generate "$photo" -o "$folder/video.mp4" --save "$folder/project.p4d"
# The photograph's own material may be stiff: the same object once more, made of jelly.
"$studio" generate "$photo" -o "$folder/jelly.mp4" --save "$folder/jelly.p4d" --material jelly --young 2e4

echo
echo "video:        $folder/video.mp4"
echo "project:      $folder/project.p4d"
echo "as jelly:     $folder/jelly.mp4, $folder/jelly.p4d"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  nohup "$studio" "$folder/project.p4d" >/dev/null 2>&1 &
  echo "The studio is opening on it."
else
  echo "No display here: open it later with: phys4d-studio $folder/project.p4d"
fi
