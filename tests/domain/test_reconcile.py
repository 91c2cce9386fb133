from dataclasses import replace

import pytest

from domain.reconcile import Books, Difference, Entry, HandedOver, Payment, SignedDecision, differences
from events.base import CeremonyId, DecisionId, NominationId, SessionId
from events.decision import DecisionDrafted
from tests.spec import HOME

LAN, MINH, SIM = (
    NominationId("nomination-lan"),
    NominationId("nomination-minh"),
    NominationId("nomination-sim"),
)
SESSION, CEREMONY, DECISION = SessionId("session-1"), CeremonyId("ceremony-1"), DecisionId("decision-1")
BOOK = "registry-unit-home-2024"
DRAFT = DecisionDrafted(
    decision=DECISION, authority=HOME, award="GK", session=SESSION, nominations=(LAN, MINH)
)
AGREEING = Books(
    passed={LAN: SESSION, MINH: SESSION},
    decisions=(SignedDecision(DRAFT, (LAN, MINH), "332/QĐ-UBND"),),
    awarded={LAN: DECISION, MINH: DECISION},
    owed={LAN: 360_000, MINH: 360_000},
    certified=frozenset({LAN, MINH}),
    entries=(Entry(BOOK, 1, LAN, DECISION), Entry(BOOK, 2, MINH, DECISION)),
    payments=(Payment("ds-1", LAN, 360_000), Payment("ds-1", MINH, 360_000)),
    marked_paid={LAN: "ds-1", MINH: "ds-1"},
    presented={LAN: CEREMONY, MINH: None},
    handed=(HandedOver(CEREMONY, LAN, "in_person"), HandedOver(CEREMONY, MINH, "absent")),
)


def only(books: Books) -> Difference:
    """Give the one difference that there is."""
    (found,) = differences(books)
    return found


def test_five_books_that_agree_have_no_difference() -> None:
    assert differences(AGREEING) == []
    assert differences(Books()) == []


def test_a_name_too_many_on_the_payment_list_is_named() -> None:
    planted = replace(AGREEING, payments=(*AGREEING.payments, Payment("ds-1", SIM, 710_000)))
    assert only(planted) == Difference(
        "payment", SIM, "có trong danh sách chi ds-1 với 710.000 đ nhưng không có quyết định nào để chi"
    )


@pytest.mark.parametrize(
    ("books", "kind", "words"),
    [
        (replace(AGREEING, passed={LAN: SESSION}), "minutes", "không có trong biên bản họp"),
        (
            replace(AGREEING, passed={**AGREEING.passed, SIM: SESSION}),
            "minutes",
            "không có trong quyết định hay danh sách trình nào",
        ),
        (
            replace(AGREEING, payments=(Payment("ds-1", LAN, 350_000), AGREEING.payments[1])),
            "payment",
            "chi 350.000 đ, quyết định cho 360.000 đ",
        ),
        (replace(AGREEING, marked_paid={LAN: "ds-1"}), "payment", "hồ sơ không ghi đã chi"),
        (replace(AGREEING, payments=AGREEING.payments[:1]), "payment", "danh sách đó không có tên"),
        (
            replace(AGREEING, payments=(*AGREEING.payments, Payment("ds-2", LAN, 360_000))),
            "payment",
            "được chi hai lần: ds-1 và ds-2",
        ),
        (replace(AGREEING, entries=AGREEING.entries[:1]), "book", "vào sổ khen thưởng 0 lần"),
        (
            replace(AGREEING, entries=(*AGREEING.entries, Entry(BOOK, 3, LAN, DECISION))),
            "book",
            "vào sổ khen thưởng 2 lần",
        ),
        (
            replace(AGREEING, entries=(*AGREEING.entries, Entry(BOOK, 3, SIM, DECISION))),
            "book",
            "có số 3 trong sổ khen thưởng nhưng không có quyết định",
        ),
        (
            replace(AGREEING, presented={**AGREEING.presented, SIM: None}),
            "hand_over",
            "đã trao nhưng không có quyết định",
        ),
        (replace(AGREEING, handed=()), "hand_over", "biên bản lễ không ghi người này nhận"),
        (replace(AGREEING, presented={MINH: None}), "hand_over", "hồ sơ chưa ghi việc trao"),
    ],
)
def test_each_book_is_held_against_the_one_before_it(books: Books, kind: str, words: str) -> None:
    found = only(books)
    assert found.kind == kind
    assert words in found.words


def test_a_signed_line_that_no_dossier_records_is_a_difference() -> None:
    (decided, *_) = differences(replace(AGREEING, awarded={LAN: DECISION}))
    assert decided == Difference(
        "decision",
        MINH,
        "có trong quyết định số 332/QĐ-UBND nhưng hồ sơ chưa ghi khen thưởng theo quyết định này",
    )


def test_a_line_in_two_decisions_is_a_difference() -> None:
    again = SignedDecision(DRAFT.model_copy(update={"decision": "decision-2"}), (LAN,))
    found = differences(replace(AGREEING, decisions=(*AGREEING.decisions, again)))
    assert [each.words for each in found] == [
        "có trong quyết định đã ký chưa có số nhưng hồ sơ chưa ghi khen thưởng theo quyết định này",
        "có trong 2 quyết định",
    ]


def test_what_went_up_or_needs_no_council_is_no_difference() -> None:
    up = replace(AGREEING, passed={**AGREEING.passed, SIM: SESSION}, elsewhere=frozenset({SIM}))
    assert differences(up) == []
    simple = replace(AGREEING, passed={LAN: SESSION}, without_council=frozenset({MINH}))
    assert differences(simple) == []
