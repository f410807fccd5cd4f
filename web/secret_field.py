"""A field for a password: what was typed is never sent back with the page."""

from wtforms import PasswordField


class SecretField(PasswordField):
    """Empty each time it is shown."""

    def _value(self) -> str:
        return ""
