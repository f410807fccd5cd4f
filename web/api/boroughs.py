"""`/boroughs`: the districts that needs and offers lie in."""

from typing import Annotated

from pydantic import Field

from web.api.operations import Noun
from web.api.shapes import BoroughCode, Shape
from web.current import tools

noun = Noun("boroughs", "The districts that needs and offers lie in. Open to everybody.")


class Borough(Shape):
    """One borough."""

    code: BoroughCode
    name: Annotated[str, Field(examples=["Southwark"])]
    in_london: bool


class Boroughs(Shape):
    """All boroughs on our map."""

    items: list[Borough]


@noun.open("/boroughs", Boroughs)
def list_boroughs() -> Boroughs:
    """All boroughs on our map, by their codes."""
    found = tools().gazetteer.boroughs.boroughs
    return Boroughs(
        items=[Borough.model_validate(one) for one in sorted(found, key=lambda one: one.code)]
    )
