"""`CodecProbes`: tries codecs out in a thread, so that the window can grey what does not work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from studio.export.codecs import CODECS, Codec
from studio.export.probe import ProbeReport, probe, refusal

Probe = Callable[[Codec, tuple[int, int], float], ProbeReport]
Query = tuple[tuple[int, int], float]


class CodecProbes:
    """Answers for one size and rate at a time; ask again from a timer until all are there."""

    def __init__(self, names: tuple[str, ...], probe: Probe = probe) -> None:
        """Prepare; the thread starts with the first question.

        Args:
            names: Codecs that are tried out, in the order of the answers.
            probe: Tries one out.
        """
        self._names = names
        self._probe = probe
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="probes")
        self._query: Query | None = None
        self._refused: dict[str, ProbeReport] = {}
        self._answers: dict[str, Future[ProbeReport]] = {}
        self._closed = False

    def ask(self, size_px: tuple[int, int], fps: float) -> Mapping[str, ProbeReport]:
        """What is known so far of a size and rate, by the codec's name; never blocks.

        After `close` nothing more is tried out: the answers that came are all there are.
        """
        if self._query != (size_px, fps) and not self._closed:
            for answer in self._answers.values():
                answer.cancel()
            self._query = (size_px, fps)
            refused = {name: refusal(CODECS[name], size_px, fps) for name in self._names}
            self._refused = {
                name: ProbeReport(available=False, reason=reason)
                for name, reason in refused.items()
                if reason
            }
            self._answers = {
                name: self._pool.submit(self._probe, CODECS[name], size_px, fps)
                for name in self._names
                if name not in self._refused
            }
        tried = {
            name: answer.result()
            for name, answer in self._answers.items()
            if answer.done() and not answer.cancelled()
        }
        return self._refused | tried

    @property
    def complete(self) -> bool:
        """Whether every codec has been tried out."""
        return all(answer.done() for answer in self._answers.values())

    def close(self) -> None:
        """Drop what waits; does not wait for the codec that is being tried out."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
