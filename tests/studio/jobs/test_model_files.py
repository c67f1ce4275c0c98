"""What is read of the files of a model without torch, beside what torch says of them."""

from __future__ import annotations

import json
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models import EMBEDDED_FOLDER
from models.checkpoint import file_digest
from models.physgm.build import build_physgm
from models.physgm.checkpoint import save_physgm
from models.physgm.config import INFERENCE_PRESET
from render.errors import InputError
from studio import cli
from studio.jobs.checkpoint_header import read_header
from studio.jobs.model_card import read_model_facts
from studio.jobs.model_reader import ModelReader
from studio.state.model_choice import ModelChoice
from studio.state.model_facts import ModelFacts
from studio.state.resolve_model import model_card
from tests.models.physgm.tiny_physgm import TINY


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    torch.manual_seed(0)
    return build_physgm(TINY)


@pytest.fixture(scope="module")
def checkpoint(network: torch.nn.Module, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_physgm(path, network, TINY, INFERENCE_PRESET)  # type: ignore[arg-type]
    return path


def test_a_physgm_checkpoint_tells_its_size(network: torch.nn.Module, checkpoint: Path) -> None:
    facts = read_model_facts(str(checkpoint))
    state = network.state_dict()
    assert facts.kind == "physgm"
    assert facts.weight_count == sum(tensor.numel() for tensor in state.values())
    assert (facts.depth, facts.width, facts.sh_degree) == (TINY.depth, TINY.dim, TINY.sh_degree)
    assert facts.byte_count == checkpoint.stat().st_size
    assert facts.encoder == ("inside" if TINY.encoder == "dinov3" else "")
    assert "F32" in facts.dtypes


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_pickled_checkpoint_tells_the_same(
    network: torch.nn.Module, checkpoint: Path, tmp_path: Path, wrapped: bool
) -> None:
    path = tmp_path / "tiny.pt"
    state = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    torch.save({"model": state, "step": 3} if wrapped else state, path)
    assert read_header(path).tensors == read_header(checkpoint).tensors
    assert read_model_facts(str(path)).depth == TINY.depth


def test_parameters_and_half_precision_are_known(tmp_path: Path) -> None:
    path = tmp_path / "half.pt"
    torch.save({"w": torch.nn.Parameter(torch.zeros(2, 3, dtype=torch.bfloat16))}, path)
    (facts,) = read_header(path).tensors.values()
    assert (facts.dtype, facts.shape, facts.weight_count) == ("BF16", (2, 3), 6)


class _Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return (exec, ("raise SystemExit('code of a file was run')",))


def test_code_in_a_pickle_is_refused_and_never_run(tmp_path: Path) -> None:
    path = tmp_path / "harm.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("harm/data.pkl", pickle.dumps({"w": _Harm()}))
    with pytest.raises(InputError, match="holds code"):
        read_header(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.safetensors", b"\x08"), ("b.safetensors", bytes(8) + b"{}"), ("c.pt", b"no zip at all")],
)
def test_damaged_files_are_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"{name} is n.*choose another"):
        read_header(path)


def test_the_reader_answers_first_without_and_then_with_the_hash(checkpoint: Path) -> None:
    reader = ModelReader()
    answers: list[ModelFacts] = []
    reader.ask(str(checkpoint))
    while not answers or not answers[-1].sha256:
        answer = reader.poll()
        assert not isinstance(answer, str)
        if answer is not None:
            answers.append(answer)
    assert answers[-1].sha256 == file_digest(checkpoint)
    reader.ask("embedded")
    reader.close()
    assert reader.poll() is None  # closed: nobody wants an answer any more


def test_the_hash_of_the_embedded_model_is_that_of_its_projects() -> None:
    reader = ModelReader()
    reader.ask("embedded")
    answer = reader.poll()
    while not isinstance(answer, ModelFacts) or not answer.sha256:
        answer = reader.poll()
    assert answer.sha256 == file_digest(*sorted(EMBEDDED_FOLDER.glob("*.safetensors")))
    reader.close()


def test_the_card_says_what_is_missing(checkpoint: Path) -> None:
    facts = replace(read_model_facts(str(checkpoint)), encoder="apart", sh_degree=1)
    choice = ModelChoice(name=str(checkpoint))
    assert "DINOv3 is not inside" in model_card(facts, "", choice).problem
    given = replace(choice, dino=Path("dino.safetensors"))
    card = model_card(facts, "", given)
    assert card.problem == ""
    assert ("DINOv3", "dino.safetensors") in card.rows
    assert f"{TINY.depth} blocks of width {TINY.dim}, SH degree 1" in card.rows[0][1]
    adapter = replace(given, views_from="mvadapter")
    assert "MV-Adapter" in model_card(facts, "", adapter).problem
    inside = replace(facts, encoder="inside")
    assert "leave the file" in model_card(inside, "", given).problem
    assert model_card(None, "gone", choice).problem == "gone"


def test_info_tells_the_same_of_a_checkpoint(
    checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["info", str(checkpoint), "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    facts = read_model_facts(str(checkpoint))
    assert (report["kind"], report["block_count"]) == ("PhysGM", TINY.depth)
    assert report["weight_count"] == facts.weight_count
    assert report["sha256"] == file_digest(checkpoint)
