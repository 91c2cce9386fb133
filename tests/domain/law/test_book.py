from datetime import date

from domain.law.book import NATION, Book, Layer, Rules, end
from domain.law.rows import Award, Quorum, TimeLimit
from events.base import Basis, UnitId
from tests.domain.rules import NATIONAL, THE_LAW, layer, row
from tests.spec import HOME

PROVINCE = UnitId("unit-tinh")
DAY = date(2024, 12, 24)
OURS = layer(row(TimeLimit, step="verify_dossier", days=10), name="xa")
THEIRS = layer(row(TimeLimit, step="verify_dossier", days=20), name="tinh", scope=PROVINCE)
ELSEWHERE = layer(row(TimeLimit, step="verify_dossier", days=30), name="khac", scope="unit-khac")


def days(rules: Rules, on: date = DAY) -> list[int]:
    return [found.days for found in rules.all(TimeLimit, on, step="verify_dossier")]


def test_the_nearest_rules_hold_first_the_units_own_then_the_province_then_the_nation() -> None:
    book = Book((NATIONAL, ELSEWHERE, THEIRS, OURS), "h")
    assert book.rules([HOME, PROVINCE]) == Rules((OURS, THEIRS, NATIONAL), "h")
    assert book.rules([PROVINCE]) == Rules((THEIRS, NATIONAL), "h")


def test_a_nearer_row_hides_the_farther_ones_where_rows_replace_each_other() -> None:
    assert days(Rules((OURS, THEIRS))) == [10]
    assert days(Rules((THEIRS, OURS))) == [20]
    assert days(Rules()) == []


def test_all_layers_together_count_where_rows_add_up() -> None:
    assert [found.days for found in Rules((OURS, THEIRS)).every(TimeLimit, DAY)] == [10, 20]


def test_a_layer_holds_on_its_last_day_and_no_longer() -> None:
    ended = end(OURS, DAY)
    rules = Rules((ended, THEIRS))
    assert days(rules, DAY) == [10]
    assert days(rules, date(2024, 12, 25)) == [20]
    assert [found.days for found in rules.every(TimeLimit, DAY)] == [10, 20]
    assert [found.days for found in rules.every(TimeLimit, date(2024, 12, 25))] == [20]


def test_a_row_holds_from_its_first_day_to_its_last() -> None:
    dated = row(Quorum, numerator=2, denominator=3, until="2024-06-30")
    rules = Rules((layer(dated),))
    assert rules.one(Quorum, date(2024, 1, 4)) is None
    assert rules.one(Quorum, date(2024, 1, 5)) is dated
    assert rules.one(Quorum, date(2024, 6, 30)) is dated
    assert rules.one(Quorum, date(2024, 7, 1)) is None


def test_a_value_from_memory_informs_and_never_decides() -> None:
    remembered = row(Quorum, numerator=2, denominator=3, evidence="memory")
    rules = Rules((layer(remembered),))
    assert rules.all(Quorum, DAY) == [remembered]
    assert rules.one(Quorum, DAY) is None


def test_a_row_is_found_by_its_fields() -> None:
    found = THE_LAW.one(Award, DAY, award="GK", kind="form")
    assert found is not None
    assert found.name == "Giấy khen"
    assert THE_LAW.one(Award, DAY, award="GK", kind="title") is None


def test_a_row_knows_the_layer_it_came_from() -> None:
    rules = Rules((OURS, NATIONAL))
    found = rules.one(Award, DAY, award="GK")
    assert found is not None
    assert rules.origin(found) is NATIONAL
    assert rules.origin(row(Quorum, numerator=1, denominator=2)) is None


def test_a_row_cites_the_text_it_rests_on() -> None:
    assert row(Quorum, numerator=2, denominator=3, article="Đ6").basis == Basis(
        document="Quy chế 01/QC-HĐTĐKT", article="Đ6"
    )


def test_a_stray_row_under_another_tables_name_is_not_found() -> None:
    quorum = row(Quorum, numerator=2, denominator=3)
    assert days(Rules((Layer("x", HOME, "sha", {TimeLimit: (quorum,)}),))) == []


def test_a_row_that_narrows_itself_answers_only_who_names_its_qualifier_and_then_comes_first() -> None:
    general = row(TimeLimit, step="verify_dossier", days=10)
    narrow = row(TimeLimit, step="verify_dossier", days=20, level="commune", award="CSTDCS")
    rules = Rules((layer(general, narrow),))
    assert days(rules) == [10]
    assert rules.one(TimeLimit, DAY, step="verify_dossier", level="commune") is general
    assert rules.one(TimeLimit, DAY, step="verify_dossier", level="commune", award="CSTDCS") is narrow
    assert rules.one(TimeLimit, DAY, step="verify_dossier", level="province", award="CSTDCS") is general


def test_what_is_only_remembered_nearby_does_not_hide_what_decides_farther_off() -> None:
    remembered = row(TimeLimit, step="verify_dossier", days=99, evidence="memory")
    rules = Rules((layer(remembered, name="xa"), THEIRS))
    found = rules.one(TimeLimit, DAY, step="verify_dossier")
    assert found is not None
    assert found.days == 20
    assert [row.days for row in rules.undecided(TimeLimit, DAY, step="verify_dossier")] == [99]


def test_the_nations_tables_tell_what_other_places_do_and_an_overlay_speaks_for_its_own() -> None:
    elsewhere = row(TimeLimit, step="verify_dossier", days=7, jurisdiction="Tỉnh khác", evidence="practice")
    nation = layer(elsewhere, name="viet-nam", scope=NATION)
    own = layer(row(TimeLimit, step="verify_dossier", days=8, jurisdiction="Tỉnh này"), name="tinh")
    rules = Rules((own, nation))
    assert days(rules) == [8]
    assert [found.days for found in rules.every(TimeLimit, DAY)] == [8]
    assert [found.days for found in rules.undecided(TimeLimit, DAY, step="verify_dossier")] == [7]


def test_who_watches_sees_every_row_that_an_answer_was_made_of() -> None:
    rules = Rules((OURS, NATIONAL)).watched()
    rules.one(TimeLimit, DAY, step="verify_dossier")
    rules.one(TimeLimit, DAY, step="consult")
    rules.every(Award, DAY, award="GK")
    assert rules.seen is not None
    assert [type(row).__name__ for row in rules.seen] == ["TimeLimit", "Award"]
