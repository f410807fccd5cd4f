"""Passwords: what makes one good enough, and how dear Argon2id is for those who would guess.

Hashing takes a while by design, so it is never done inside a transaction: whoever writes brings
the finished hash. The pages leave hashing and comparing to Flask-Security.
"""

from argon2 import PasswordHasher

from matcher.domain.refusals import Invalid

FEWEST_LETTERS = 12
MOST_LETTERS = 200
# 32 MiB and three passes: over OWASP's least, and four sign-ins at once leave a small machine air.
TIME_COST, MEMORY_KIB, PARALLELISM = 3, 32 * 1024, 1

TOO_SHORT = "Choose a password of %(fewest)s letters or more: three or four words will do."
TOO_LONG = "Choose a password of %(most)s letters or fewer."
TOO_PLAIN = "That password is easy to guess: choose one with more different letters."
TOO_USUAL = "Many people choose that password: three or four words that nobody would guess will do."
TOO_NEAR = "Choose a password that has neither your name nor your e-mail address in it."
# What guessers try first; a password needs this much besides one of them.
USUAL = ("password", "nearhand", "qwerty", "letmein", "welcome", "iloveyou", "123456", "abcdef")
FEWEST_BESIDES = 8


def check_new_password(password: str, *, name: str = "", email: str = "") -> None:
    """Raise Invalid, with what to choose instead, for a password that is easily guessed."""
    if len(password) < FEWEST_LETTERS:
        raise Invalid(TOO_SHORT, "password", fewest=FEWEST_LETTERS)
    if len(password) > MOST_LETTERS:
        raise Invalid(TOO_LONG, "password", most=MOST_LETTERS)
    if len(set(password.lower())) < 6:
        raise Invalid(TOO_PLAIN, "password")
    if any(len(password.lower().replace(one, "")) < FEWEST_BESIDES for one in USUAL):
        raise Invalid(TOO_USUAL, "password")
    own = [*name.lower().split(), *email.lower().replace("@", " ").split()]
    if any(len(word) > 3 and word in password.lower() for word in own):
        raise Invalid(TOO_NEAR, "password")


def hashed(password: str) -> str:
    """What is kept of the password of an account that is made without pages."""
    return PasswordHasher(TIME_COST, MEMORY_KIB, PARALLELISM).hash(password)
