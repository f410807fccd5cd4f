"""What goes over the wire: the shapes that all nouns share.

`Asked` is what comes in, read strictly: a field that we do not know is a mistake, not a wish that
is silently dropped. `Shape` is what goes out.
"""

from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from matcher.domain.availability import HALF_DAYS
from matcher.domain.categories import CATEGORY_SLUGS

ID_PATTERN = "^[0-9a-f]{32}$"
KEY_PATTERN = "^[A-Za-z0-9_-]{16,64}$"
CURSOR_PATTERN = "^[A-Za-z0-9_-]{1,400}$"
# No control letters, which no database and no page has a use for.
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
SEVERAL_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"


def among(words: Collection[str]) -> Callable[[str], str]:
    """A check that a word is one of these."""

    def check(word: str) -> str:
        if word not in words:
            raise ValueError(f"not one of: {', '.join(words)}")
        return word

    return check


def named(words: Collection[str], **more: Any) -> Any:
    """These words in the document, so that nobody has to guess them."""
    return Field(json_schema_extra={"enum": list(words)}, **more)


Id = Annotated[str, Field(pattern=ID_PATTERN, examples=["5d41402abc4b2a76b9719d911017c592"])]
Key = Annotated[
    str,
    Field(
        pattern=KEY_PATTERN,
        description="A name of your own for this one wish, 16 to 64 letters. Sent again with the "
        "same body it is done once and answered the same; with another body it is refused.",
    ),
]
Cursor = Annotated[
    str,
    Field(
        pattern=CURSOR_PATTERN,
        description="`next` of the page before; leave it out for the first page.",
    ),
]
Next = Annotated[
    Annotated[str, Field(pattern=CURSOR_PATTERN)] | None,
    Field(description="Send it as `cursor` for the page after; null at the last one."),
]
Category = Annotated[
    str,
    AfterValidator(among(CATEGORY_SLUGS)),
    named(CATEGORY_SLUGS, examples=["groceries"]),
]
BoroughCode = Annotated[
    str, Field(pattern="^[ENSW][0-9]{8}$", examples=["E09000028"], description="Its ONS code.")
]
Cell = Annotated[
    str, Field(description="The 1 km square of the National Grid it lies in.", examples=["TQ3375"])
]
HalfDay = Annotated[str, AfterValidator(among(HALF_DAYS)), named(HALF_DAYS, examples=["tue-am"])]
# Sets have no order of their own, and an answer must not change from one time to the next.
Words = Annotated[list[str], BeforeValidator(sorted)]
HalfDays = Annotated[list[HalfDay], BeforeValidator(sorted)]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$", examples=["bn"])]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160, pattern=ONE_LINE)]
Notes = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1_000, pattern=SEVERAL_LINES)
]


class Shape(BaseModel):
    """What we answer."""

    model_config = ConfigDict(
        from_attributes=True,
        frozen=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
    )


class Asked(BaseModel):
    """What we are asked, in a body or in a query."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def example(body: dict[str, Any]) -> ConfigDict:
    """What a body looks like: on the docs page, in the document, and tried out by tests."""
    return ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [body]})


class Nothing(Asked):
    """A query with nothing in it."""


class PageAsked(Asked):
    """Which page of a list."""

    cursor: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=100, description="At most so many on a page.")] = 50


class Receipt(Shape):
    """What was done, in one line that is the same however often it is asked for."""

    id: Id
    status: Annotated[str, Field(description="How it stood right after.", examples=["open"])]


class Mistake(Shape):
    """One thing to put right."""

    field: str
    detail: str


class Problem(Shape):
    """What did not work, as RFC 9457 has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Conflict",
                    "status": 409,
                    "detail": "This need is closed and stays so: please register a new one.",
                    "request": "0f3c9a2e5b7d4186",
                }
            ]
        }
    )

    type: Literal["about:blank"]
    title: Annotated[str, Field(description="The name of the status.")]
    status: int
    detail: Annotated[str, Field(description="What happened and how to go on, in a sentence.")]
    request: Annotated[str, Field(description="The id of this request, to tell us.")]
    field: Annotated[str | None, Field(description="Which field is to blame.")] = None
    errors: Annotated[
        list[Mistake] | None, Field(description="All that is to be put right, at a 422.")
    ] = None
