"""Turn a PhysGM checkpoint of yours into one safetensors file with its preset inside.

    python tools/convert_physgm_checkpoint.py PhysGM-Base.pt physgm.safetensors --precision bf16

The checkpoint is read without running any code in it. Biases, distances and camera rig come from
`<checkpoint>.preset.json` where that exists, otherwise from the public configuration that goes with
the checkpoint's SH degree.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from models.physgm.checkpoint import convert_checkpoint
from models.physgm.precision import Precision
from render.errors import InputError


def main() -> int:
    """Convert; the exit status is 2 where the checkpoint cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="pickled or safetensors checkpoint")
    parser.add_argument("target", type=Path, help="*.safetensors")
    parser.add_argument("--dino", type=Path, help="DINOv3 weights where the source has none")
    parser.add_argument("--precision", type=Precision, choices=list(Precision), default="fp32")
    options = parser.parse_args()
    try:
        convert_checkpoint(
            options.source, options.target, dino=options.dino, precision=options.precision
        )
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
