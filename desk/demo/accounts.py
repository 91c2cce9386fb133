"""Accounts for looking at a finished demonstration: one person for each role, all with one password that is no secret."""

from collections.abc import Mapping
from datetime import date

from desk.door.welcome import Welcome
from desk.setup.file import Setup
from domain.decider import Command, Said
from domain.ids import derived
from domain.person import GrantRole, RegisterPerson
from events.base import PersonId
from events.envelope import By

PASSWORD = "minh-hoa-2024"  # noqa: S105  # printed on the terminal by `sovang up`
AUDITOR = "thanh-tra"
PEOPLE: Mapping[str, str] = {
    "mai": "cơ quan thường trực, thư ký Hội đồng, quản trị",
    "lat": "Chủ tịch Hội đồng, người ký quyết định",
    "truc": "thành viên Hội đồng",
    "lim": "kế toán, thành viên Hội đồng",
    "clerk-thon-3": "cán bộ phụ trách của Thôn 3",
    "khe": "tổ kiểm phiếu",
    AUDITOR: "thanh tra",
}
"""Key in the cast, which is also the login name → what they come to do."""


def open_accounts(welcome: Welcome, cast: Setup) -> None:
    """Open the accounts that are not there yet."""
    house = welcome.house
    by = By(cast.person(cast.administrator), role="administrator", auth="demo")
    said = Said(at=house.clock.now(), by=by, late_reason=None)
    for number, command in enumerate(_auditor(cast, said)):
        house.handler.handle(str(derived("demo", "auditor", number)), command)
    for key in PEOPLE:
        person = cast.person(key)
        if welcome.door.account(person) is None:
            welcome.open_account(person, key, said)
            welcome.set_password(person, PASSWORD, said)


def _auditor(cast: Setup, said: Said) -> list[Command]:
    who: PersonId = cast.person(AUDITOR)
    return [
        RegisterPerson(person=who, name="Tô Ví Dụ Thanh", **said),
        GrantRole(
            person=who, role="auditor", scope=cast.unit(cast.organisation), since=date(2024, 1, 1), **said
        ),
    ]
