"""`data annotate` against a server on the loopback: good, bad and hostile answers."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from shape_fixtures import sphere_mesh

from models.data.annotation import PROMPT, annotate_dataset, label_of_answer
from models.data.assets import AssetIndex
from models.data.build_settings import BuildSettings
from models.data.dataset_build import build_dataset
from models.data.object_folder import ObjectFolder, object_folders
from models.data.object_sources import glb_bytes, mesh_sources
from models.data.physics_label import PhysicsLabel
from models.data.vision_server import VisionServer, data_url
from render.errors import CancelledError, InputError
from sim.materials import MaterialClass

GOOD: dict[str, Any] = {
    "material": "Wood",
    "confidence": 0.9,
    "youngs_modulus_pa": {"value": 9e9, "low": 3e9, "high": 3e10},
    "poisson_ratio": {"value": 0.34, "low": 0.3, "high": 0.4},
    "density_kg_m3": {"value": 600, "low": 450, "high": 800},
}


class Server:
    """A chat completions server that answers in turn and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[str] = [json.dumps(GOOD)]
        self.raw: Callable[[], tuple[int, bytes, dict[str, str]]] | None = None
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append(json.loads(body))
                outer.headers.append(dict(self.headers))
                outer.paths.append(self.path)
                status, reply, headers = outer.reply()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply)))
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.end_headers()
                    self.wfile.write(reply)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.http.server_port}/v1"

    def reply(self) -> tuple[int, bytes, dict[str, str]]:
        if self.raw is not None:
            return self.raw()
        text = self.answers[min(len(self.asked), len(self.answers)) - 1]
        document = {"choices": [{"message": {"role": "assistant", "content": text}}]}
        return 200, json.dumps(document).encode(), {}

    def client(self, model: str = "eye-7b", **options: Any) -> VisionServer:
        return VisionServer(self.endpoint, model, timeout_s=5, **options)


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    thread = threading.Thread(target=served.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.http.shutdown()
    served.http.server_close()
    thread.join()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    (root / "balls").mkdir()
    for name in "abc":
        (root / "balls" / f"{name}.glb").write_bytes(glb_bytes(sphere_mesh(8, 12)))
    settings = BuildSettings(side_px=16, free_count=0, samples=1)
    build_dataset(mesh_sources([root / "balls"]), root / "data", settings)
    return root / "data"


@pytest.fixture
def dataset(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "data"))


def test_answers_become_labels_with_model_and_prompt(server: Server, dataset: Path) -> None:
    report = annotate_dataset(dataset, server.client(api_key="secret"))
    assert (report.accepted, report.refused, report.kept) == (3, (), 0)
    shown = ObjectFolder.open(object_folders(dataset)[0])
    label = shown.label()
    assert (label.material_class, label.youngs_modulus_pa) == (MaterialClass.WOOD, 9e9)
    assert label.log10_E_std == pytest.approx(1 / (2 * 1.645))
    assert label.nu_std == pytest.approx(0.1 / (2 * 1.645))
    assert AssetIndex.load(dataset).assets[2].physics() == label
    stored = json.loads((shown.folder / "annotation.json").read_text())
    assert (stored["model"], stored["prompt"]) == ("eye-7b", PROMPT)
    assert (stored["accepted"], json.loads(stored["answer"])) == (True, GOOD)
    assert server.paths == ["/v1/chat/completions"] * 3
    assert server.headers[0]["Authorization"] == "Bearer secret"
    assert "secret" not in "".join(
        path.read_text() for path in dataset.rglob("*") if path.suffix in (".json", ".csv")
    )


def test_the_model_sees_four_sides_on_white(server: Server, dataset: Path) -> None:
    annotate_dataset(dataset, server.client())
    asked = server.asked[0]
    assert (asked["model"], asked["temperature"]) == ("eye-7b", 0)
    question, *pictures = asked["messages"][0]["content"]
    assert question == {"type": "text", "text": PROMPT}
    shown = ObjectFolder.open(object_folders(dataset)[0])
    expected = [data_url(shown.rgba(place)) for place in (0, 6, 12, 18)]
    assert [picture["image_url"]["url"] for picture in pictures] == expected
    head, encoded = expected[0].split(",")
    assert head == "data:image/png;base64"
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))))
    assert picture.shape == (16, 16, 3)
    assert picture[shown.rgba(0)[..., 3] == 0].min() == 255


def test_bad_answers_are_kept_as_refused_and_asked_again_only_on_demand(
    server: Server, dataset: Path
) -> None:
    server.answers = ["It is wood.", json.dumps(GOOD), json.dumps(GOOD | {"material": "Jam"})]
    report = annotate_dataset(dataset, server.client())
    assert report.accepted == 1
    assert len(report.refused) == 2
    assert "the answer is no JSON object" in report.refused[0]
    first = object_folders(dataset)[0]
    stored = json.loads((first / "annotation.json").read_text())
    assert (stored["accepted"], stored["answer"]) == (False, "It is wood.")
    assert stored["reason"] == "the answer is no JSON object"
    with pytest.raises(InputError, match=r"physical\.json is missing"):
        ObjectFolder.open(first).label()

    assert annotate_dataset(dataset, server.client()).kept == 3
    assert len(server.asked) == 3
    server.answers = [json.dumps(GOOD)]
    assert annotate_dataset(dataset, server.client(), retry_refused=True).accepted == 2
    assert len(server.asked) == 5


def test_another_model_is_asked_about_what_the_first_failed_at(
    server: Server, dataset: Path
) -> None:
    server.answers = ["no"]
    annotate_dataset(dataset, server.client())
    server.answers = [json.dumps(GOOD)]
    assert annotate_dataset(dataset, server.client("better-eye")).accepted == 3


def test_a_stopped_run_goes_on_where_it_was(server: Server, dataset: Path) -> None:
    def stop(stage: str, fraction: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        annotate_dataset(dataset, server.client(), progress=stop)
    assert len(server.asked) == 1
    assert sum(bool(asset.label) for asset in AssetIndex.load(dataset)) == 1
    report = annotate_dataset(dataset, server.client())
    assert (report.accepted, report.kept) == (2, 1)


def answer(**changes: Any) -> str:
    return json.dumps(GOOD | changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        (answer(material=3), "material 3 is no name"),
        (answer(material="Jam"), "unknown material class 'Jam'"),
        (answer(youngs_modulus_pa=9e9), "youngs_modulus_pa has no value with low and high"),
        (answer(poisson_ratio={"value": 0.3}), "poisson_ratio.low None is no finite number"),
        (
            answer(density_kg_m3={"value": "600", "low": 1, "high": 2}),
            "density_kg_m3.value '600' is no finite number",
        ),
        (
            answer(density_kg_m3={"value": float("nan"), "low": 1, "high": 2}),
            "density_kg_m3.value nan is no finite number",
        ),
        (
            answer(poisson_ratio={"value": 0.5, "low": 0.3, "high": 0.4}),
            "poisson_ratio 0.5 with range 0.3 to 0.4 is out of order",
        ),
        (
            answer(poisson_ratio={"value": 0.5, "low": 0.4, "high": 0.6}),
            "poisson_ratio 0.5 is outside 0 to 0.49",
        ),
        (
            answer(youngs_modulus_pa={"value": 1e9, "low": -1, "high": 2e9}),
            "youngs_modulus_pa has a range from -1",
        ),
        (
            answer(youngs_modulus_pa={"value": 1e5, "low": 1e4, "high": 1e6}),
            "youngs_modulus_pa 100000 is implausible for Wood: expected",
        ),
        (
            answer(density_kg_m3={"value": 2e4, "low": 1e4, "high": 2.5e4}),
            "density_kg_m3 20000 is implausible for Wood",
        ),
        (answer(confidence=7), "material_confidence 7 is outside 0 to 1"),
        (answer(confidence="high"), "confidence 'high' is no finite number"),
    ],
)
def test_reasons_of_refusal(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        label_of_answer(text, "eye-7b")
    assert said in str(caught.value)


def test_a_code_fence_is_no_reason_to_refuse() -> None:
    fenced = f"```json\n{json.dumps(GOOD)}\n```\n"
    assert label_of_answer(fenced, "m") == label_of_answer(json.dumps(GOOD), "m")


def test_labels_made_by_eye_are_plausible(shared_folder: Path) -> None:
    for asset in AssetIndex.load(shared_folder / "assets"):
        label: PhysicsLabel = asset.physics()
        values = {name: getattr(label, name) for name in ("youngs_modulus_pa", "density_kg_m3")}
        spreads = {name: {"value": v, "low": v / 2, "high": v * 2} for name, v in values.items()}
        nu = label.poisson_ratio
        spreads["poisson_ratio"] = {"value": nu, "low": nu - 0.01, "high": nu + 0.01}
        label_of_answer(json.dumps({"material": label.material_class.label, **spreads}), "m")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ((401, b"no\n key", {}), "answers 401: no key"),
        ((500, b"", {}), "answers 500"),
        ((307, b"", {"Location": "http://127.0.0.1:9/elsewhere"}), "answers 307"),
        ((200, b"<html>", {}), "is no chat completions server by its answer"),
        ((200, b'{"choices": []}', {}), "is no chat completions server by its answer"),
        ((200, b'{"choices": [{"message": {"content": null}}]}', {}), "is no chat completions"),
        ((200, b" " * (5 << 20), {}), "answers more than 4 MB"),
    ],
)
def test_a_server_that_cannot_answer_stops_the_run(
    server: Server, dataset: Path, raw: tuple[int, bytes, dict[str, str]], said: str
) -> None:
    server.raw = lambda: raw
    with pytest.raises(InputError, match=said):
        annotate_dataset(dataset, server.client())
    assert len(server.asked) == 1
    assert not list(dataset.rglob("annotation.json"))


def test_servers_that_are_away_and_bad_addresses_are_named(dataset: Path) -> None:
    with pytest.raises(InputError, match=r"http://127\.0\.0\.1:9/v1/chat/completions cannot be"):
        annotate_dataset(dataset, VisionServer("http://127.0.0.1:9/v1", "m"))
    for endpoint in ("file:///etc/passwd", "localhost:8000", "http://", ""):
        with pytest.raises(InputError, match="is no http or https address"):
            VisionServer(endpoint, "m")
    with pytest.raises(InputError, match="the model has no name"):
        VisionServer("http://localhost/v1", " ")


def test_a_folder_without_objects_and_a_damaged_record_are_named(
    server: Server, tmp_path: Path, dataset: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty holds no object with pose\.json"):
        annotate_dataset(tmp_path / "empty", server.client())
    (object_folders(dataset)[0] / "annotation.json").write_text("{")
    with pytest.raises(InputError, match=r"annotation\.json is damaged"):
        annotate_dataset(dataset, server.client())
    assert not server.asked


def test_a_busy_server_is_asked_again(server: Server, dataset: Path) -> None:
    replies = [(503, b"loading", {}), (429, b"slow down", {"Retry-After": "7"})]
    pauses: list[float] = []

    def reply() -> tuple[int, bytes, dict[str, str]]:
        if replies:
            return replies.pop(0)
        server.raw = None
        return server.reply()

    server.raw = reply
    report = annotate_dataset(dataset, server.client(tries=3, pause=pauses.append))
    assert (report.accepted, pauses, len(server.asked)) == (3, [1.0, 7.0], 5)
    assert server.asked[0] == server.asked[2]


def test_a_server_that_stays_busy_or_silent_is_given_up(server: Server, dataset: Path) -> None:
    pauses: list[float] = []
    server.raw = lambda: (503, b"loading", {"Retry-After": "9999"})
    with pytest.raises(InputError, match="answers 503: loading; asked 3 times, try again later"):
        annotate_dataset(dataset, server.client(tries=3, pause=pauses.append))
    assert pauses == [60.0, 60.0]
    silent = threading.Event()

    def wait() -> tuple[int, bytes, dict[str, str]]:
        silent.wait(30)
        return 200, b"", {}

    server.raw = wait
    client = VisionServer(server.endpoint, "m", timeout_s=0.1, tries=2, pause=pauses.append)
    try:
        with pytest.raises(InputError, match=r"gave no answer in 0\.1 s; asked 2 times"):
            client.ask("?", [])
    finally:
        silent.set()
    with pytest.raises(InputError, match="0 tries are too few"):
        VisionServer(server.endpoint, "m", tries=0)


def test_nothing_but_the_named_server_is_contacted(
    server: Server, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    reached: list[object] = []
    connect = socket.socket.connect

    def watched(one: socket.socket, address: Any) -> None:
        reached.append(address)
        connect(one, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    assert annotate_dataset(dataset, server.client()).accepted == 3
    assert set(reached) == {("127.0.0.1", server.http.server_port)}
