"""A headless Chromium behind a pipe: opens local pages, evaluates, presses and takes pictures."""

from __future__ import annotations

import base64
import io
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # offline: no name leads anywhere
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE_S = 120.0


def find_chromium() -> str | None:
    """Path of a Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class ChromiumPage:
    """One tab; what the console says and what is asked of the network is collected."""

    def __init__(self, program: str, profile: Path, *, flags: tuple[str, ...] = ()) -> None:
        to_child, self._out = os.pipe()
        self._in, from_child = os.pipe()
        command = [program, *FLAGS, *flags, f"--user-data-dir={profile}", "about:blank"]

        def connect() -> None:
            high_in, high_out = os.dup(to_child), os.dup(from_child)
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)

        self._process = subprocess.Popen(
            command,
            preexec_fn=connect,
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_child)
        os.close(from_child)
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        self.requests: list[str] = []
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(one for one in targets if one["type"] == "page")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._out)  # Chromium ends with its pipe
        os.close(self._in)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """One command of the DevTools protocol."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next_message()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self._note(answer)

    def open(self, page: Path, options: str = "", *, size: tuple[int, int], **screen: Any) -> None:
        """Load a file and wait until it has drawn."""
        self.call("Page.navigate", url="about:blank")
        metrics = {"deviceScaleFactor": 1, "mobile": False, **screen}
        width, height = size
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, **metrics)
        self.call("Page.navigate", url=page.resolve().as_uri() + options)
        self.wait_for("document.body && (document.body.dataset.frame !== undefined"
                      " || document.body.classList.contains('failed'))")  # fmt: skip

    def evaluate(self, expression: str) -> Any:
        """Value of a JavaScript expression; promises are awaited."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", answer))
        return answer["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE_S
        poll = f"new Promise((done) => requestAnimationFrame(() => done(Boolean({condition}))))"
        while not self.evaluate(poll):
            if time.monotonic() > end:
                state = self.evaluate("document.body.innerText")
                raise TimeoutError(f"never: {condition}; {self.complaints}; {state}")

    def press(self, key: str, *, code: str = "") -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code or key)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag with the left button."""
        for kind, (x, y), buttons in (
            ("mousePressed", start, 1),
            ("mouseMoved", end, 1),
            ("mouseReleased", end, 0),
        ):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind, x=x, y=y, button="left", buttons=buttons, clickCount=1,
            )  # fmt: skip

    def picture(self) -> npt.NDArray[np.uint8]:
        """What is seen, sRGB, shape [H, W, 3]."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))

    def _next_message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            if not select.select([self._in], [], [], PATIENCE_S)[0]:
                raise TimeoutError("Chromium does not answer")
            data = os.read(self._in, 1 << 16)
            if not data:
                raise RuntimeError("Chromium has ended")
            self._buffer += data
        text, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(text))

    def _note(self, event: dict[str, Any]) -> None:
        values = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(values["exceptionDetails"])[:500])
            case "Runtime.consoleAPICalled" if values["type"] in ("error", "warning", "assert"):
                self.complaints.append(json.dumps(values["args"])[:500])
            case "Log.entryAdded" if values["entry"]["level"] in ("error", "warning"):
                self.complaints.append(values["entry"]["text"])
            case "Network.requestWillBeSent":
                self.requests.append(values["request"]["url"][:200])


@contextmanager
def chromium_or_skip(profile: Path, *, flags: tuple[str, ...] = ()) -> Iterator[ChromiumPage]:
    """A browser for tests, which are skipped where none is installed.

    Args:
        profile: Folder for what the browser stores.
        flags: Further flags of the browser.
    """
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium is installed; the page's own tests need one")
    with ChromiumPage(program, profile, flags=flags) as page:
        yield page
