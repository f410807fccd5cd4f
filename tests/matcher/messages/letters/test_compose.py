"""Letters as texts and e-mails: short enough, from somebody, with a next step and a way out."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from matcher.domain.categories import CATEGORY_SLUGS
from matcher.messages.letters.compose import email, sms, sms_text
from matcher.messages.letters.contents import Help
from matcher.messages.letters.letter import Ending, Letter
from matcher.messages.letters.matches import OnMyWay
from matcher.messages.letters.needs import ConfirmNeed
from matcher.messages.letters.proposals import Proposal
from matcher.messages.letters.voice import Voice
from matcher.messages.message import Email
from matcher.messages.sms_text import gsm_length, parts
from tests.builders import LAMBETH
from tests.matcher.messages.letters.pseudo import like_french, like_polish
from tests.matcher.messages.posting import (
    A_PHONE,
    NOW,
    a_letter,
    a_letterhead,
    a_voice,
    every_letter,
)

FULHAM = "E09000013"
# Of all days of the year, this one is the longest in English.
A_LONG_DAY = {
    "begins": datetime(2026, 9, 30, 17, tzinfo=UTC),
    "answer_by": datetime(2026, 9, 30, 17, tzinfo=UTC),
    "good_until": datetime(2026, 9, 30, 17, tzinfo=UTC),
    "review_on": date(2026, 9, 30),
}
LONGEST = every_letter(help=Help("tech_help", FULHAM), **A_LONG_DAY)
LONG_HEAD = a_letterhead(
    name="Lambeth Neighbours X", base_url="https://help.lambeth-neighbours.org"
)

letters = pytest.mark.parametrize("letter", every_letter(), ids=lambda letter: letter.KIND)
longest = pytest.mark.parametrize("letter", LONGEST, ids=lambda letter: letter.KIND)


def as_email(letter: Letter, voice: Voice) -> Email:
    return email(letter, voice, id="m1", to="sam@example.org", written_at=NOW)


class Page(HTMLParser):
    """What a mail program would show, and whatever it would fetch or follow."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += [data.strip()] if data.strip() else []


@longest
def test_in_english_every_text_travels_as_one_message_under_the_longest_head(letter: Letter):
    text = sms_text(letter, a_voice(letterhead=LONG_HEAD))
    assert gsm_length(text) is not None
    assert parts(text) == 1


@pytest.mark.parametrize("category", CATEGORY_SLUGS)
def test_no_kind_of_help_makes_a_text_longer(category: str):
    for letter in every_letter(help=Help(category, FULHAM), **A_LONG_DAY):
        assert parts(sms_text(letter, a_voice(letterhead=LONG_HEAD))) == 1


@longest
def test_in_a_longer_language_of_the_same_alphabet_two_messages_are_enough(letter: Letter):
    voice = a_voice(letterhead=LONG_HEAD, translate=like_french)
    assert gsm_length(sms_text(letter, voice)) is not None
    assert parts(sms_text(letter, voice)) <= 2
    assert parts(sms_text(letter, a_voice(translate=like_french))) <= 2


@longest
def test_in_a_longer_language_of_other_letters_three_messages_are_enough(letter: Letter):
    voice = a_voice(letterhead=LONG_HEAD, translate=like_polish)
    assert parts(sms_text(letter, voice)) <= 3
    assert parts(sms_text(letter, a_voice(translate=like_polish))) <= 3


def test_the_richest_wording_that_fits_is_sent():
    near = a_letter(Proposal, help=Help("groceries", LAMBETH))
    far = a_letter(Proposal, help=Help("tech_help", FULHAM))
    assert "Someone in Lambeth wants help with groceries." in sms_text(near, a_voice())
    assert "Someone wants your help." in sms_text(far, a_voice(letterhead=LONG_HEAD))


@letters
def test_a_text_says_who_it_is_from_first_and_holds_the_link_between_spaces(letter: Letter):
    text = sms_text(letter, a_voice())
    assert text.startswith("Nearhand: ")
    assert f" https://nearhand.example.org{letter.link.path} " in text


@letters
def test_a_text_ends_with_how_to_hear_no_more(letter: Letter):
    text = sms_text(letter, a_voice())
    if letter.ENDING is Ending.STOP:
        assert text.endswith(("Stop texts: same page.", "Stop: same page."))
    else:
        assert "Not you? Do nothing" in text


def test_a_text_names_the_telephone_where_there_is_room():
    ringing = a_letterhead(base_url="https://near.example", telephone="020 7946 0000")
    texts = [sms_text(letter, a_voice(letterhead=ringing)) for letter in every_letter()]
    assert all(parts(text) == 1 for text in texts)
    on_the_way = sms_text(a_letter(OnMyWay), a_voice(letterhead=ringing))
    assert " Or ring 020 7946 0000. Stop" in on_the_way


def test_a_text_goes_to_its_number_under_its_id():
    message = sms(a_letter(ConfirmNeed), a_voice(), id="m7", to=A_PHONE)
    assert (message.id, message.to) == ("m7", A_PHONE)
    assert "Your code is 482913." in message.text


@letters
def test_an_email_says_the_same_as_text_and_as_html(letter: Letter):
    message = as_email(letter, a_voice(letterhead=a_letterhead(telephone="020 7946 0000")))
    words = letter.words(a_voice())
    shown = Page(message.html).text
    for sentence in (*words.paragraphs, words.action, words.next, "Nearhand"):
        assert sentence in message.text
        assert sentence in shown
    assert "Ring 020 7946 0000." in message.text
    assert message.subject == f"Nearhand: {words.subject}"


@letters
def test_an_email_leads_to_its_page_and_to_the_one_that_stops_it_and_fetches_nothing(
    letter: Letter,
):
    message = as_email(letter, a_voice())
    page = f"https://nearhand.example.org{letter.link.path}"
    leads_to = [page, f"{page}/stop"] if letter.ENDING is Ending.STOP else [page]
    assert Page(message.html).links == leads_to
    assert [line for line in message.text.splitlines() if "://" in line] == leads_to
    assert message.stop_url == (f"{page}/stop" if letter.ENDING is Ending.STOP else None)
    assert not {"img", "link", "script", "iframe"} & set(Page(message.html).tags)
    assert "url(" not in message.html


def test_who_is_a_stranger_to_us_is_told_to_do_nothing():
    assert "Was it not you? Then do nothing" in as_email(a_letter(ConfirmNeed), a_voice()).text


def test_an_email_in_arabic_reads_from_right_to_left():
    message = as_email(a_letter(Proposal), a_voice(language="ar", translate=like_polish))
    assert '<html lang="ar" dir="rtl">' in message.html
    assert message.language == "ar"


def test_signs_that_html_knows_are_shown_and_not_obeyed():
    odd = a_voice(boroughs={LAMBETH: "<b>Lambeth & Co</b>"}, language='"><script>')
    message = as_email(a_letter(Proposal), odd)
    assert "<b>" not in message.html
    assert "<script" not in message.html
    assert "Someone in <b>Lambeth & Co</b> wants help with groceries." in Page(message.html).text
