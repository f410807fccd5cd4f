"""Texts on their way into a sheet and back: no program may take one for a formula.

A cell that begins with =, +, -, @, a tab or a return is worked out by spreadsheet programs. It is
written with a ' before it, which they show as text; reading takes exactly that one away again.
"""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def safe_text(text: str) -> str:
    """Return a text as it may stand in a cell.

    >>> safe_text("=1+1"), safe_text("'tis"), safe_text("Rosa")
    ("'=1+1", "''tis", 'Rosa')
    """
    return _MARK + text if text.startswith((*_STARTS_A_FORMULA, _MARK)) else text


def plain_text(cell: str) -> str:
    """Return what `safe_text` was given; a cell that it did not write stays as it is.

    >>> plain_text("'=1+1"), plain_text("''tis"), plain_text("'tis")
    ('=1+1', "'tis", "'tis")
    """
    if cell.startswith(_MARK) and cell[1:].startswith((*_STARTS_A_FORMULA, _MARK)):
        return cell[1:]
    return cell
