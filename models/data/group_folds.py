"""Folds of objects that part no group: no family and, where asked for, no kind of thing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def folds(groups: tuple[str, ...], seed: int, count: int) -> npt.NDArray[np.int64]:
    """Fold of each object, shape [N]: whole groups, large ones first, to the emptiest fold.

    Args:
        groups: Group of each object, length N.
        seed: Order of groups of the same size.
        count: Folds.
    """
    names = sorted(set(groups))
    np.random.default_rng(seed).shuffle(names)
    names.sort(key=groups.count, reverse=True)
    sizes, fold_of = [0] * count, {}
    for name in names:
        fold_of[name] = int(np.argmin(sizes))
        sizes[fold_of[name]] += groups.count(name)
    return np.array([fold_of[name] for name in groups])


def joined_groups(families: tuple[str, ...], categories: tuple[str, ...]) -> tuple[str, ...]:
    """Smallest groups of objects that part neither a family nor a category."""
    groups = list(categories)
    for family in sorted(set(families)):
        members = [i for i, name in enumerate(families) if name == family]
        target = groups[members[0]]
        for old in {groups[i] for i in members}:
            groups = [target if name == old else name for name in groups]
    return tuple(groups)
