"""`/categories`: the kinds of help."""

from typing import Annotated

from pydantic import Field

from matcher.domain.categories import CATEGORIES, TaskClass
from web.api.operations import Noun
from web.api.shapes import Category, Shape

noun = Noun("categories", "The kinds of help. Open to everybody.")


class CategoryShown(Shape):
    """One kind of help; `task_class` says what it asks of the volunteer."""

    slug: Category
    name: Annotated[str, Field(examples=["Groceries"])]
    task_class: TaskClass
    remote: Annotated[bool, Field(description="Whether distance plays no part.")]


class Categories(Shape):
    """All kinds of help."""

    items: list[CategoryShown]


@noun.open("/categories", Categories)
def list_categories() -> Categories:
    """All kinds of help, in the order in which our pages show them."""
    return Categories(items=[CategoryShown.model_validate(one) for one in CATEGORIES])
