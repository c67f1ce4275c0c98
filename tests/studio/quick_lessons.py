"""Stands in for `studio.jobs.pipeline` in the compute process: lessons take a few steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

from models.preference import training
from models.preference.settings import PreferenceSettings
from render.progress import ProgressCallback
from studio.jobs import pipeline
from studio.jobs.learn_requests import AdaptRequest, LearnRequest

QUICK = PreferenceSettings(steps=8, learning_rate=0.1, patience=8)


def run_learn(
    request: LearnRequest, progress: ProgressCallback, tell: Callable[[object], None]
) -> Path:
    options = partial(training.LearningOptions, settings=QUICK)
    with mock.patch.object(training, "LearningOptions", options):
        return pipeline.run_learn(request, progress, tell)


def run_adapt(request: AdaptRequest, progress: ProgressCallback) -> Path:
    return pipeline.run_adapt(request, progress)
