"""`Check`: one finding of the doctor; `Told`: its words, for any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class Told(str):
    """A text in English that keeps what it was made of, so that the window can translate it."""

    __slots__ = ("template", "values")

    template: str
    """English text with named placeholders."""
    values: Mapping[str, object]
    """What stands for them; texts among them may be told as well."""

    def __new__(cls, template: str, **values: object) -> Told:
        """Fill a template in."""
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """What a copy in another process is made of."""
        return (self.template,), dict(self.values)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    section: str
    """Group in snake case, such as "hardware"."""
    name: str
    """What was looked at."""
    passed: bool
    """Whether it is there and works."""
    detail: str
    """What was found."""
    remedy: str = ""
    """What helps when it did not pass."""
    required: bool = False
    """Whether the program cannot do its work without it."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Figures for machines, keys in snake case with their unit."""
    advice: str = ""
    """What may help although it passed; empty for nothing."""

    @property
    def help(self) -> str:
        """Remedy of a lack, or advice about what is there; empty when all is well."""
        return self.advice if self.passed else self.remedy

    @property
    def mark(self) -> str:
        """One word for the left margin."""
        if self.passed:
            return "ok"
        return "MISSING" if self.required else "absent"

    def to_json(self) -> Mapping[str, object]:
        """Plain values."""
        found: dict[str, object] = {"ok": self.passed, "detail": self.detail}
        if not self.passed:
            found["remedy"] = self.remedy
            found["required"] = self.required
        elif self.advice:
            found["advice"] = self.advice
        return {**found, **self.values}
