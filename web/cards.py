"""Tables whose rows are cards on a telephone: each cell is told what its column is called.

Told here once, not in each cell of every template. What is read is our own markup, in which all
that people wrote is escaped: a `<td` is never anything but a cell.
"""

import re
from itertools import count

from flask import Flask
from markupsafe import Markup, escape

# What a cell is to whoever hears the table: a row that is shown as a card is none to a browser.
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_TAG = re.compile(r"<(thead|tbody|tr|td|th)\b([^>]*)>")
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)


def as_cards(rows: str) -> Markup:
    """The head and the body of a table, with a role in each tag and a `data-label` in each cell.

    A cell that stands for several columns gets no label, nor does one below an empty heading.
    """
    head = rows.partition("</thead>")[0]
    labels = [Markup(said).striptags() for said in _HEADING.findall(head)]
    column = count()

    def told(tag: re.Match[str]) -> str:
        nonlocal column
        name, said = tag.groups()
        role = _ROLES.get(name) or ("columnheader" if 'scope="col"' in said else "rowheader")
        label = ""
        if name == "tr":
            column = count()
        elif name in ("td", "th") and role != "columnheader":
            at = next(column)
            if "colspan" not in said and at < len(labels) and labels[at]:
                label = f' data-label="{escape(labels[at])}"'
        return f'<{name} role="{role}"{label}{said}>'

    return Markup(_TAG.sub(told, rows))


def show_cards(app: Flask) -> None:
    """Give the templates the filter `as_cards`."""
    app.add_template_filter(as_cards)
