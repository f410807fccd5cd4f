"""report.json: the figures agree with each other, and ids stand there as typed."""

import json

from matcher.service.outcome.report import report_of


def the_report(done) -> dict:
    return json.loads(json.dumps(report_of(done, {"read_needs": 0.12345}, 99.94)))


def test_the_proof_is_there_in_whole_numbers(done):
    report = the_report(done)
    assert report["objective"] == report["lower_bound"] == 1_100_850
    assert isinstance(report["objective"], int)
    assert (report["gap"], report["proven_best"]) == (0.0, True)


def test_counts_agree_however_they_are_added_up(done):
    report = the_report(done)
    counts = report["counts"]
    assert (counts["units"], counts["served_units"], counts["unserved_units"]) == (4, 2, 2)
    assert counts["needs_fully_served"] == 1
    assert (counts["offers"], counts["offers_used"], counts["rejected_needs"]) == (2, 2, 1)
    for groups in (
        report["by_borough"],
        report["by_urgency"].values(),
        report["by_category"].values(),
    ):
        groups = list(groups)
        assert sum(group["units"] for group in groups) == 4
        assert sum(group["served_units"] for group in groups) == 2
        assert sum(sum(group["unserved_by_blocker"].values()) for group in groups) == 2


def test_boroughs_have_codes_names_and_shares(done):
    lambeth, southwark = the_report(done)["by_borough"]
    assert (lambeth["code"], lambeth["name"]) == ("E09000022", "Lambeth")
    assert lambeth["served_share"] == 0.3333
    assert lambeth["unserved_by_blocker"] == {"none_within_radius": 1, "all_full": 1}
    assert (southwark["name"], southwark["served_share"], southwark["offers"]) == (
        "Southwark",
        1,
        1,
    )


def test_unserved_units_and_refused_rows_have_their_reasons(done):
    report = the_report(done)
    assert [row["need_id"] for row in report["unserved"]] == ["n1", "=n2"]
    assert report["unserved"][1]["wider_radius_m"] == 1_200
    assert report["rejected"] == [
        {
            "file": "needs.csv",
            "line": 9,
            "column": "id",
            "reason": "id is empty; every row needs one.",
            "value": "",
        }
    ]
    assert report["ignored_columns"] == {"needs": ["notes"], "offers": []}


def test_warnings_tell_of_ids_that_nobody_has_and_of_sheets_not_read(done):
    assert the_report(done)["warnings"] == [
        "Only the first of 2 sheets was read.",
        "1 id on avoid lists is not among the offers; nothing follows from them.",
    ]


def test_prices_name_the_borough_or_none_where_distance_plays_no_part(done):
    first, second = the_report(done)["prices"]
    assert (first["borough"], first["category"], first["value_m"]) == (
        "Lambeth",
        "groceries",
        99_000,
    )
    assert (second["borough_code"], second["borough"]) == (None, None)


def test_mean_distance_leaves_out_help_for_which_nobody_travels(done):
    assert the_report(done)["mean_distance_m"] == 850.0
