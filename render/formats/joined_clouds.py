"""Several clouds of a file's scene as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from render.gaussians import GaussianCloud


def joined(clouds: Sequence[GaussianCloud]) -> GaussianCloud:
    """All clouds one after the other; colours of lower degree are filled up with zeros."""
    if len(clouds) == 1:
        return clouds[0]
    most = max(cloud.sh_coeffs.shape[1] for cloud in clouds)
    padded = [
        np.pad(cloud.sh_coeffs, ((0, 0), (0, most - cloud.sh_coeffs.shape[1]), (0, 0)))
        for cloud in clouds
    ]
    return GaussianCloud(
        np.concatenate([cloud.means for cloud in clouds]),
        np.concatenate([cloud.quats for cloud in clouds]),
        np.concatenate([cloud.scales for cloud in clouds]),
        np.concatenate([cloud.opacities for cloud in clouds]),
        np.concatenate(padded),
    )
