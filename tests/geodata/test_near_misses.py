import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.near_misses import near_misses

TYPED = st.text(alphabet="ABOSW01I29", min_size=4, max_size=8)


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one edit, or one exchange of neighbours, makes the one into the other."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) == 1:
        return any(longer[:k] + longer[k + 1 :] == shorter for k in range(len(longer)))
    places = [k for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    exchanged = len(places) == 2 and places[1] == places[0] + 1
    return len(places) == 1 or (
        exchanged and [one[k] for k in places] == [other[k] for k in reversed(places)]
    )


@given(TYPED)
def test_every_near_miss_is_one_slip_or_look_alikes_away(typed: str) -> None:
    plain = str.maketrans("OIL", "011")
    for slip in near_misses(typed):
        assert slip != typed
        assert one_slip_apart(slip, typed) or slip.translate(plain) == typed.translate(plain)


@given(TYPED, st.data())
def test_every_single_slip_is_thought_of(meant: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(meant) - 1))
    character = data.draw(st.sampled_from("0AZ9"))
    for typed in (
        meant[:place] + meant[place + 1 :],
        meant[:place] + character + meant[place:],
        meant[:place] + character + meant[place + 1 :],
        meant[:place] + meant[place : place + 2][::-1] + meant[place + 2 :],
    ):
        if 4 <= len(typed) <= 8 and typed != meant:
            assert meant in near_misses(typed)


def test_look_alikes_come_first_and_late_places_before_early_ones() -> None:
    slips = near_misses("SWIAOAA")
    assert slips.index("SW1A0AA") < slips.index("SWIAAOA")
    assert slips.index("SWIAOAB") < slips.index("TWIAOAA")


@pytest.mark.parametrize("typed", ["", "SW1", "SW1A1AAAA", "A" * 200])
def test_what_cannot_be_one_slip_from_a_postcode_has_no_near_miss(typed: str) -> None:
    assert near_misses(typed) == []
