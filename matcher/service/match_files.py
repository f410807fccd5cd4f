"""Match two files: read both, pair, and write the matches, the report and the map together."""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import IO

from matcher.domain.params import Params
from matcher.domain.refusals import Invalid, Refusal
from matcher.service.gazetteer import Gazetteer
from matcher.service.matching import Progress, match_needs_with_offers
from matcher.service.outcome.map_page import map_page
from matcher.service.outcome.matched_files import MatchedFiles
from matcher.service.outcome.matches_csv import write_matches
from matcher.service.outcome.report import report_of
from matcher.service.outcome.tally import tally_of
from matcher.service.sheets.reading import Sheet, read_needs, read_offers
from matcher.service.sheets.rejected import RejectedRow
from matcher.service.whole_files import NewFile, check_places, write_together

FIRST_FEW = 5


class RowsRefused(Refusal):
    """Some rows were refused, and whoever asked wanted all of them or none."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Which files to read, and where the results go; no map is drawn where none is named."""

    needs: Path
    offers: Path
    matches: Path
    report: Path
    map: Path | None = None

    @property
    def results(self) -> list[Path]:
        return [path for path in (self.matches, self.report, self.map) if path is not None]

    def check(self) -> None:
        """Refuse results that could not be written, or would take an input's place."""
        check_places(self.results)
        inputs = {self.needs.resolve(), self.offers.resolve()}
        for path in self.results:
            if path.resolve() in inputs:
                raise Invalid(f"{path} is one of the sheets to read; name another file to write.")
        if self.matches.suffix.lower() in {".xlsx", ".xls", ".ods"}:
            raise Invalid(
                f"{self.matches}: matches are written as CSV; name a file ending in .csv."
            )


class Stopwatch:
    """Seconds by stage, as they pass."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = perf_counter()

    def stage(self, name: str) -> None:
        """End a stage: what passed since the last one belongs to it."""
        now = perf_counter()
        self.seconds[name] = now - self._since
        self._since = now


def match_files(
    paths: Paths,
    gazetteer: Gazetteer,
    *,
    today: date,
    params: Params,
    time_limit_s: float | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[MatchedFiles, dict[str, float]]:
    """Read, pair and write; return what came of it, and the seconds of each stage.

    The result files appear together or not at all. `RowsRefused` when `strict` and any row
    is bad; `Invalid` when a file cannot be read, has no good row left or cannot be written.
    """
    paths.check()
    watch = Stopwatch()
    needs = read_needs(paths.needs, gazetteer, today=today, read=_part(progress, "Reading needs"))
    watch.stage("read_needs")
    offers = read_offers(paths.offers, gazetteer, read=_part(progress, "Reading offers"))
    watch.stage("read_offers")
    _refuse(needs, offers, strict)
    matching = match_needs_with_offers(
        needs.values,
        offers.values,
        today=today,
        params=params,
        time_limit_s=time_limit_s,
        progress=progress,
    )
    watch.stage("match")
    tally = tally_of(needs.values, offers.values, matching)
    names = gazetteer.borough_names()
    done = MatchedFiles(needs, offers, matching, tally, names, today, params)
    _write(paths, done, gazetteer, watch)
    return done, watch.seconds


def _refuse(needs: Sheet[object], offers: Sheet[object], strict: bool) -> None:
    rejected = (*needs.rejected, *offers.rejected)
    if strict and rejected:
        raise RowsRefused(
            f"{len(rejected):,} {'row was' if len(rejected) == 1 else 'rows were'} refused, "
            f"so nothing was written:\n{first_few(rejected)}"
        )
    for sheet in (needs, offers):
        if sheet.rejected and not sheet.values:
            raise Invalid(
                f"{sheet.file}: every row was refused, so nothing was written:\n"
                f"{first_few(sheet.rejected)}"
            )


def first_few(rejected: tuple[RejectedRow, ...]) -> str:
    """Return the first refused rows, one a line, as a person would point at them."""
    lines = [
        f"  {row.file}, line {row.line}{f', {row.column}' if row.column else ''}: {row.reason}"
        for row in rejected[:FIRST_FEW]
    ]
    if len(rejected) > FIRST_FEW:
        lines.append(f"  … and {len(rejected) - FIRST_FEW:,} more.")
    return "\n".join(lines)


def _write(paths: Paths, done: MatchedFiles, gazetteer: Gazetteer, watch: Stopwatch) -> None:
    def matches(file: IO[str]) -> None:
        write_matches(file, done.matching.matches, done.need_of, done.borough_name)
        watch.stage("write_matches")

    def page(file: IO[str]) -> None:
        file.write(map_page(done, gazetteer))
        watch.stage("draw_map")

    def report(file: IO[str]) -> None:
        # Last, so that it can tell what the others took.
        seconds = watch.seconds | {f"match.{k}": v for k, v in done.matching.seconds.items()}
        json.dump(report_of(done, seconds, peak_memory_mb()), file, ensure_ascii=False, indent=1)
        file.write("\n")
        watch.stage("write_report")

    files = [NewFile(paths.matches, matches), NewFile(paths.report, report)]
    if paths.map is not None:
        files.insert(1, NewFile(paths.map, page))
    write_together(*files)


def peak_memory_mb() -> float:
    """Return the most memory that this process ever held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1_024 / 1e6


def _part(progress: Progress | None, stage: str) -> Callable[[float], None] | None:
    return None if progress is None else lambda part: progress(stage, part)
