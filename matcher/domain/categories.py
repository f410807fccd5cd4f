"""The kinds of help: one table, from which every list, check and page is made."""

from dataclasses import dataclass
from enum import StrEnum


class TaskClass(StrEnum):
    """What a category asks of the volunteer; checks and safety rules hang on it."""

    REMOTE = "remote"
    NO_CONTACT = "no_contact"
    DOORSTEP = "doorstep"
    MONEY = "money"
    ENTERS_HOME = "enters_home"
    TRANSPORT = "transport"


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of help, with the class of task that it is."""

    slug: str
    name: str
    task_class: TaskClass

    @property
    def remote(self) -> bool:
        """Whether distance plays no part: no radius, no metres, no borough."""
        return self.task_class is TaskClass.REMOTE


CATEGORIES: tuple[Category, ...] = (
    Category("groceries", "Groceries", TaskClass.MONEY),
    Category("prescriptions", "Prescriptions", TaskClass.DOORSTEP),
    Category("food_parcel", "Food parcel", TaskClass.DOORSTEP),
    Category("hot_meal", "Hot meal", TaskClass.DOORSTEP),
    Category("clothing", "Clothing", TaskClass.NO_CONTACT),
    Category("toys_and_baby", "Toys and baby things", TaskClass.NO_CONTACT),
    Category("furniture", "Furniture", TaskClass.ENTERS_HOME),
    Category("transport", "Transport", TaskClass.TRANSPORT),
    Category("visit", "Visit", TaskClass.ENTERS_HOME),
    Category("phone_call", "Phone call", TaskClass.REMOTE),
    Category("translation", "Translation", TaskClass.REMOTE),
    Category("forms_and_letters", "Forms and letters", TaskClass.ENTERS_HOME),
    Category("tech_help", "Help with phone or computer", TaskClass.ENTERS_HOME),
    Category("dog_walking", "Dog walking", TaskClass.DOORSTEP),
    Category("diy", "Small repairs", TaskClass.ENTERS_HOME),
    Category("garden", "Garden", TaskClass.NO_CONTACT),
    Category("other", "Something else", TaskClass.DOORSTEP),
)

CATEGORY_BY_SLUG: dict[str, Category] = {category.slug: category for category in CATEGORIES}
CATEGORY_SLUGS: tuple[str, ...] = tuple(CATEGORY_BY_SLUG)
