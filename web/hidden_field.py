"""A hidden field as WTForms writes it, and with less work: every form has two of them."""

from typing import Any

from markupsafe import Markup, escape
from wtforms import Field
from wtforms.widgets import HiddenInput


class Hidden(HiddenInput):
    """Writes a hidden field that says nothing but its name and its value."""

    def __call__(self, field: Field, **more: Any) -> Markup:
        """As HTML; `id` where a page has several forms."""
        id = more.pop("id", field.id)
        if more:
            return super().__call__(field, id=id, **more)
        name, value = escape(field.name), escape(field._value())
        return Markup(f'<input id="{escape(id)}" name="{name}" type="hidden" value="{value}">')
