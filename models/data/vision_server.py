"""Asks an OpenAI-compatible vision server that the user names; nothing else is ever contacted."""

from __future__ import annotations

import base64
import io
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse, RemoteDisconnected
from typing import IO

import numpy as np
import numpy.typing as npt
from PIL import Image

from render.errors import InputError

_PATH = "/chat/completions"
_LARGEST_ANSWER = 4 << 20
_SHOWN = 200
_CHUNK = 1 << 16
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_PAUSE_S = 60.0


class _BusyError(Exception):
    """The server is worth asking again."""

    def __init__(self, message: str, pause_s: float | None = None) -> None:
        super().__init__(message)
        self.pause_s = pause_s


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Turns every redirect into an error: pictures go to the named server alone."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow nothing."""
        del req, fp, code, msg, headers, newurl


@dataclass(frozen=True, slots=True)
class VisionServer:
    """A server of the user with the chat completions interface."""

    endpoint: str
    """Base URL, such as http://localhost:8000/v1."""
    model: str
    """Name of the model to ask."""
    api_key: str = ""
    """Bearer token; empty sends none."""
    timeout_s: float = 120.0
    """Longest wait for an answer [s]."""
    tries: int = 1
    """How often a server that is busy or gives no answer is asked."""
    pause: Callable[[float], None] = time.sleep
    """Waits between two tries [s]."""

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise InputError(
                f"endpoint {self.endpoint!r} is no http or https address; name the server, such as "
                "http://localhost:8000/v1"
            )
        if self.tries < 1:
            raise InputError(f"{self.tries} tries are too few; give 1 or more")
        if not self.model.strip():
            raise InputError("the model has no name; name one that the server offers")

    @property
    def url(self) -> str:
        """Address that is asked."""
        base = self.endpoint.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH

    def ask(self, prompt: str, pictures: Sequence[npt.NDArray[np.uint8]]) -> str:
        """The text that the model answers; a server that is busy or silent is asked again.

        Args:
            prompt: Question.
            pictures: RGBA pictures, each of shape [H, W, 4]; they are sent on white.

        Raises:
            InputError: If the server cannot be reached, refuses, stays busy, or answers in another
                form.
        """
        request = self._request(prompt, pictures)
        for number in range(1, self.tries + 1):
            try:
                return self._answer_text(self._body(request))
            except _BusyError as busy:
                if number == self.tries:
                    raise InputError(f"{busy}; asked {number} times, try again later") from None
                wanted = 2.0 ** (number - 1) if busy.pause_s is None else busy.pause_s
                self.pause(min(max(wanted, 0.0), _LONGEST_PAUSE_S))
        raise AssertionError("at least one try is made")

    def _body(self, request: urllib.request.Request) -> bytes:
        """What the server answers to one request.

        Raises:
            InputError: If it cannot be reached or refuses.
            _BusyError: If it is worth asking again.
        """
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
        until = time.monotonic() + self.timeout_s
        try:
            with opener.open(request, timeout=self.timeout_s) as response:
                body = _content(response, until)
        except urllib.error.HTTPError as error:
            raise self._refusal(error) from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error or type(error).__name__
            if isinstance(reason, TimeoutError | ConnectionResetError | RemoteDisconnected):
                said = f"gave no answer in {self.timeout_s:g} s"
                raise _BusyError(
                    f"{self.url} {said if isinstance(reason, TimeoutError) else 'hung up'}"
                ) from None
            raise InputError(f"{self.url} cannot be asked ({reason}); start the server") from None
        if len(body) > _LARGEST_ANSWER:
            raise InputError(f"{self.url} answers more than {_LARGEST_ANSWER >> 20} MB; check it")
        return body

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        """What an answer with an error status means."""
        text = " ".join(error.read(_SHOWN).decode("utf-8", "replace").split())
        error.close()
        said = f"{self.url} answers {error.code}: {text}"
        if error.code not in _BUSY:
            return InputError(said)
        after = error.headers.get("Retry-After", "")
        return _BusyError(said, float(after) if after.isdecimal() else None)

    def _request(
        self, prompt: str, pictures: Sequence[npt.NDArray[np.uint8]]
    ) -> urllib.request.Request:
        content: list[dict[str, object]] = [{"type": "text", "text": prompt}]
        content += [
            {"type": "image_url", "image_url": {"url": data_url(picture)}} for picture in pictures
        ]
        message = {"role": "user", "content": content}
        document = {"model": self.model, "temperature": 0, "messages": [message]}
        headers = {"Content-Type": "application/json"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        data = json.dumps(document).encode()
        return urllib.request.Request(self.url, data, headers, method="POST")

    def _answer_text(self, body: bytes) -> str:
        try:
            text = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError):
            text = None
        if not isinstance(text, str):
            raise InputError(f"{self.url} is no chat completions server by its answer; check it")
        return text


def _content(response: HTTPResponse, until: float) -> bytes:
    """What a server sends, up to a little more than the largest answer.

    Raises:
        TimeoutError: If the answer is not complete when the clock shows `until` [s].
    """
    body = b""
    while len(body) <= _LARGEST_ANSWER and (part := response.read1(_CHUNK)):
        body += part
        if time.monotonic() > until:
            raise TimeoutError("timed out")
    return body


def data_url(rgba: npt.NDArray[np.uint8]) -> str:
    """A picture on white as a PNG data URL.

    Args:
        rgba: Straight colour and coverage, shape [H, W, 4].
    """
    values = rgba.astype(np.float32) / 255
    coverage = values[..., 3:]
    flat = values[..., :3] * coverage + (1 - coverage)
    encoded = io.BytesIO()
    Image.fromarray((flat * 255 + 0.5).astype(np.uint8)).save(encoded, format="PNG")
    return "data:image/png;base64," + base64.b64encode(encoded.getvalue()).decode()
