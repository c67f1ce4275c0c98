"""Asks an OpenAI-compatible vision server that the user names; nothing else is ever contacted."""

from __future__ import annotations

import base64
import io
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO

import numpy as np
import numpy.typing as npt
from PIL import Image

from render.errors import InputError

_PATH = "/chat/completions"
_LARGEST_ANSWER = 4 << 20
_SHOWN = 200


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

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise InputError(
                f"endpoint {self.endpoint!r} is no http or https address; name the server, such as "
                "http://localhost:8000/v1"
            )
        if not self.model.strip():
            raise InputError("the model has no name; name one that the server offers")

    @property
    def url(self) -> str:
        """Address that is asked."""
        base = self.endpoint.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH

    def ask(self, prompt: str, pictures: Sequence[npt.NDArray[np.uint8]]) -> str:
        """The text that the model answers.

        Args:
            prompt: Question.
            pictures: RGBA pictures, each of shape [H, W, 4]; they are sent on white.

        Raises:
            InputError: If the server cannot be reached, refuses, or answers in another form.
        """
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
        try:
            with opener.open(self._request(prompt, pictures), timeout=self.timeout_s) as response:
                body: bytes = response.read(_LARGEST_ANSWER + 1)
        except urllib.error.HTTPError as error:
            text = error.read(_SHOWN).decode("utf-8", "replace")
            error.close()
            raise InputError(f"{self.url} answers {error.code}: {' '.join(text.split())}") from None
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error or type(error).__name__
            raise InputError(f"{self.url} cannot be asked ({reason}); start the server") from None
        if len(body) > _LARGEST_ANSWER:
            raise InputError(f"{self.url} answers more than {_LARGEST_ANSWER >> 20} MB; check it")
        return self._answer_text(body)

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
