"""CLIP's byte-pair tokens of a sentence, from the files that come with its weights."""

from __future__ import annotations

import json
import re
from pathlib import Path

from render.errors import InputError

VOCABULARY_NAME, MERGES_NAME = "vocab.json", "merges.txt"
START, END = "<|startoftext|>", "<|endoftext|>"
_WORD_END = "</w>"
_WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+|_+")


class ClipTokens:
    """Sentences to token numbers.

    Source: Sennrich et al., Neural Machine Translation of Rare Words with Subword Units, ACL 2016;
    bytes as letters as in GPT-2.
    """

    def __init__(self, vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> None:
        self._vocabulary = vocabulary
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._letters = _byte_letters()

    @staticmethod
    def load(folder: Path) -> ClipTokens:
        """Read vocabulary and merges.

        Raises:
            InputError: If a file is missing or damaged.
        """
        try:
            vocabulary = json.loads((folder / VOCABULARY_NAME).read_text(encoding="utf-8"))
            lines = (folder / MERGES_NAME).read_text(encoding="utf-8").split("\n")
            pairs = [tuple(line.split()) for line in lines[1:] if line.strip()]
            merges = [(first, second) for first, second in pairs]
        except (OSError, ValueError) as error:
            raise InputError(
                f"{folder} lacks CLIP's tokens ({error}); it needs {VOCABULARY_NAME} and "
                f"{MERGES_NAME} beside the weights"
            ) from None
        return ClipTokens(vocabulary, merges)

    def numbers(self, sentence: str, length: int) -> list[int]:
        """Token numbers from start to end of a sentence, at most `length`, cut before the end.

        Raises:
            InputError: If the vocabulary lacks a token, as one of another model does.
        """
        tokens = [
            token
            for word in _WORDS.findall(" ".join(sentence.lower().split()))
            for token in self._merged(word)
        ]
        chosen = [START, *tokens[: length - 2], END]
        missing = [token for token in chosen if token not in self._vocabulary]
        if missing:
            raise InputError(f"CLIP's vocabulary lacks {missing[0]!r}; its files do not belong "
                             "together")  # fmt: skip
        return [self._vocabulary[token] for token in chosen]

    def _merged(self, word: str) -> list[str]:
        """The tokens of a word: letters, the earliest merges first."""
        parts = [self._letters[byte] for byte in word.encode()]
        parts[-1] += _WORD_END
        while len(parts) > 1:
            ranked = [
                (self._ranks.get((parts[i], parts[i + 1]), len(self._ranks)), i)
                for i in range(len(parts) - 1)
            ]
            rank, at = min(ranked)
            if rank == len(self._ranks):
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return parts


def _byte_letters() -> dict[int, str]:
    """A visible letter for every byte."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in visible}
    hidden = [byte for byte in range(256) if byte not in letters]
    letters.update({byte: chr(256 + number) for number, byte in enumerate(hidden)})
    return letters
