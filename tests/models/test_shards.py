"""Shards: what is packed comes back, in an order that ranks share and runs resume."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.data.object_cameras import object_cameras
from models.data.object_folder import ObjectFolder
from models.data.object_poses import PosedPicture, write_poses
from models.data.object_record import folder_record
from models.data.shard_file import stored_objects
from models.data.shards import (
    ObjectRecord,
    folder_objects,
    rank_objects,
    shard_files,
    shard_objects,
    write_shards,
)
from render.errors import CancelledError, InputError
from sim.materials import MaterialClass


def write_object(folder: Path, number: int, *, views: int = 3, side: int = 16) -> Path:
    """An object whose pictures tell its number and their places, labelled where even."""
    folder.mkdir(parents=True)
    cameras = object_cameras(folder.name, side_px=side, free_count=0, seed=0)[:views]
    pictures = [PosedPicture(folder / f"{at:03d}.png", camera) for at, camera in enumerate(cameras)]
    for place, picture in enumerate(pictures):
        Image.new("RGBA", (side, side), (number, place, 7, 255)).save(picture.file)
    write_poses(folder, folder.name, pictures)
    if number % 2 == 0:
        label = {"material": "Wood", "E": 9e9, "nu": 0.3, "density_kg_m3": 600 + number}
        (folder / "physical.json").write_text(json.dumps(label))
    return folder


def objects(root: Path, count: int) -> list[Path]:
    return [write_object(root / f"object{number}", number) for number in range(count)]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven objects in three shards."""
    root = tmp_path_factory.mktemp("packed")
    write_shards(objects(root / "folders", 11), root / "shards", objects_per_shard=4)
    return root


def keys(records: Sequence[ObjectRecord]) -> list[str]:
    return [record.key for record in records]


def epoch_of(shards: Path, **options: Any) -> list[ObjectRecord]:
    return list(shard_objects(shard_files(shards), **{"seed": 1, "epoch": 0, **options}))


def test_what_is_packed_comes_back(packed: Path) -> None:
    records = {record.key: record for record in epoch_of(packed / "shards")}
    assert sorted(records) == sorted(f"object{number}" for number in range(11))
    for number in range(11):
        record = records[f"object{number}"]
        same = folder_record(ObjectFolder.open(packed / "folders" / record.key))
        np.testing.assert_array_equal(record.rgba, same.rgba)
        assert record.rgba[:, 0, 0, :2].tolist() == [[number, place] for place in range(3)]
        np.testing.assert_array_equal(record.intrinsics, same.intrinsics)
        np.testing.assert_array_equal(record.world_to_camera, same.world_to_camera)
        assert record.physics == same.physics
        if number % 2 == 0:
            assert record.label().material_class is MaterialClass.WOOD
            assert record.label().density_kg_m3 == 600 + number
        else:
            with pytest.raises(
                InputError, match=rf"shard-0.*\.tar: object{number} has no label: phys"
            ):
                record.label()


def test_webdataset_reads_the_shards(packed: Path) -> None:
    webdataset = pytest.importorskip("webdataset")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = webdataset.WebDataset(
            list(shard_files(packed / "shards")), shardshuffle=False
        ).decode("pilrgba")
        samples = {sample["__key__"]: sample for sample in dataset}
    assert sorted(samples) == sorted(f"object{number}" for number in range(11))
    sample = samples["object4"]
    assert sample["physical.json"]["density_kg_m3"] == 604
    assert sample["pose.json"]["frames"][2]["file_path"] == "002.png"
    assert np.asarray(sample["002.png"])[0, 0].tolist() == [4, 2, 7, 255]


def test_names_with_dots_and_folders_keep_their_keys(tmp_path: Path) -> None:
    webdataset = pytest.importorskip("webdataset")
    write_shards([write_object(tmp_path / "cup.v2 50%", 0)], tmp_path / "shards")
    (record,) = epoch_of(tmp_path / "shards")
    assert record.key == "cup.v2 50%"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = webdataset.WebDataset(list(shard_files(tmp_path / "shards")), shardshuffle=False)
        (sample,) = dataset
    assert sample["__key__"] == "cup%2Ev2 50%25"
    assert "000.png" in sample


def test_epochs_differ_and_repeat(packed: Path) -> None:
    first, again = (keys(epoch_of(packed / "shards")) for _ in range(2))
    assert first == again
    assert first != keys(epoch_of(packed / "shards", epoch=1))
    assert first != keys(epoch_of(packed / "shards", seed=2))
    assert first != sorted(first)


@pytest.mark.parametrize("world_size", [1, 2, 3, 4, 11])
def test_ranks_have_equal_disjoint_parts(packed: Path, world_size: int) -> None:
    count = rank_objects(shard_files(packed / "shards"), world_size)
    assert count == 11 // world_size
    parts = [
        keys(epoch_of(packed / "shards", rank=rank, world_size=world_size))
        for rank in range(world_size)
    ]
    assert [len(part) for part in parts] == [count] * world_size
    joined = [key for part in parts for key in part]
    assert len(set(joined)) == len(joined)
    assert joined == keys(epoch_of(packed / "shards"))[: len(joined)]


@pytest.mark.parametrize("start", [0, 1, 4, 5])
def test_a_run_goes_on_where_it_was(packed: Path, start: int) -> None:
    def choose(count: int, rng: np.random.Generator) -> list[int]:
        return [int(place) for place in rng.permutation(count)[:2]]

    options = {"rank": 1, "world_size": 2, "choose": choose}
    whole = epoch_of(packed / "shards", **options)
    rest = epoch_of(packed / "shards", start=start, **options)
    assert keys(rest) == keys(whole)[start:]
    for one, other in zip(rest, whole[start:], strict=True):
        assert one.rgba.shape == (2, 16, 16, 4)
        np.testing.assert_array_equal(one.rgba, other.rgba)
    assert len({record.rgba[0, 0, 0, 1] for record in whole}) > 1


def test_one_object_is_in_memory_at_a_time(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.data import shards

    read: list[str] = []
    whole = shards.stored_record

    def counted(stored: Any, **options: Any) -> ObjectRecord:
        read.append(stored.key)
        return whole(stored, **options)

    monkeypatch.setattr(shards, "stored_record", counted)
    stream = shard_objects(shard_files(packed / "shards"), seed=0, epoch=0, start=6)
    assert read == []
    next(stream)
    assert len(read) == 1


def test_the_same_objects_give_the_same_bytes_in_any_order(packed: Path, tmp_path: Path) -> None:
    folders = [packed / "folders" / f"object{number}" for number in reversed(range(11))]
    write_shards(folders, tmp_path / "shards", objects_per_shard=4)
    for file in shard_files(packed / "shards"):
        assert Path(file).read_bytes() == (tmp_path / "shards" / Path(file).name).read_bytes()


def test_a_stopped_run_goes_on_at_its_shard(packed: Path, tmp_path: Path) -> None:
    folders = [packed / "folders" / f"object{number}" for number in range(11)]
    calls: list[float] = []

    def stop(stage: str, fraction: float) -> None:
        calls.append(fraction)
        if len(calls) == 8:
            raise CancelledError

    out = tmp_path / "shards"
    with pytest.raises(CancelledError):
        write_shards(folders, out, objects_per_shard=4, progress=stop)
    assert [path.name for path in out.iterdir()] == ["shard-000000.tar"]
    with pytest.raises(InputError, match=r"shards\.json.*make it with `data shards`"):
        shard_files(out)
    report = write_shards(folders, out, objects_per_shard=4)
    assert (report.shards, report.kept, report.objects, report.labelled) == (3, 1, 11, 6)
    assert report.size == sum(Path(file).stat().st_size for file in shard_files(out))
    for file in shard_files(packed / "shards"):
        assert Path(file).read_bytes() == (out / Path(file).name).read_bytes()
    again = write_shards(folders[:4], out, objects_per_shard=4)
    assert (again.shards, len(list(out.glob("*.tar")))) == (1, 1)


def copied(packed: Path, to: Path) -> list[Path]:
    to.mkdir()
    for file in (packed / "shards").iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return [Path(file) for file in shard_files(to)]


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("share", [0.0005, 0.31, 0.5, 0.999])
def test_a_truncated_shard_is_named_with_its_last_file(
    packed: Path, tmp_path: Path, share: float, indexed: bool
) -> None:
    files = copied(packed, tmp_path / "shards")
    whole = max(
        place.offset + place.size for place in stored_objects(files[1])[-1].members.values()
    )
    files[1].write_bytes(files[1].read_bytes()[: int(whole * share)])
    if not indexed:
        (tmp_path / "shards" / "shards.json").unlink()
    with pytest.raises(InputError, match=r"shard-000001\.tar") as caught:
        list(shard_objects([str(file) for file in files], seed=0, epoch=0))
    if share > 0.1:
        assert "object" in str(caught.value)


def test_a_shard_cut_between_two_files_is_named(packed: Path, tmp_path: Path) -> None:
    files = copied(packed, tmp_path / "shards")
    second = stored_objects(files[0])[1]
    start = min(member.offset for member in second.members.values()) - 512
    files[0].write_bytes(files[0].read_bytes()[:start])
    first = stored_objects(packed / "shards" / files[0].name)[0].key
    with pytest.raises(InputError, match=rf"cut off after {first}\.002\.png"):
        stored_objects(files[0])


def test_a_damaged_header_and_a_flipped_bit_are_named(packed: Path, tmp_path: Path) -> None:
    files = copied(packed, tmp_path / "shards")
    stored = stored_objects(files[0])
    data = bytearray(files[0].read_bytes())
    member = stored[2].members["001.png"]
    broken = data.copy()
    broken[member.offset - 512 + 3] ^= 0x20
    files[0].write_bytes(broken)
    with pytest.raises(InputError, match=rf"damaged or cut off after {stored[2].key}\.000\.png"):
        stored_objects(files[0])
    data[member.offset + member.size // 2] ^= 0x20
    files[0].write_bytes(data)
    with pytest.raises(InputError, match=rf"shard-0.*\.tar: {stored[2].key}\.001\.png is no read"):
        epoch_of(tmp_path / "shards")


@pytest.mark.parametrize("data", [b"", b"no tar file at all" * 100])
def test_other_files_are_no_shards(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.tar").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.tar is no tar file"):
        shard_objects([str(tmp_path / "a.tar")], seed=0, epoch=0)
    with pytest.raises(InputError, match=r"cannot read .*b\.tar: no such file"):
        shard_objects([str(tmp_path / "b.tar")], seed=0, epoch=0)


def test_ranks_and_starts_out_of_range_are_refused(packed: Path) -> None:
    with pytest.raises(InputError, match="rank 2 is outside 0 to 1"):
        epoch_of(packed / "shards", rank=2, world_size=2)
    with pytest.raises(InputError, match="hold 11 objects for 12 ranks"):
        epoch_of(packed / "shards", world_size=12)
    with pytest.raises(InputError, match="start 12 is outside 0 to 11"):
        epoch_of(packed / "shards", start=12)


def test_bad_objects_are_not_packed(tmp_path: Path) -> None:
    good = write_object(tmp_path / "good", 1)
    twin = write_object(tmp_path / "other" / "good", 1)
    out = tmp_path / "shards"
    with pytest.raises(InputError, match="are both good; rename one"):
        write_shards([good, twin], out)
    with pytest.raises(InputError, match="there is no object to pack"):
        write_shards([], out)
    with pytest.raises(InputError, match="0 objects a shard are outside 1"):
        write_shards([good], out, objects_per_shard=0)
    (twin / "physical.json").write_text('{"material": "Wod", "E": 1e9, "nu": 0.3}')
    with pytest.raises(InputError, match=r"other.good.physical\.json: unknown material class"):
        write_shards([twin], out)
    data = (good / "001.png").read_bytes()
    (good / "001.png").write_bytes(data[:-20])
    with pytest.raises(InputError, match=r"good.001\.png is no readable picture"):
        write_shards([good], out)
    assert list(out.iterdir()) == []
    (out / "mine.txt").touch()
    with pytest.raises(InputError, match=r"holds other files, such as mine\.txt"):
        write_shards([good], out)


def test_pictures_of_several_sizes_are_refused(tmp_path: Path) -> None:
    folder = write_object(tmp_path / "a", 0)
    cameras = object_cameras("a", side_px=8, free_count=0, seed=0)
    small = PosedPicture(folder / "small.png", cameras[0])
    Image.new("RGBA", (8, 8)).save(small.file)
    write_poses(folder, "a", [*ObjectFolder.open(folder).pictures, small])
    with pytest.raises(InputError, match="pictures must have one size, found 8x8, 16x16"):
        folder_record(ObjectFolder.open(folder))


def test_folders_come_from_an_index_a_list_or_a_listing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = objects(tmp_path / "data", 3)
    assert [shown.folder for shown in folder_objects(tmp_path / "data")] == folders
    (tmp_path / "list.txt").write_text("data/object2/pose.json\n\ndata/object0\n")
    (tmp_path / "data" / "index.csv").write_text(
        "id,file,size_x_m,size_y_m,size_z_m,licence,split\n"
        "object1,object1/mesh.glb,1,1,1,MIT,train\n"
    )
    monkeypatch.setattr(Path, "glob", None)
    listed = folder_objects(tmp_path / "list.txt")
    assert [shown.folder for shown in listed] == [folders[2], folders[0]]
    assert listed[1:].folders == (folders[0],)
    assert [shown.folder for shown in folder_objects(tmp_path / "data")] == [folders[1]]
    (folders[1] / "pose.json").unlink()
    with pytest.raises(InputError, match="holds meshes; render them with `data build`"):
        folder_objects(tmp_path / "data")


def test_text_that_lists_no_folders_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello\n")
    with pytest.raises(InputError, match=r"notes\.txt names .*hello, which is no folder"):
        folder_objects(tmp_path / "notes.txt")
