"""The figures of one answer, counted once; the report, the map and the terminal all show these."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from matcher.domain.eligibility import Blocker
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.service.matching import Matching


@dataclass(slots=True)
class Group:
    """The figures of one group of needs: a borough, a category, an urgency, or the whole town."""

    needs: int = 0
    units: int = 0
    served: int = 0
    blockers: Counter[Blocker] = field(default_factory=Counter)
    offers: int = 0
    offers_used: int = 0

    @property
    def unserved(self) -> int:
        return self.units - self.served

    @property
    def served_share(self) -> float | None:
        """The part of the units that is served, 0 to 1; None where nobody asked."""
        return self.served / self.units if self.units else None

    @property
    def top_blocker(self) -> Blocker | None:
        """What most unserved units have in their way; the first gate of two that tie."""
        if not self.blockers:
            return None
        return max(Blocker, key=lambda blocker: self.blockers[blocker])


@dataclass(frozen=True, slots=True)
class Tally:
    """All groups of one answer. The groups of `by_borough` have GSS codes for keys."""

    town: Group
    by_borough: dict[str, Group]
    by_urgency: dict[str, Group]
    by_category: dict[str, Group]
    mean_distance_m: float | None  # over the matches for which somebody travels
    unknown_avoided: int  # ids on avoid lists that no offer has


def tally_of(needs: Sequence[Need], offers: Sequence[Offer], matching: Matching) -> Tally:
    """Count needs, units, matches, blockers and volunteers, by borough, urgency and category."""
    unserved = {fact.need_id: (fact.units, fact.blocker) for fact in matching.unserved}
    used = {fact.offer_id for fact in matching.matches}
    by_borough = _groups(needs, unserved, lambda need: need.borough)
    town = _groups(needs, unserved, lambda _need: "").get("", Group())
    for offer in offers:
        for group in (town, by_borough[offer.borough]):
            group.offers += 1
            group.offers_used += offer.id in used
    known = {offer.id for offer in offers}
    distances = [fact.distance_m for fact in matching.matches if not fact.remote]
    return Tally(
        town=town,
        by_borough=dict(sorted(by_borough.items())),
        by_urgency=_groups(needs, unserved, lambda need: need.urgency.value),
        by_category=_groups(needs, unserved, lambda need: need.category),
        mean_distance_m=sum(distances) / len(distances) if distances else None,
        unknown_avoided=sum(len(need.avoid - known) for need in needs),
    )


def _groups(
    needs: Iterable[Need],
    unserved: dict[str, tuple[int, Blocker]],
    key_of: Callable[[Need], str],
) -> defaultdict[str, Group]:
    groups: defaultdict[str, Group] = defaultdict(Group)
    for need in needs:
        group = groups[key_of(need)]
        group.needs += 1
        group.units += need.people_needed
        if need.id in unserved:
            units, blocker = unserved[need.id]
            group.served += need.people_needed - units
            group.blockers[blocker] += units
        else:
            group.served += need.people_needed
    return groups
