"""report.json: the answer in figures, with its proof, and everything that was left out and why."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from matcher.domain.eligibility import Blocker
from matcher.service.outcome.matched_files import MatchedFiles
from matcher.service.outcome.tally import Group, Tally
from matcher.service.outcome.words import unserved_reason


def report_of(
    done: MatchedFiles, seconds: dict[str, float], peak_memory_mb: float
) -> dict[str, Any]:
    """Return the report as plain values; ids stand in it exactly as they were typed."""
    matching, tally = done.matching, done.tally
    return {
        "today": done.today.isoformat(),
        "files": {"needs": done.needs.file, "offers": done.offers.file},
        "counts": _counts(done),
        "objective": matching.objective,
        "lower_bound": matching.lower_bound,
        "gap": matching.gap,
        "proven_best": matching.objective == matching.lower_bound,
        "mean_distance_m": tally.mean_distance_m and round(tally.mean_distance_m, 1),
        "params": asdict(done.params),
        "warnings": warnings_of(done),
        "rejected": [asdict(row) for row in (*done.needs.rejected, *done.offers.rejected)],
        "ignored_columns": {
            "needs": list(done.needs.ignored_columns),
            "offers": list(done.offers.ignored_columns),
        },
        "unserved": list(_unserved(done)),
        "by_urgency": _named(tally.by_urgency),
        "by_category": _named(tally.by_category),
        "by_borough": _by_borough(tally, done.borough_name),
        "prices": list(_prices(done)),
        "seconds": {stage: round(value, 3) for stage, value in seconds.items()},
        "peak_memory_mb": round(peak_memory_mb, 1),
    }


def warnings_of(done: MatchedFiles) -> list[str]:
    """Return what was read otherwise than its writer may have meant, in sentences."""
    sentences = [*done.needs.notes, *done.offers.notes]
    if unknown := done.tally.unknown_avoided:
        sentences.append(
            f"{unknown:,} {'id' if unknown == 1 else 'ids'} on avoid lists "
            f"{'is' if unknown == 1 else 'are'} not among the offers; nothing follows from them."
        )
    return sentences


def _counts(done: MatchedFiles) -> dict[str, int]:
    town = done.tally.town
    return {
        "needs": town.needs,
        "offers": town.offers,
        "units": town.units,
        "matches": len(done.matching.matches),
        "served_units": town.served,
        "unserved_units": town.unserved,
        "needs_fully_served": town.needs - len(done.matching.unserved),
        "offers_used": town.offers_used,
        "rejected_needs": len(done.needs.rejected),
        "rejected_offers": len(done.offers.rejected),
    }


def _unserved(done: MatchedFiles) -> Iterable[dict[str, Any]]:
    need_of = done.need_of
    for fact in done.matching.unserved:
        need = need_of[fact.need_id]
        yield {
            "need_id": fact.need_id,
            "units": fact.units,
            "category": need.category,
            "urgency": need.urgency.value,
            "borough": done.borough_name[need.borough],
            "blocker": fact.blocker.value,
            "reason": unserved_reason(fact, need),
            "wider_radius_m": fact.wider_radius_m,
        }


def _group(group: Group) -> dict[str, Any]:
    share = group.served_share
    return {
        "needs": group.needs,
        "units": group.units,
        "served_units": group.served,
        "unserved_units": group.unserved,
        "served_share": None if share is None else round(share, 4),
        "unserved_by_blocker": {
            blocker.value: group.blockers[blocker] for blocker in Blocker if group.blockers[blocker]
        },
    }


def _named(groups: dict[str, Group]) -> dict[str, Any]:
    return {name: _group(group) for name, group in sorted(groups.items())}


def _by_borough(tally: Tally, borough_name: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": borough_name[code],
            **_group(group),
            "offers": group.offers,
            "offers_used": group.offers_used,
        }
        for code, group in tally.by_borough.items()
    ]


def _prices(done: MatchedFiles) -> Iterable[dict[str, Any]]:
    for value in done.matching.values:
        yield {
            "borough_code": value.borough,
            "borough": done.borough_name[value.borough] if value.borough else None,
            "category": value.category,
            "value_m": value.value_m,
        }
