"""The trunk sees the object alone, on white, however it was framed."""

from __future__ import annotations

import numpy as np
import torch

from models.data.assets import TexturedMesh
from models.data.material_views import ViewSettings, draw_views
from models.material_pictures import object_square, trunk_input


def disc(size: int, centre: tuple[float, float], radius: float) -> torch.Tensor:
    rows, columns = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    inside = (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2 < radius**2
    color = torch.stack([rows / size, columns / size, torch.full((size, size), 0.5)], dim=-1)
    return torch.cat([color, inside[..., None]], dim=-1).float()


def box_mesh() -> TexturedMesh:
    import trimesh

    box = trimesh.creation.box((0.1, 0.2, 0.3))
    uv = np.full((len(box.vertices), 2), 0.5, np.float32)
    texture = np.full((4, 4, 3), (200, 100, 50), np.uint8)
    return TexturedMesh(
        np.array(box.vertices, np.float32), np.array(box.faces, np.int32), uv, texture
    )


def test_framing_does_not_matter() -> None:
    """A disc in the corner of a large frame looks like the same disc cropped tightly."""
    small = disc(160, (80, 80), 60)
    large = torch.zeros(400, 400, 4)
    large[200:360, 10:170] = small
    assert torch.allclose(trunk_input(small), trunk_input(large), atol=1e-5)


def test_background_is_white_and_scale_is_that_of_the_trunk() -> None:
    picture = trunk_input(disc(128, (64, 64), 40))
    assert picture.shape == (1, 3, 224, 224)
    assert torch.allclose(picture[0, :, 0, 0], torch.tensor(1.0))  # (255 − 127) / 128
    assert picture.min() >= -127 / 128


def test_hidden_colour_does_not_show() -> None:
    view = disc(128, (64, 64), 40)
    painted = view.clone()
    painted[..., :3] = torch.where(view[..., 3:] > 0, view[..., :3], torch.tensor(0.9))
    assert torch.equal(trunk_input(view), trunk_input(painted))


def test_square_of_thin_and_of_empty_masks() -> None:
    alpha = torch.zeros(100, 100)
    assert object_square(alpha) == (0, 0, 100)
    alpha[50, 20:70] = 0.3  # nothing is more than half opaque: any opacity counts
    left, top, side = object_square(alpha)
    assert side == 57
    assert (left, top) == (16, 22)
    assert torch.isfinite(trunk_input(torch.zeros(100, 100, 4))).all()


def test_training_pictures_fill_the_frame_and_repeat_by_seed() -> None:
    settings = ViewSettings(size_px=48, views=4)
    pictures = draw_views(box_mesh(), settings, np.random.default_rng(3))
    again = draw_views(box_mesh(), settings, np.random.default_rng(3))
    assert pictures.shape == (4, 48, 48, 4)
    assert np.array_equal(pictures, again)
    for picture in pictures:
        rows, columns = np.nonzero(picture[..., 3] > 127)
        longer = max(np.ptp(rows), np.ptp(columns)) + 1
        assert abs(longer - 48 / 1.14) <= 2
    assert tuple(pictures[0][24, 24, :3]) == (200, 100, 50)  # the first pictures are unlit
