from datetime import date

from domain.refusal import AlreadyExists, NotAuthorised, NotFound
from domain.unit import DECIDER, ChangeUnitContact, CloseUnit, EstablishUnit, NoUnit
from events.base import Basis, UnitId
from events.personal import Clear
from events.unit import UnitClosed, UnitContactChanged, UnitEstablished
from tests.spec import HOME, by, engine, given

THON = UnitId("unit-thon-1")
MERGER = Basis(document="NQ 1657/NQ-UBTVQH15", article="Đ1")
ESTABLISHED = UnitEstablished(
    unit=THON, name="Thôn 1", kind="village", level="commune", parent=HOME, managed_by=HOME
)
REACHED = UnitContactChanged(unit=THON, email=Clear(THON, "contact", "thon1@xa.gov.vn"))
CLOSED = UnitClosed(unit=THON, on=date(2025, 6, 30), successor=UnitId("unit-thon-2"), basis=MERGER)


def establish(email: str | None = None) -> EstablishUnit:
    return EstablishUnit(
        unit=THON,
        name="Thôn 1",
        kind="village",
        level="commune",
        parent=HOME,
        managed_by=HOME,
        email=email,
        **by("administrator"),
    )


def close() -> CloseUnit:
    return CloseUnit(
        unit=THON, on=CLOSED.on, successor=CLOSED.successor, basis=MERGER, **by("standing_agency")
    )


def change(email: str | None, reason: str | None = None) -> ChangeUnitContact:
    return ChangeUnitContact(unit=THON, email=email, reason=reason, **by("standing_agency"))


def test_a_unit_is_established() -> None:
    given(DECIDER).when(establish()).then(ESTABLISHED)


def test_a_unit_with_an_address_is_established_and_reached_in_one_act() -> None:
    given(DECIDER).when(establish("thon1@xa.gov.vn")).then(ESTABLISHED, REACHED)


def test_a_party_body_is_established_outside_the_chain_from_a_day_on() -> None:
    since = date(2024, 1, 1)
    front = UnitId("unit-mttq")
    place = EstablishUnit(
        unit=front,
        name="Uỷ ban MTTQ xã",
        kind="mass_organisation",
        level="commune",
        outside_chain=True,
        since=since,
        **engine("init"),
    )
    given(DECIDER).when(place).then(
        UnitEstablished(
            unit=front,
            name="Uỷ ban MTTQ xã",
            kind="mass_organisation",
            level="commune",
            outside_chain=True,
            since=since,
        )
    )


def test_no_unit_is_established_twice() -> None:
    given(DECIDER, ESTABLISHED).when(establish()).refused(AlreadyExists)


def test_an_address_is_corrected_or_taken_away() -> None:
    gone = UnitContactChanged(unit=THON, email=None, reason="hộp thư đã đóng")
    given(DECIDER, ESTABLISHED).when(change("thon1@xa.gov.vn")).then(REACHED)
    given(DECIDER, ESTABLISHED, REACHED).when(change(None, "hộp thư đã đóng")).then(gone)


def test_what_is_known_of_a_unit_follows_its_last_address_and_its_end() -> None:
    unit = DECIDER.fold([ESTABLISHED, REACHED, CLOSED])
    assert not isinstance(unit, NoUnit)
    assert (unit.name, unit.kind, unit.level) == ("Thôn 1", "village", "commune")
    assert (unit.parent, unit.managed_by, unit.outside_chain) == (HOME, HOME, False)
    assert (unit.email, unit.closed_on, unit.successor) == (REACHED.email, CLOSED.on, CLOSED.successor)


def test_a_unit_closes_and_names_who_takes_over() -> None:
    given(DECIDER, ESTABLISHED).when(close()).then(CLOSED)


def test_a_closed_unit_closes_no_further() -> None:
    given(DECIDER, ESTABLISHED, CLOSED).when(close()).nothing()


def test_an_unknown_unit_neither_changes_nor_closes() -> None:
    given(DECIDER).when(change("thon1@xa.gov.vn")).refused(NotFound)
    given(DECIDER).when(close()).refused(NotFound)
    assert DECIDER.fold([REACHED, CLOSED]) == NoUnit()


def test_a_clerk_establishes_no_unit() -> None:
    command = EstablishUnit(unit=THON, name="Thôn 1", kind="village", level="commune", **by("clerk"))
    given(DECIDER).when(command).refused(NotAuthorised)
