import pytest

from geodata.authorities import Authorities, UnknownBorough, slug_of


@pytest.fixture(scope="module")
def authorities() -> Authorities:
    return Authorities.open()


def test_code_name_and_slug_lead_to_the_same_borough(authorities: Authorities) -> None:
    for borough in authorities.boroughs:
        assert authorities.by_code(borough.code) is borough
        assert authorities.by_name(borough.name.upper()) is borough
        assert authorities.by_slug(borough.slug) is borough
        assert authorities.find(borough.name) is borough


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("e09000020", "kensington-and-chelsea"),
        ("Royal Borough of Kensington & Chelsea", "kensington-and-chelsea"),
        ("the London Borough of Hackney", "hackney"),
        ("City of Westminster", "westminster"),
        ("city of london", "city-of-london"),
        ("  Tower  Hamlets ", "tower-hamlets"),
    ],
)
def test_a_borough_is_found_by_what_people_call_it(
    authorities: Authorities, said: str, slug: str
) -> None:
    assert authorities.find(said).slug == slug


@pytest.mark.parametrize("said", ["", "Narnia", "the", "x" * 100_000, "\x00"])
def test_an_unknown_borough_is_refused_in_one_sentence(authorities: Authorities, said: str) -> None:
    with pytest.raises(UnknownBorough, match=r"^We know no borough called") as caught:
        authorities.find(said)
    assert len(str(caught.value)) < 200


def test_a_misspelt_borough_is_met_with_the_right_name(authorities: Authorities) -> None:
    with pytest.raises(UnknownBorough, match="did you mean Lewisham\\?"):
        authorities.find("Lewesham")


def test_london_has_thirty_three_boroughs_and_the_ring_has_the_rest(
    authorities: Authorities,
) -> None:
    london = [borough for borough in authorities.boroughs if borough.in_london]
    assert len(london) == 33
    assert {"Elmbridge", "Epping Forest", "Dartford", "Watford"} <= {
        borough.name for borough in authorities.boroughs if not borough.in_london
    }


def test_slugs_are_plain() -> None:
    assert slug_of("King's Lynn and West Norfolk") == "kings-lynn-and-west-norfolk"
    assert slug_of("Ynys Môn") == "ynys-mon"
    assert slug_of("Kingston upon Hull, City of") == "kingston-upon-hull-city-of"


def test_neighbours_are_symmetric_and_never_oneself(authorities: Authorities) -> None:
    for code in authorities.codes:
        for other in authorities.neighbours(code):
            assert other != code
            assert code in authorities.neighbours(other)


def test_the_neighbours_of_westminster_are_those_of_the_map(authorities: Authorities) -> None:
    names = {authorities.by_code(code).name for code in authorities.neighbours("E09000033")}
    around = {"Brent", "Camden", "City of London", "Kensington and Chelsea"}
    across_the_river = {"Lambeth", "Wandsworth"}
    assert around | across_the_river <= names
    # Where the Thames bends at Waterloo, three boroughs meet in mid-river.
    assert names <= around | across_the_river | {"Southwark"}
