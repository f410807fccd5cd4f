"""The columns of our sheets, as people call them."""

from collections.abc import Mapping

from matcher.domain.refusals import Term

COLUMN_WORDS: Mapping[str, Term] = {
    "id": Term("Nearhand’s own number"),
    "reference": Term("Reference"),
    "volunteer": Term("The volunteer’s number"),
    "name": Term("Name, or a part of it"),
    "phone": Term("Telephone"),
    "email": Term("E-mail address"),
    "reads": Term("Language they read"),
    "reached_by": Term("Best reached by"),
    "never": Term("Never reached by"),
    "postcode": Term("Postcode"),
    "street": Term("Street"),
    "borough": Term("Borough"),
    "address": Term("House, flat, floor, or a part of it"),
    "help": Term("Kinds of help they give"),
    "category": Term("Kind of help needed"),
    "radius_m": Term("How far they go"),
    "capacity": Term("How many people at once"),
    "languages": Term("Languages to be spoken"),
    "provides": Term("What they bring: car, lifting, woman"),
    "requires": Term("What matters: car, dbs, lifting, woman"),
    "times": Term("Times of the week"),
    "urgency": Term("How soon"),
    "day": Term("Day"),
    "repeats": Term("Every week on"),
    "people_needed": Term("How many helpers"),
    "dietary": Term("Diet and allergies"),
    "step_free": Term("Steps are difficult"),
    "asks_first": Term("Wants to agree first"),
    "notes": Term("Notes, or a part of them"),
}
