from desk.door.door import Door
from desk.web.serve import door_of
from tests.desk.conftest import Sovang
from workflows.settings import Settings


def administrator(opened: Sovang) -> str:
    rows = opened("person", "list", "--find", "Mai", "--json").json
    return str(rows[0]["person"])


def door() -> Door:
    return door_of(Settings())


def test_an_account_is_opened_with_a_code_that_opens_it_once(opened: Sovang) -> None:
    who = administrator(opened)
    said = opened("account", "open", who, "mai", "--as", who)
    assert said.code == 0, said.err
    digits = said.out.strip()
    made = door()
    first, again = made.recognise("mai", digits), made.recognise("mai", digits)
    made.database.close()
    assert first is not None
    assert (first.person, first.method) == (who, "code")
    assert again is None


def test_who_has_no_right_opens_no_account(opened: Sovang) -> None:
    who = administrator(opened)
    assert opened("account", "open", who, "mai", "--as", who, "--as-role", "clerk").code == 1
    assert opened("account", "open", who, "mai").code == 2
    assert opened("account", "code", who, "--as", who).code == 3


def test_a_closed_account_opens_no_more(opened: Sovang) -> None:
    who = administrator(opened)
    digits = opened("account", "open", who, "mai", "--as", who).out.strip()
    assert opened("account", "close", who, "Chuyển công tác", "--as", who).code == 0
    made = door()
    assert made.recognise("mai", digits) is None
    made.database.close()


def test_nobody_gets_an_account_who_is_not_in_the_book(opened: Sovang) -> None:
    who = administrator(opened)
    said = opened("account", "open", "person-khong", "khong", "--as", who)
    assert said.code == 3
    assert "person-khong" in said.err
    made = door()
    assert made.account("person-khong") is None
    made.database.close()


def test_a_login_name_can_be_typed_and_is_not_changed_in_passing(opened: Sovang) -> None:
    who = administrator(opened)
    for login in ("a b/<c>", "x" * 3000, "m"):
        assert opened("account", "open", who, login, "--as", who).code == 2
    assert opened("account", "open", who, "mai", "--as", who).code == 0
    again = opened("account", "open", who, "mai-2", "--as", who)
    assert again.code == 1
    assert "“mai”" in again.err
