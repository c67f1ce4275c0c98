"""Train the net that tells which cells round an object hold matter, from committed seeds.

Run: python -m models.training.solid_stage ASSETS -o solid.safetensors
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from models.checkpoint import save_weights
from models.data.assets import Asset, AssetIndex, TexturedMesh, load_mesh
from models.data.procedural import procedural_mesh
from models.nets.cell_net import CellNet
from models.threads import one_thread
from models.training.solid_examples import solid_example
from models.view_fusion.cell_context import CONTEXT_FEATURES, with_context
from models.view_fusion.coarse_solid import HIDDEN
from models.view_fusion.lattice_features import FEATURES, OUTSIDE
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

FloatArray = npt.NDArray[np.float32]

_log = logging.getLogger(__name__)
_REAL = ("ycb", "scans", "gso")
_COLORS, _DEPTHS = slice(2, 5), slice(8, 12)


@dataclass(frozen=True, slots=True)
class SolidTraining:
    """How the net is trained."""

    seed: int = 1
    """Seed of objects, poses, errors, initialisation and order."""
    example_count: int = 1166
    """Objects in sets of views."""
    cells_an_example: int = 2500
    """Cells drawn from each."""
    real_share: float = 0.5
    """Share of scanned objects."""
    modelled_share: float = 0.15
    """Share of furniture and low-poly models; the rest is procedural."""
    epoch_count: int = 8
    """Passes over all cells."""
    batch_size: int = 8192
    """Cells a step."""
    learning_rate: float = 3e-3
    """Start of the cosine schedule."""
    blind_share: float = 0.25
    """Share of steps that hide the predicted depths."""


def train_solid(
    assets: Path,
    out: Path,
    *,
    settings: SolidTraining | None = None,
    progress: ProgressCallback = ignore_progress,
) -> None:
    """Make examples of the training objects, fit the net and write its weights.

    Args:
        assets: Asset library; only its training objects with a clear licence are used.
        out: File of the weights.
        settings: How it is trained.
        progress: Told about stages `examples` and `fit`.

    Raises:
        InputError: If the library holds no training object.
    """
    settings = settings or SolidTraining()
    with one_thread():
        rows, matter = _examples(AssetIndex.load(assets).training(), settings, progress)
        net = fit_cells(rows, matter, settings, progress=progress)
    save_weights(out, net.state_dict(), {"training": asdict(settings)}, half=False)


def fit_cells(
    rows: npt.NDArray[np.float16],
    matter: FloatArray,
    settings: SolidTraining,
    *,
    progress: ProgressCallback = ignore_progress,
) -> CellNet:
    """Fit the net to cells.

    Args:
        rows: Features of cells, shape [N, CONTEXT_FEATURES].
        matter: Soft occupancy 0 to 1, shape [N].
        settings: How it is trained.
        progress: Told about stage `fit`.
    """
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    net = CellNet(CONTEXT_FEATURES, HIDDEN)
    sample = rows[::7].astype(np.float32)
    net.get_buffer("mean").copy_(torch.from_numpy(sample.mean(axis=0)))
    net.get_buffer("gain").copy_(torch.from_numpy(1 / (sample.std(axis=0) + 1e-3)))
    optimizer = torch.optim.AdamW(net.parameters(), settings.learning_rate, weight_decay=1e-3)
    size = min(settings.batch_size, len(rows))
    batches = len(rows) // size
    step_count = settings.epoch_count * batches
    order = np.arange(len(rows))
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, step_count)
    for step in range(step_count):
        at = step % batches
        if at == 0:
            order = rng.permutation(order)
        chosen = np.sort(order[at * size : (at + 1) * size])
        batch = _augmented(torch.from_numpy(rows[chosen].astype(np.float32)), net, settings, rng)
        target = torch.from_numpy(matter[chosen])
        loss = functional.binary_cross_entropy_with_logits(net(batch), target)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        progress("fit", (step + 1) / step_count)
    return net.eval()


def _augmented(
    batch: torch.Tensor, net: CellNet, settings: SolidTraining, rng: np.random.Generator
) -> torch.Tensor:
    """Channels of colour in another order, and at times no depths."""
    order = torch.from_numpy(rng.permutation(3))
    blind = rng.random() < settings.blind_share
    for scale in range(3):
        part = batch[:, scale * FEATURES : (scale + 1) * FEATURES]
        part[:, _COLORS] = part[:, _COLORS][:, order]
        if blind:
            part[:, _DEPTHS] = net.get_buffer("mean")[scale * FEATURES :][_DEPTHS]
    return batch


def _examples(
    objects: Sequence[Asset], settings: SolidTraining, progress: ProgressCallback
) -> tuple[npt.NDArray[np.float16], FloatArray]:
    """Cells near the visual hulls of many examples."""
    if not objects:
        raise InputError("the asset library holds no training object with a clear licence")
    real = [item for item in objects if item.folder in _REAL]
    modelled = [item for item in objects if item.folder not in _REAL]
    rng = np.random.default_rng(settings.seed)
    rows: list[npt.NDArray[np.float16]] = []
    matter: list[FloatArray] = []
    while len(rows) < settings.example_count:
        mesh = _mesh(real, modelled, settings, rng)
        try:
            example = solid_example(mesh, rng)
        except InputError as fault:
            _log.info("left out an example: %s", fault)
            continue
        near = np.flatnonzero(example.features[0].reshape(-1) > OUTSIDE)
        near = rng.permutation(near)[: settings.cells_an_example]
        rows.append(with_context(example.features)[:, near].T.astype(np.float16))
        matter.append(example.matter[near])
        progress("examples", len(rows) / settings.example_count)
    return np.concatenate(rows), np.concatenate(matter)


def _mesh(
    real: Sequence[Asset],
    modelled: Sequence[Asset],
    settings: SolidTraining,
    rng: np.random.Generator,
) -> TexturedMesh:
    """A scanned, modelled or procedural object."""
    draw = rng.random()
    if real and draw < settings.real_share:
        return load_mesh(real[int(rng.integers(len(real)))].file)
    if modelled and draw < settings.real_share + settings.modelled_share:
        return load_mesh(modelled[int(rng.integers(len(modelled)))].file)
    return procedural_mesh(int(rng.integers(1 << 31)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assets", type=Path, help="asset library with index.csv")
    parser.add_argument("-o", "--output", type=Path, required=True, help="file of the weights")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    train_solid(options.assets, options.output)


if __name__ == "__main__":
    main()
