"""Development set-up: write the list of objects that no shipped weights are trained on.

Needed after val or test of the development assets change: `python tools/list_held_out_objects.py
ASSETS`, where ASSETS holds `index.csv` and the meshes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from models.data.assets import AssetIndex
from models.data.held_out import HELD_OUT_FILE, held_out_text

LIST = Path(__file__).resolve().parents[1] / "resources" / "training" / HELD_OUT_FILE


def main() -> None:
    """Write the list of the asset folder that the command line names."""
    index = AssetIndex.load(Path(sys.argv[1]))
    LIST.write_text(held_out_text(index), encoding="utf-8")
    sys.stdout.write(f"{LIST}\n")


if __name__ == "__main__":
    main()
