"""The order of the questions of asking for help, and which comes next."""

from dataclasses import dataclass

from matcher.domain.diets import FOOD
from web.journey import Answers
from web.needs_asking import Asking
from web.needs_people import Diet, Languages, Matters, Notes, People, Reach, Who
from web.needs_questions import Day, Kind, Often, Postcode, Soon, Street, Times, Week
from web.needs_words import MANY_HANDS

CHECK = "check"


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the journey: its address below /ask, and what it asks."""

    slug: str
    form: type[Asking]

    def is_asked(self, answers: Answers) -> bool:
        """Whether this question has a point after what was answered."""
        match self.slug:
            case "street":
                return not answers.get("postcode") and bool(answers.get("street"))
            case "postcode":
                return not answers.get("street")
            case "day":
                return answers.get("often") == "once"
            case "week":
                return answers.get("often") == "weekly"
            case "diet":
                return answers.get("kind") in FOOD
            case "people":
                return answers.get("kind") in MANY_HANDS
            case _:
                return True

    def is_answered(self, answers: Answers) -> bool:
        """Whether the page was sent once; an answer may be that there is none."""
        return all(name in answers for name in self.form.FIELDS)


STEPS: tuple[Step, ...] = (
    Step("kind", Kind),
    Step("postcode", Postcode),
    Step("street", Street),
    Step("soon", Soon),
    Step("often", Often),
    Step("day", Day),
    Step("week", Week),
    Step("times", Times),
    Step("languages", Languages),
    Step("diet", Diet),
    Step("matters", Matters),
    Step("people", People),
    Step("notes", Notes),
    Step("who", Who),
    Step("reach", Reach),
)
STEP_BY_SLUG = {step.slug: step for step in STEPS}


def asked(answers: Answers) -> list[Step]:
    """The questions that have a point, in order."""
    return [step for step in STEPS if step.is_asked(answers)]


def first_open(answers: Answers) -> str:
    """The first question without an answer, or the page that shows them all."""
    for step in asked(answers):
        if not step.is_answered(answers):
            return step.slug
    return CHECK


def after(slug: str, answers: Answers, *, mending: bool) -> str:
    """Where to go from a page: on in order, or back to the check where only one is mended."""
    if mending:
        return first_open(answers)
    slugs = [step.slug for step in STEPS]
    later = slugs[slugs.index(slug) + 1 :]
    following = {step.slug for step in asked(answers)}
    return next((one for one in later if one in following), first_open(answers))


def before(slug: str, answers: Answers) -> str | None:
    """The page to go back to, None at the first."""
    slugs = [step.slug for step in asked(answers)]
    if slug == CHECK:
        return slugs[-1]
    if slug == "street":
        return "postcode"
    index = slugs.index(slug) if slug in slugs else 1
    return slugs[index - 1] if index else None


def place_in_line(slug: str, answers: Answers) -> tuple[int, int]:
    """Which question this is, and of how many, as far as one can know."""
    slugs = [step.slug for step in asked(answers)]
    if "day" not in slugs and "week" not in slugs:
        slugs.insert(slugs.index("often") + 1, "day")
    # The postcode and the street ask the same thing: whichever is shown is in the place of both.
    places = {"postcode", "street"}
    shown = next((one for one in slugs if one in places), slug) if slug in places else slug
    return (slugs.index(shown) + 1 if shown in slugs else 1), len(slugs)
