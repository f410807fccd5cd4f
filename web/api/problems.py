"""Mistakes in what was asked, each by the name of its field."""

from pydantic import ValidationError

from matcher.domain.refusals import Invalid

PUT_RIGHT = "Some of what you sent is not as it should be: see errors."


class Mistaken(Invalid):
    """What was asked does not fit its shape. What was typed is not repeated: it may be a name."""

    def __init__(self, error: ValidationError) -> None:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        super().__init__(PUT_RIGHT)
        self.errors = [
            {
                "field": ".".join(str(part) for part in one["loc"]) or "body",
                "detail": one["msg"],
            }
            for one in found
        ]
