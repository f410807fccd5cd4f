"""A driver's page by link: plain forms, each counted once, and nobody's details afterwards."""

import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from matcher.bootstrap import Tools
from matcher.domain.statuses import StopStatus
from matcher.storage.tables import LogRow, StopPhotoRow, StopRow
from tests.web.run_days import ROSA, RunsTown, a_day_of_runs
from tests.web.sites import living_tools
from tests.web.staffed import signed_in
from web.app import Site, create_app


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("driving"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


class Driver:
    """Somebody with a phone and a link."""

    def __init__(self, site: Site, town: RunsTown) -> None:
        self.client: FlaskClient = site.test_client()
        self.path = f"/t/{town.secret}"
        self.town = town

    def page(self) -> str:
        return self.client.get(self.path).text

    def press(
        self, what: str, *, queued: bool = False, kind: str | None = None, **said: object
    ) -> TestResponse:
        check = re.search(r'name="csrf_token" value="([^"]+)"', self.page())
        token = check[1] if check else ""
        headers = {"X-Nearhand": "queue"} if queued else {}
        form: object = {"csrf_token": token, "key": "k" * 20} | said
        if kind:
            # Written here: the client would leave a large form in a file that nobody closes.
            boundary, form = encode_multipart(form)
            kind = f"{kind}; boundary={boundary}"
        path = f"{self.path}/{what}"
        return self.client.post(path, data=form, headers=headers, content_type=kind)

    def door(self, deed: str, **said: object) -> TestResponse:
        return self.press(f"stops/{self.town.stop_id}/{deed}", **said)


@pytest.fixture
def driver(site: Site, tools: Tools) -> Driver:
    return Driver(site, a_day_of_runs(tools, state="out"))


def status_of(tools: Tools, town: RunsTown) -> StopStatus:
    with tools.looking() as act:
        return act.store.get_one(StopRow, town.stop_id).status


def test_the_page_shows_who_is_next_and_is_kept_nowhere(driver):
    answer = driver.client.get(driver.path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = answer.text
    assert "3 stops to go" in page
    for word in (ROSA, "Example Road", "C47-11", "tel:+447700900123", "geo:0,0?q="):
        assert page.count(word) == 3
    # Nobody else's server is asked for anything.
    assert not re.search(r'(src|href)="https?://', page.replace("http://localhost", ""))


def test_the_same_press_sent_twice_counts_once(tools, driver):
    for queued in (False, True, True):
        answer = driver.door("delivered", queued=queued, key="d" * 20, note="Ann took it")
        assert answer.status_code == (200 if queued else 303)
    assert answer.json == {"said": "delivered", "late": ""}
    with tools.looking() as act:
        noted = act.store.query(LogRow).filter_by(about="stop", about_id=driver.town.stop_id)
        assert [row.verb for row in noted] == ["delivered"]


def test_whoever_notes_it_second_is_told_and_changes_nothing(tools, driver):
    driver.door("delivered", key="a" * 20)
    late = driver.door("failed", queued=True, key="b" * 20, failure="not_in")
    assert "was delivered" in late.json["late"]
    assert status_of(tools, driver.town) is StopStatus.DELIVERED
    assert (
        "how it stands now"
        in driver.client.get(driver.door("failed", key="c" * 20, failure="not_in").location).text
    )


@pytest.mark.parametrize("deed", ["left-safe", "failed"])
def test_what_lacks_its_reason_is_asked_again_with_what_was_typed(tools, driver, deed):
    answer = driver.door(deed, note="Dog in the garden")
    assert answer.status_code == 422
    assert "Error:" in answer.text
    assert status_of(tools, driver.town) is StopStatus.OUT


def test_a_stop_is_failed_undone_and_left_safe(tools, driver):
    driver.door("failed", key="1" * 20, failure="not_in")
    assert "We try again" in driver.page()
    driver.door("undo", key="2" * 20)
    assert status_of(tools, driver.town) is StopStatus.OUT
    driver.door("left-safe", key="3" * 20, where="Behind the bin")
    assert "Behind the bin" in driver.page()
    assert status_of(tools, driver.town) is StopStatus.LEFT_SAFE


def test_once_home_nothing_more_is_noted_and_nobody_is_seen(tools, driver):
    driver.door("delivered", key="1" * 20)
    assert driver.press("home", key="2" * 20).status_code == 303
    page = driver.page()
    assert "You brought 1 of 3 parcels" in page
    for word in (ROSA, "Example Road", "C47-11"):
        assert word not in page
    driver.door("undo", key="3" * 20)
    assert status_of(tools, driver.town) is StopStatus.DELIVERED


def test_a_link_that_opens_nothing_says_so(site):
    answer = site.test_client().get("/t/AAAAAAAAAAAAAAAAAAAAAA")
    assert answer.status_code == 404
    assert "newer link" in answer.text


def test_one_drivers_link_opens_no_other_drivers_stop(site, tools, driver):
    other = a_day_of_runs(tools, state="out")
    answer = driver.press(f"stops/{other.stop_id}/delivered")
    assert answer.status_code == 404
    assert status_of(tools, other) is StopStatus.OUT


def a_photo(size: tuple[int, int] = (3000, 2000)) -> bytes:
    """A picture as a phone takes it: with where it was taken, lying on its side."""
    image = Image.effect_noise(size, 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A phone of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 27.0, 30.0), 3: "W", 4: (0.0, 7.0, 1.0)})
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, comment=b"51.4583,-0.117")
    return file.getvalue()


def test_a_picture_is_kept_without_where_it_was_taken(site, tools, driver):
    sent = a_photo()
    assert b"A phone of somebody" in sent
    assert len(sent) > 1_500_000
    file = {"picture": FileStorage(io.BytesIO(sent), "IMG_2026_at_home.jpg")}
    early = driver.door("picture", kind="multipart/form-data", **file)
    assert early.status_code == 422
    driver.door("delivered", key="1" * 20)
    file = {"picture": FileStorage(io.BytesIO(sent), "IMG_2026_at_home.jpg")}
    assert driver.door("picture", kind="multipart/form-data", **file).status_code == 303
    with tools.looking() as act:
        sealed = act.store.get_one(StopPhotoRow, driver.town.stop_id).sealed
    assert b"JFIF" not in sealed
    town = driver.town
    staff = signed_in(site, tools, town.account)
    shown = staff.get(f"/runs/{town.day_id}/run/{town.run_id}/stops/{town.stop_id}/picture")
    assert shown.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(shown.data)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((853, 1280), {})
        assert "comment" not in kept.info
    assert b"phone" not in shown.data


def test_no_other_form_takes_so_much_and_a_picture_no_more(driver):
    driver.door("delivered", key="1" * 20)
    file = {"picture": FileStorage(io.BytesIO(b"x" * 2_000_000), "x.jpg")}
    assert driver.door("undo", kind="multipart/form-data", **file).status_code == 413
    file = {"picture": FileStorage(io.BytesIO(b"x" * 13_000_000), "x.jpg")}
    assert driver.door("picture", kind="multipart/form-data", **file).status_code == 413


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 no picture"])
def test_what_is_no_picture_is_refused_in_words(driver, data):
    driver.door("delivered", key="1" * 20)
    file = {"picture": FileStorage(io.BytesIO(data), "x.jpg")}
    answer = driver.door("picture", kind="multipart/form-data", **file)
    assert answer.status_code == 422
    assert "no picture that we can read" in answer.text
