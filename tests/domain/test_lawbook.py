from datetime import date
from typing import Any

import pytest

from domain.law.book import NATION, BrokenLaw, parse_tables, plain_tables
from domain.law.rows import Quorum
from domain.lawbook import DECIDER, AdoptOverlay, AdoptRuleset, EndOverlay, Law, tables_hash
from domain.refusal import Malformed, NotAuthorised, NotFound
from events.base import Citation
from events.law import LawEvent, OverlayAdopted, OverlayEnded, RulesetAdopted
from tests.domain.rules import REGULATION, national_tables
from tests.spec import HOME, by, engine, given

NATION_TABLES = plain_tables(parse_tables(national_tables()))
STOP = Citation(number="02/QC-HĐTĐKT", day=date(2024, 12, 20))


def quorum(numerator: object = 2, **said: object) -> dict[str, Any]:
    paper = {"document": "Quy chế 01/QC-HĐTĐKT", "evidence": "local", "source": "thử"}
    return {"quorum": [{"from": "2024-01-05", "numerator": numerator, "denominator": 3, **paper, **said}]}


def adopted(tables: dict[str, Any], name: str = "viet-nam") -> RulesetAdopted:
    return RulesetAdopted(ruleset=name, sha256=tables_hash(tables), tables=tables)


def laid_over(tables: dict[str, Any], name: str = "quy-che") -> OverlayAdopted:
    return OverlayAdopted(
        overlay=name,
        scope=HOME,
        title="Quy chế làm việc",
        document=REGULATION,
        assumed=True,
        sha256=tables_hash(tables),
        tables=tables,
    )


ENDED = OverlayEnded(overlay="quy-che", on=date(2024, 12, 31), document=STOP)


def adopt(tables: dict[str, Any], role: str = "administrator") -> AdoptRuleset:
    return AdoptRuleset(ruleset="viet-nam", tables=tables, **by(role))


def lay_over(tables: dict[str, Any], name: str = "quy-che") -> AdoptOverlay:
    return AdoptOverlay(
        overlay=name,
        scope=HOME,
        title="Quy chế làm việc",
        document=REGULATION,
        assumed=True,
        tables=tables,
        **by("standing_agency"),
    )


def end(on: date = ENDED.on) -> EndOverlay:
    return EndOverlay(overlay="quy-che", on=on, document=STOP, **by("standing_agency"))


def law(*past: LawEvent) -> Law:
    return DECIDER.fold(past)


def test_the_shipped_tables_are_adopted_with_their_whole_content() -> None:
    command = AdoptRuleset(ruleset="viet-nam", tables=NATION_TABLES, **engine("init"))
    given(DECIDER).when(command).then(adopted(NATION_TABLES))


def test_the_same_tables_again_add_nothing() -> None:
    given(DECIDER, adopted(NATION_TABLES)).when(adopt(NATION_TABLES)).nothing()


def test_a_corrected_ruleset_takes_the_place_of_the_one_of_its_name() -> None:
    given(DECIDER, adopted(quorum(2))).when(adopt(quorum(3))).then(adopted(quorum(3)))
    (layer,) = law(adopted(quorum(2)), adopted(quorum(3))).layers
    assert [row.numerator for row in layer.rows[Quorum] if isinstance(row, Quorum)] == [3]


def test_a_councils_own_rules_are_adopted_with_their_paper() -> None:
    given(DECIDER, adopted(NATION_TABLES)).when(lay_over(quorum())).then(laid_over(quorum()))


def test_the_same_overlay_again_adds_nothing_and_the_same_rows_under_another_name_do() -> None:
    given(DECIDER, laid_over(quorum())).when(lay_over(quorum())).nothing()
    given(DECIDER, laid_over(quorum())).when(lay_over(quorum(), "khac")).then(laid_over(quorum(), "khac"))


def test_an_overlay_ends_on_its_last_day_once() -> None:
    given(DECIDER, laid_over(quorum())).when(end()).then(ENDED)
    given(DECIDER, laid_over(quorum()), ENDED).when(end()).nothing()
    given(DECIDER, laid_over(quorum()), ENDED).when(end(date(2025, 6, 30))).then(
        ENDED.model_copy(update={"on": date(2025, 6, 30)})
    )


def test_an_overlay_that_is_not_there_cannot_end() -> None:
    given(DECIDER, adopted(NATION_TABLES)).when(end()).refused(NotFound)
    assert law(ENDED) == Law()


@pytest.mark.parametrize(
    ("tables", "named"),
    [
        ({"thuong": []}, "thuong"),
        (quorum("hai"), "bảng quorum, dòng 1"),
        (quorum(until="2023-12-31"), "ngày hết hiệu lực (until) trước ngày bắt đầu (from)"),
        (quorum(jurisdictions="x"), "jurisdictions"),
        (quorum(0.5), "$.quorum[0].numerator: float"),
    ],
)
def test_tables_with_a_fault_are_refused_and_the_fault_is_named(tables: dict[str, Any], named: str) -> None:
    assert named in given(DECIDER).when(adopt(tables)).refused(Malformed).message
    assert named in given(DECIDER).when(lay_over(tables)).refused(Malformed).message


def test_a_member_adopts_no_law() -> None:
    given(DECIDER).when(adopt(quorum(), "member")).refused(NotAuthorised)


def test_what_was_in_force_at_each_adoption_stays_known_by_its_hash() -> None:
    events: list[LawEvent] = [adopted(NATION_TABLES), laid_over(quorum()), ENDED]
    books = [law(*events[:count]).book for count in (1, 2, 3)]
    assert len({book.hash for book in books}) == 3
    assert [law(*events).pinned(book.hash) for book in books] == books


def test_a_layer_knows_whose_it_is_whether_it_is_assumed_and_until_when_it_holds() -> None:
    nation, own = law(adopted(NATION_TABLES), laid_over(quorum()), ENDED).layers
    assert (nation.scope, nation.assumed, nation.until) == (NATION, False, None)
    assert (own.scope, own.assumed, own.until) == (HOME, True, ENDED.on)


def test_tables_go_into_the_log_and_come_back_the_same() -> None:
    rows = parse_tables(national_tables())
    assert parse_tables(plain_tables(rows)) == rows


def test_a_broken_file_says_in_which_table_and_row() -> None:
    with pytest.raises(BrokenLaw, match=r"votes\.toml: bảng quorum, dòng 1"):
        parse_tables(quorum("hai"), "votes.toml")
