"""One file for each message, whole or not at all."""

import os
from email import message_from_bytes

from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.senders.file import FileSender
from matcher.messages.senders.mime import as_mime
from tests.matcher.messages.posting import A_PHONE, MAILBOX, an_email, an_sms


def test_an_email_becomes_a_file_that_mail_programs_open(tmp_path):
    assert FileSender(tmp_path, MAILBOX).send(an_email()) == Delivery.sent("m1.eml")
    assert (tmp_path / "m1.eml").read_bytes() == as_mime(an_email(), MAILBOX)
    assert message_from_bytes((tmp_path / "m1.eml").read_bytes())["To"] == "sam@example.org"


def test_a_text_message_becomes_a_plain_file(tmp_path):
    assert FileSender(tmp_path, MAILBOX).send(an_sms()) == Delivery.sent("m1.sms.txt")
    text = (tmp_path / "m1.sms.txt").read_text(encoding="utf-8")
    assert text == f"To: {A_PHONE}\nFrom: Nearhand\n\nNearhand: hello.\n"


def test_a_repeat_takes_the_place_of_the_first_and_nothing_lies_beside_it(tmp_path):
    sender = FileSender(tmp_path, MAILBOX)
    assert sender.send(an_email()) == sender.send(an_email())
    assert [path.name for path in tmp_path.iterdir()] == ["m1.eml"]


def test_the_folder_is_made_and_nobody_else_reads_what_is_in_it(tmp_path):
    folder = tmp_path / "post" / "out"
    FileSender(folder, MAILBOX).send(an_sms())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "m1.sms.txt").stat().st_mode & 0o777 == 0o600


def test_it_is_on_the_disk_with_its_name_before_it_counts_as_sent(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("replace"), replace(a, b)))
    FileSender(tmp_path, MAILBOX).send(an_sms())
    assert steps == ["fsync", "replace", "fsync"]


def test_whoever_lists_the_messages_never_meets_half_of_one(tmp_path, monkeypatch):
    met = []
    replace = os.replace

    def looking(beside: str, place: str) -> None:
        met.extend(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
        replace(beside, place)

    monkeypatch.setattr(os, "replace", looking)
    FileSender(tmp_path, MAILBOX).send(an_email())
    assert met == []


def test_a_disk_that_fails_is_tried_again_and_leaves_no_half_message(tmp_path, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    delivery = FileSender(tmp_path, MAILBOX).send(an_email())
    assert delivery == Delivery.retry_later(Trouble.NOT_WRITTEN, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_one_is_tried_again(tmp_path):
    (tmp_path / "file").write_text("")
    delivery = FileSender(tmp_path / "file" / "post", MAILBOX).send(an_sms())
    assert delivery.trouble is Trouble.NOT_WRITTEN
