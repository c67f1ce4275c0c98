"""Shader programs and what their uniforms take from a camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from vispy import gloo

from render.camera import Camera

SHADER_FOLDER = Path(__file__).with_name("shaders")

VERSION = "#version 330\n"

CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], dtype=np.float32)
"""Corners of a quad as a triangle strip."""


def load_program(vertex: str, fragment: str, *, shared: tuple[str, ...] = ()) -> Any:
    """Program of two shaders with its quad's corners set.

    Args:
        vertex: Name of the vertex shader.
        fragment: Name of the fragment shader.
        shared: Names of the parts that are put before the fragment shader.
    """
    parts = (*(_source(f"{name}.glsl") for name in shared), _source(f"{fragment}.frag"))
    program = gloo.Program(VERSION + _source(f"{vertex}.vert"), VERSION + "".join(parts))
    program["a_corner"] = gloo.VertexBuffer(CORNERS)
    return program


def _source(name: str) -> str:
    return (SHADER_FOLDER / name).read_text(encoding="utf-8")


def set_lens(program: Any, camera: Camera) -> None:
    """Set intrinsics, projection, picture size and camera centre."""
    K = camera.K  # noqa: N806 - the matrix is called K everywhere
    program["u_lens"] = (K[0, 0], K[1, 1], K[0, 2], K[1, 2])
    program["u_orthographic"] = int(camera.is_orthographic)
    program["u_size"] = (camera.width, camera.height)
    program["u_eye"] = camera.position
