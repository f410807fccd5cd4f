"""The palette, which colours may stand on which, and what a page really shows."""

import re
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parent.parent.parent / "web/frontend/src/_palette.scss"
PALETTE = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});$", SOURCE.read_text(), re.MULTILINE))
NAME_OF = {colour: name for name, colour in PALETTE.items()}

# WCAG 2.2: 1.4.3 for letters, 1.4.11 for edges and marks that carry a meaning.
LETTERS, MARKS = 4.5, 3.0

READ_ON: dict[str, set[str]] = {
    "paper": {"ink", "soft-ink", "teal", "teal-dark", "brick", "plum", "leaf"},
    "white": {"ink", "soft-ink", "teal", "teal-dark", "brick"},
    "sand": {"ink", "soft-ink", "teal", "teal-dark"},
    "teal": {"white"},
    "teal-dark": {"white"},
    "teal-tint": {"ink", "teal", "teal-dark"},
    "brick": {"white"},
    "brick-dark": {"white"},
    "brick-tint": {"ink", "soft-ink", "brick-dark", "teal", "teal-dark"},
    "leaf-tint": {"ink", "leaf-dark"},
    "sun": {"ink"},
    "sun-tint": {"ink", "teal", "teal-dark"},
}
MARKED_ON: dict[str, set[str]] = {
    "paper": {"edge", "ink", "teal", "brick", "leaf"},
    "white": {"edge", "ink", "teal", "brick"},
    "sun": {"ink"},
}


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(table: dict[str, set[str]]) -> list[tuple[str, str]]:
    return [(front, back) for back, fronts in table.items() for front in sorted(fronts)]


def letters_in_unknown_pairs(page: Page) -> set[str]:
    """The colours of letters and of what is behind them that are not in the table."""
    shown = page.evaluate(
        """() => {
            const behind = one => {
                for (; one; one = one.parentElement) {
                    const colour = getComputedStyle(one).backgroundColor;
                    if (colour !== "rgba(0, 0, 0, 0)") return colour;
                }
                return "rgb(255, 255, 255)";
            };
            const found = new Set();
            for (const one of document.querySelectorAll("body *")) {
                const says = [...one.childNodes].some(
                    node => node.nodeType === 3 && node.textContent.trim());
                if (says) found.add(getComputedStyle(one).color + "/" + behind(one));
            }
            return [...found];
        }"""
    )
    known = {f"{rgb(PALETTE[front])}/{rgb(PALETTE[back])}" for front, back in pairs(READ_ON)}
    return set(shown) - known


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5))})"
