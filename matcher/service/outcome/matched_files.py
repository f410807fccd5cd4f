"""What came of matching two files: one value, from which every result is made."""

from dataclasses import dataclass
from datetime import date

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.service.matching import Matching
from matcher.service.outcome.tally import Tally
from matcher.service.sheets.reading import Sheet


@dataclass(frozen=True)
class MatchedFiles:
    """Both sheets, the answer and its figures."""

    needs: Sheet[Need]
    offers: Sheet[Offer]
    matching: Matching
    tally: Tally
    borough_name: dict[str, str]
    today: date
    params: Params

    @property
    def need_of(self) -> dict[str, Need]:
        return {need.id: need for need in self.needs.values}
