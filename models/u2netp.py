"""Salient object detection with U²-Net-p (Qin et al. 2020, arXiv:2005.09007) on ONNX Runtime."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

FloatArray = npt.NDArray[np.float32]

INPUT_SIDE_PX = 320
"""The network's input and output are squares of this side."""

_IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_IMAGENET_STD = np.array([0.229, 0.224, 0.225], dtype=np.float32)
_THREADS = 2


def saliency(rgb: FloatArray) -> FloatArray:
    """How likely each pixel belongs to the object that stands out.

    Args:
        rgb: sRGB colour 0 to 1, shape [H, W, 3].

    Returns:
        The network's raw probability 0 to 1, shape [H, W], resized from 320 x 320.
    """
    height, width = rgb.shape[:2]
    image = Image.fromarray(np.uint8(np.clip(rgb, 0, 1) * 255 + 0.5))
    small = image.resize((INPUT_SIDE_PX, INPUT_SIDE_PX), Image.Resampling.LANCZOS)
    values = np.asarray(small).astype(np.float32)
    values = (values / max(float(values.max()), 1.0) - _IMAGENET_MEAN) / _IMAGENET_STD
    session = _session()
    outputs = session.run(
        [session.get_outputs()[0].name],
        {session.get_inputs()[0].name: np.ascontiguousarray(values.transpose(2, 0, 1)[None])},
    )
    square = Image.fromarray(np.asarray(outputs[0][0, 0], dtype=np.float32))
    return np.asarray(square.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)


@functools.cache
def _session() -> Any:
    """The ONNX session, created on first use and kept."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others compute too
    options.log_severity_level = 3  # errors only
    weights = resources.files("resources").joinpath("weights", "u2netp.onnx").read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
