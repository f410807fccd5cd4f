"""What lies within a drawn area: the database says the same as the domain, of every metre."""

from random import Random

from sqlalchemy import select

from matcher.domain.drawn_areas import DrawnArea, drawn
from matcher.domain.grid_references import square_of
from matcher.domain.places import Point
from matcher.domain.roles import Scope
from matcher.service.desk import place_of, square_of_need
from matcher.storage.database import Database, Store
from matcher.storage.reading.drawn_areas import drawn_area_of, needs_near
from matcher.storage.reading.scope import needs_within
from matcher.storage.tables import DrawnEdgeRow, NeedRow
from matcher.storage.writing.drawn_areas import drop_drawn_area, keep_drawn_area
from tests.builders import LAMBETH, SOUTHWARK, at
from tests.matcher.service.desks import a_charity
from tests.matcher.storage.rows import NOW, a_person, a_stored_need
from tests.matcher.storage.test_plans import heard

# With bays, a side due east, and sides that meet at the height of another corner.
RINGS = (
    (at(0), at(900), at(900, 700), at(600, 300), at(300, 700), at(0, 700)),
    (at(-600, -500), at(0, 0), at(600, -500), at(0, 800)),
    (at(-100, -100), at(250, -300), at(700, 0), at(250, 0), at(500, 600), at(-50, 400)),
)


def a_drawn(store: Store, area: DrawnArea, charity_id: str | None = None) -> str:
    charity_id = charity_id or a_charity(store)
    said = {"boroughs": frozenset({LAMBETH}), "lies_in": frozenset({LAMBETH})}
    keep_drawn_area(store, charity_id, area, said | {"drawn_at": NOW, "drawn_by": "machine"})
    return charity_id


def needs_about(store: Store, many: int) -> list[NeedRow]:
    """Nobody's needs on every height of a corner and between, some on the lines themselves; and
    some without a postcode, of which the borough alone is sure."""
    draw, person = Random(2), a_person(store).id
    found = []
    for number in range(many):
        place = at(draw.randrange(-700, 1_000, 50), draw.randrange(-600, 900, 50))
        if number % 2:
            place = Point(place.easting + draw.randrange(50), place.northing + draw.randrange(50))
        found.append(
            a_stored_need(
                store,
                person_id=person,
                easting=place.easting,
                northing=place.northing,
                borough=SOUTHWARK if number % 9 == 0 else LAMBETH,
                postcode=None if number % 10 == 3 else "SW2 1RW",
                cell=square_of(place),
            )
        )
    return found


def test_both_databases_say_the_same_of_every_place_as_the_domain(database: Database):
    with database.begin() as store:
        needs = needs_about(store, 90)
        for ring in RINGS:
            charity_id = a_drawn(store, drawn(ring))
            area = drawn_area_of(store, charity_id)
            assert area is not None
            # It sees for both boroughs, and drew in one of them.
            pairs = frozenset({(charity_id, LAMBETH), (charity_id, SOUTHWARK)})
            scope = Scope(pairs, drawn={charity_id: area})
            covered = {one.id for one in needs if scope.covers(None, one.borough, place_of(one))}
            assert 5 < len(covered) < 60
            unsure = {one.id for one in needs if one.postcode is None and one.borough == LAMBETH}
            assert len(unsure) > 5
            assert unsure <= covered
            assert {*store.scalars(select(NeedRow.id).where(needs_within(scope)))} == covered
            [afar] = needs_near(scope)[1:]
            near = {
                one.id
                for one in needs
                if scope.works_near(charity_id, one.borough, square_of_need(one))
            }
            assert {*store.scalars(select(NeedRow.id).where(afar))} == near >= covered


def test_what_a_charity_holds_is_its_own_wherever_it_lies_and_a_whole_borough_stays_whole(
    database: Database,
):
    with database.begin() as store:
        area = drawn(RINGS[0])
        charity_id, neighbour = a_drawn(store, area), a_charity(store)
        far = {"easting": at(5_000).easting, "cell": "TQ3675", "postcode": "SE4 2AA"}
        own = a_stored_need(store, charity_id=charity_id, **far)
        nobodys = a_stored_need(store, **far)
        pairs = {(charity_id, LAMBETH)}
        scope = Scope(frozenset(pairs), drawn={charity_id: area})
        assert {*store.scalars(select(NeedRow.id).where(needs_within(scope)))} == {own.id}
        wider = Scope(frozenset(pairs | {(neighbour, LAMBETH)}), drawn={charity_id: area})
        assert nobodys.id in {*store.scalars(select(NeedRow.id).where(needs_within(wider)))}


def test_drawing_anew_keeps_the_new_sides_alone_and_dropping_keeps_none(database: Database):
    with database.begin() as store:
        charity_id = a_drawn(store, drawn(RINGS[0]))
        a_drawn(store, drawn(RINGS[1]), charity_id)
        sides = select(DrawnEdgeRow.south).where(DrawnEdgeRow.charity_id == charity_id)
        assert len(store.scalars(sides).all()) == len(drawn(RINGS[1]).edges())
        drop_drawn_area(store, charity_id)
        drop_drawn_area(store, charity_id)
        assert store.scalars(sides).all() == []


def plan_of(store: Store, scope: Scope) -> tuple[str, list[str]]:
    """What is asked for the open needs of a scope, and the steps of SQLite's plan."""
    asked = select(NeedRow.id).where(NeedRow.status == "open", needs_within(scope))
    with heard() as said:
        store.scalars(asked).all()
    sql, values = said[-1]
    plan = store.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    return sql, [row[3] for row in plan]


def test_a_scope_with_nothing_drawn_asks_as_before_and_a_drawn_one_by_index(
    empty_sqlite: Database,
):
    pairs = frozenset({("c", LAMBETH)})
    with empty_sqlite.read() as store:
        sql, steps = plan_of(store, Scope(pairs))
        _, with_a_ring = plan_of(store, Scope(pairs, drawn={"c": drawn(RINGS[0])}))
    assert "drawn" not in sql
    assert with_a_ring[: len(steps)] == steps
    assert with_a_ring[-1] == (
        "SEARCH drawn_edges USING INDEX sqlite_autoindex_drawn_edges_1 (charity_id=?)"
    )
