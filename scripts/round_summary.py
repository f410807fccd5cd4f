"""What `nearhand round` says when it is done: one screen, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.eligibility import Blocker
from matcher.service.outcome.words import BLOCKER_NAMES, listed, percent
from matcher.service.rounds import ReportedRound, RoundDone
from matcher.service.rounds_report import ANYWHERE

TOP = 3
SKIPPED = {
    "need_closed": "the need was closed meanwhile",
    "unit_closed": "fewer people were needed meanwhile",
    "unit_filled": "somebody else was asked meanwhile",
    "offer_ended": "the offer was paused or ended meanwhile",
    "offer_full": "the volunteer had no place left by then",
    "pair_refused": "the two were kept apart meanwhile",
    "pair_matched": "they were paired already",
}


def summary_of(
    done: RoundDone, boroughs: Mapping[str, str], slot: datetime, *, verbose: bool = False
) -> str:
    """Return what a round came to; `slot` in London's time, `boroughs` names by code."""
    summary, report = done.summary, done.summary.report or {}
    lines = [*_opening(done, slot), *_missing(report, boroughs), *_skipped(report)]
    lines.append(_proof(summary))
    if verbose:
        seconds: Mapping[str, float] = report.get("seconds", {})
        lines += [f"  {stage:<24}{value:8.2f} s" for stage, value in seconds.items()]
        lines.append(f"  {'longest write':<24}{report.get('longest_write_s', 0):8.3f} s")
    return "\n".join(lines)


def as_document(done: RoundDone) -> dict[str, Any]:
    """The round as JSON has it; moments in UTC."""
    row = asdict(done.summary)
    for name in ("slot", "started_at", "finished_at"):
        row[name] = row[name].isoformat() if row[name] else None
    return {"ran": done.ran, **row}


def _opening(done: RoundDone, slot: datetime) -> Iterator[str]:
    summary = done.summary
    when = f"The round of {slot:%H:%M} on {slot.day} {slot:%B}"
    if not done.ran:
        yield f"{when} had been run already; this is what it came to."
    else:
        yield f"{when} is done."
    if not summary.units:
        yield "Nobody was waiting for help."
        return
    share = percent(summary.matched / summary.units)
    yield (
        f"{_many(summary.recorded, 'volunteer')} asked: helpers for {summary.matched:,} of"
        f" {_many(summary.units, 'open place')} ({share}), of {_many(summary.needs, 'need')},"
        f" among {_many(summary.offers, 'offer')}."
    )


def _missing(report: Mapping[str, Any], boroughs: Mapping[str, str]) -> Iterator[str]:
    by_borough = sorted(
        report.get("boroughs", {}).items(), key=lambda one: (-one[1]["unserved"], one[0])
    )
    short = [(code, of["unserved"]) for code, of in by_borough[:TOP] if of["unserved"]]
    if short:
        names = [f"{boroughs.get(code, code)} ({units:,})" for code, units in short]
        yield f"Most are missing in {listed(names)}."
    blockers = sorted(report.get("unserved", {}).items(), key=lambda one: (-one[1], one[0]))
    for blocker, units in blockers[:TOP]:
        yield f"  {units:,}: {BLOCKER_NAMES[Blocker(blocker)]}"
    prices = [
        (value, place, slug)
        for place, of in report.get("prices", {}).items()
        for slug, value in of.items()
    ]
    if short and prices:
        _, place, slug = max(prices)
        where = "" if place == ANYWHERE else f" in {boroughs.get(place, place)}"
        name = CATEGORY_BY_SLUG[slug].name.lower()
        yield f"One more volunteer would help most with {name}{where}."


def _skipped(report: Mapping[str, Any]) -> Iterator[str]:
    if left_out := report.get("left_out"):
        yield f"  {left_out:,} left for the next round: more than one volunteer can do in a week"
    for reason, matches in report.get("skipped", {}).items():
        yield f"  {matches:,} left for the next round: {SKIPPED.get(reason, reason)}"


def _proof(summary: ReportedRound) -> str:
    if not summary.gap:
        return "Proven best: no other pairing costs less."
    return f"Within {max(summary.gap, 0.0001):.2%} of the best that there can be."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
