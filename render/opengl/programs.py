"""Shader programs and what their uniforms take from a camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from vispy import gloo

from render.camera import Camera

SHADER_FOLDER = Path(__file__).with_name("shaders")

CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], dtype=np.float32)
"""Corners of a quad as a triangle strip."""


def load_program(name: str) -> Any:
    """Program of the shaders `name`.vert and `name`.frag with its quad's corners set."""
    vertex, fragment = (
        (SHADER_FOLDER / f"{name}.{stage}").read_text(encoding="utf-8")
        for stage in ("vert", "frag")
    )
    program = gloo.Program(vertex, fragment)
    program["a_corner"] = gloo.VertexBuffer(CORNERS)
    return program


def set_lens(program: Any, camera: Camera) -> None:
    """Set intrinsics, picture size and camera centre."""
    K = camera.K  # noqa: N806 - the matrix is called K everywhere
    program["u_lens"] = (K[0, 0], K[1, 1], K[0, 2], K[1, 2])
    program["u_size"] = (camera.width, camera.height)
    program["u_eye"] = camera.position
