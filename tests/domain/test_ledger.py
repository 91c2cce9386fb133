from domain.ledger import DECIDER, NameSigningKey, NoLedger, NoteClockJump, OpenLedger, TakeExport
from domain.refusal import AlreadyExists, NotAuthorised, NotFound
from events.ledger import ClockJumped, Export, ExportTaken, LedgerOpened, SigningKeyNamed
from tests.spec import HOME, by, engine, given

OPENED = LedgerOpened(ledger="so-thu", format="sovang/1", simulated=True, title="Sổ thử", organisation=HOME)
NAMED = SigningKeyNamed(verifier="so-thu+1a2b3c4d+AQID")


def opening(ledger: str = "so-thu") -> OpenLedger:
    return OpenLedger(ledger=ledger, simulated=True, title="Sổ thử", organisation=HOME, **engine("init"))


def naming(verifier: str = NAMED.verifier) -> NameSigningKey:
    return NameSigningKey(verifier=verifier, **engine("init"))


def jumped(seconds: int = -7200) -> NoteClockJump:
    return NoteClockJump(seconds=seconds, **engine("clock"))


def test_a_ledger_opens_with_its_genesis() -> None:
    given(DECIDER).when(opening()).then(OPENED)


def test_opening_it_again_adds_nothing() -> None:
    given(DECIDER, OPENED).when(opening()).nothing()


def test_no_second_ledger_opens_over_the_first() -> None:
    given(DECIDER, OPENED).when(opening("so-khac")).refused(AlreadyExists)


def test_no_person_opens_a_ledger() -> None:
    command = OpenLedger(
        ledger="so-thu", simulated=False, title="Sổ thử", organisation=HOME, **by("administrator")
    )
    given(DECIDER).when(command).refused(NotAuthorised)


def test_the_signing_key_is_named() -> None:
    given(DECIDER, OPENED).when(naming()).then(NAMED)


def test_a_key_named_again_adds_nothing() -> None:
    given(DECIDER, OPENED, NAMED).when(naming()).nothing()


def test_another_key_takes_the_place_of_the_first() -> None:
    rotated = SigningKeyNamed(verifier="so-thu+5e6f7a8b+BAUG")
    given(DECIDER, OPENED, NAMED).when(naming(rotated.verifier)).then(rotated)
    given(DECIDER, OPENED, NAMED, rotated).when(naming(rotated.verifier)).nothing()


def test_an_administrator_names_a_key_and_a_clerk_does_not() -> None:
    given(DECIDER, OPENED).when(NameSigningKey(verifier=NAMED.verifier, **by("administrator"))).then(NAMED)
    given(DECIDER, OPENED).when(NameSigningKey(verifier="x", **by("clerk"))).refused(NotAuthorised)


def test_a_ledger_that_is_not_open_has_no_key() -> None:
    given(DECIDER).when(naming()).refused(NotFound)
    assert DECIDER.fold([NAMED]) == NoLedger()


def test_a_jump_of_the_clock_is_on_record_and_changes_nothing_else() -> None:
    given(DECIDER, OPENED).when(jumped()).then(ClockJumped(seconds=-7200))
    given(DECIDER, OPENED).when(NoteClockJump(seconds=60, **by("administrator"))).refused(NotAuthorised)
    given(DECIDER).when(jumped()).nothing()
    assert DECIDER.fold([OPENED, ClockJumped(seconds=60)]) == DECIDER.fold([OPENED])


def exporting(what: Export = "log") -> TakeExport:
    return TakeExport(what=what, through=40, **by("auditor"))


def test_each_copy_carried_away_is_on_record() -> None:
    taken = ExportTaken(what="log", through=40)
    given(DECIDER, OPENED).when(exporting()).then(taken)
    given(DECIDER, OPENED, taken).when(exporting()).then(taken)


def test_only_who_audits_or_keeps_the_ledger_carries_it_away() -> None:
    given(DECIDER, OPENED).when(TakeExport(what="log", through=1, **by("member"))).refused(NotAuthorised)


def test_nothing_is_carried_away_from_a_ledger_that_is_not_open() -> None:
    given(DECIDER).when(exporting()).refused(NotFound)
