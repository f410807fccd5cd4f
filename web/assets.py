"""The compiled look of the pages: which hashed file stands for which plain name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import has_request_context, request, url_for

from matcher.domain.refusals import Invalid

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Assets:
    """Names of files below `static/built`, each with the hash of its bytes in it.

    So a browser may keep a file for ever: when it changes, so does its name.
    """

    hashed: Mapping[str, str]
    # By where the site begins, which a proxy may say.
    _known: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, folder: Path) -> "Assets":
        """Read what was built; `Invalid` when nothing was."""
        try:
            return cls(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise Invalid(
                "The look of the pages is not built yet: run python -m scripts.build_web "
                "(scripts/demo and scripts/test do it by themselves)."
            ) from None

    def address(self, name: str) -> str:
        """Where a browser finds a file; KeyError names one that was never built."""
        known = self._known.setdefault(request.script_root if has_request_context() else "", {})
        if name not in known:
            known[name] = url_for("static", filename=f"built/{self.hashed[name]}")
        return known[name]
