"""Progress is for people at a terminal; a pipe gets silence."""

import io

from rich.console import Console

from scripts.console import answers, progress, remarks


def drawn(terminal: bool) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=terminal, width=80)
    with progress(console) as report:
        report("Looking for candidates", 0.5)
        report("Solving", 0.0)
        report("Looking for candidates", 1.0)
    return screen.getvalue()


def test_a_terminal_is_shown_one_bar_a_stage():
    assert "Looking for candidates" in drawn(terminal=True)
    assert "Solving" in drawn(terminal=True)


def test_a_pipe_is_shown_nothing():
    assert drawn(terminal=False) == ""


def test_results_go_to_stdout_and_remarks_to_stderr(capfd):
    answers().print("Two matches")
    remarks().print("Reading needs.csv")
    assert capfd.readouterr() == ("Two matches\n", "Reading needs.csv\n")


def test_no_color_is_heeded(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert answers().no_color
