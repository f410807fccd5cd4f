"""Draw README's picture anew: what a terminal shows when the example of London is matched.

    python -m scripts.readme_picture

The words are those of a real run, so the picture cannot promise what the program does not do.
"""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "result.svg"
TYPED = "nearhand match needs.csv offers.csv --map map.html"
WIDTH = 92

# rich names a host of fonts in its drawings; a page of ours asks no other host for anything.
_FONTS_AND_REMARKS = re.compile(r"\s*@font-face\s*\{[^}]*\}|\s*<!--.*?-->", re.DOTALL)


def drawing_of(typed: str, shown: str) -> str:
    """Return an SVG of a terminal in which a command was typed, with what it answered."""
    console = Console(record=True, width=WIDTH, file=StringIO(), highlight=False)
    console.print(f"$ {typed}", style="bold", markup=False)
    console.print(shown, markup=False)
    # A fixed id, so that the same words give the same file.
    drawing = console.export_svg(title="Nearhand", unique_id="nearhand")
    lines = _FONTS_AND_REMARKS.sub("", drawing).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def answer() -> str:
    """What the command says on stdout, run in a folder that holds the example's two sheets."""
    with TemporaryDirectory() as folder:
        for sheet in ("needs.csv", "offers.csv"):
            (Path(folder) / sheet).write_bytes((ROOT / "examples/london" / sheet).read_bytes())
        return subprocess.run(
            [sys.executable, "-m", "scripts", *TYPED.split()[1:], "--today", "2026-03-02"],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "PATH": ""},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout


if __name__ == "__main__":
    PICTURE.write_text(drawing_of(TYPED, answer()), encoding="utf-8")
