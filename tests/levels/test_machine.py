"""Dossiers driven through three levels by chance, with crashes before the commit and restarts at any moment."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.nomination.states import Awarded, Eligible, Ended, Forwarded, Recommended, level
from domain.refusal import Refusal
from events.base import NominationId, SubmissionId, UnitId
from events.envelope import Stored
from events.store.clock import SimulatedClock
from events.store.hot import Hot
from events.store.ledger import Projector
from projections import rebuild
from projections import tables as t
from tests.conftest import START
from tests.levels.world import ABOVE, DECIDED_AT, World, enter_world, found_world
from tests.projections.reading import read_tables
from tests.workflows.handle.offices import HOME
from workflows.lifecycle import LIFECYCLE

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
AWARDS = ("GK", "TTLDTT", "BKT")


class PowerCut(Exception):
    """The machine went off just before the commit."""


def _then_off(projector: Projector | None) -> Projector:
    """Write the read tables, and lose the machine before the commit."""

    def off(hot: Hot, stored: Sequence[Stored]) -> None:
        if projector is not None:
            projector(hot, stored)
        raise PowerCut

    return off


class ThreeLevels(RuleBasedStateMachine):
    """A small model beside the ledger: where each dossier stands, and how often each step was taken for it."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{self.folder.name}/ledger.db"
        self.clock = SimulatedClock(START)
        self.world: World = found_world(Path(self.folder.name), self.url, self.clock)
        self.stands: dict[NominationId, tuple[str, UnitId]] = {}
        self.awards: dict[NominationId, str] = {}
        self.lists: list[tuple[SubmissionId, NominationId, UnitId]] = []
        self.numbers = 0

    def _at(self, step: str) -> list[NominationId]:
        return sorted(line for line, (where, _) in self.stands.items() if where == step)

    @precondition(lambda self: len(self.stands) < 4)
    @rule(award=st.sampled_from(AWARDS))
    def nominate(self, award: str) -> None:
        self.numbers += 1
        line = self.world.nominate(f"thon{self.numbers}", award)
        self.awards[line], self.stands[line] = award, ("eligible", HOME)

    @precondition(lambda self: self._at("eligible"))
    @rule(data=st.data(), passed=st.booleans())
    def meet(self, data: st.DataObject, passed: bool) -> None:
        line = data.draw(st.sampled_from(self._at("eligible")))
        unit = self.stands[line][1]
        self.numbers += 1
        self.world.judge(unit, f"phien-{self.numbers}", [line], [line] if passed else [])
        decided_here = DECIDED_AT[self.awards[line]] == unit
        after = ("before authority" if decided_here else "recommended") if passed else "over"
        self.stands[line] = (after, unit)

    @precondition(lambda self: self._at("recommended"))
    @rule(data=st.data())
    def forward(self, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(self._at("recommended")))
        unit = self.stands[line][1]
        self.lists.append((self.world.forward(unit, [line]), line, ABOVE[unit]))
        self.stands[line] = ("on its way", unit)

    @precondition(lambda self: self.lists)
    @rule()
    def receive(self) -> None:
        submission, line, unit = self.lists.pop(0)
        self.world.receive(submission)
        self.world.receive(submission)
        self.stands[line] = ("eligible", unit)

    @precondition(lambda self: self._at("before authority"))
    @rule(data=st.data())
    def sign(self, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(self._at("before authority")))
        (decision,) = [
            draft
            for draft in self.world.decisions("drafted")
            if line in self.world.state(draft).order.nominations
        ]
        self.numbers += 1
        self.world.issue(decision, f"{self.numbers}/QĐ-UBND")
        self.stands[line] = ("over", self.stands[line][1])

    @rule()
    def restart(self) -> None:
        """Switch the machine off and on again."""
        self.world.close()
        self.world = enter_world(Path(self.folder.name), self.url, self.clock)
        self.world.settle()

    @precondition(lambda self: self._at("eligible"))
    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        """Cut the power just before the commit of an act: nothing of it is there, and later it goes through."""
        line = data.draw(st.sampled_from(self._at("eligible")))
        ledger, head = self.world.office.ledger, self.world.office.ledger.head()
        whole = ledger.append_all

        def cut(acts: Any, **said: Any) -> Any:
            return whole(acts, **{**said, "projector": _then_off(said["projector"])})

        ledger.append_all = cut  # type: ignore[method-assign]
        try:
            with pytest.raises(PowerCut):
                self.world.verify(self.stands[line][1], line)
        finally:
            ledger.append_all = whole  # type: ignore[method-assign]
        assert ledger.head() == head
        self.restart()

    @precondition(lambda self: self._at("recommended") or self._at("before authority"))
    @rule(data=st.data())
    def try_what_is_forbidden(self, data: st.DataObject) -> None:
        """A dossier at one step is neither judged nor sent again from another."""
        line = data.draw(st.sampled_from(self._at("recommended") + self._at("before authority")))
        unit = self.stands[line][1]
        head = self.world.office.ledger.head()
        with pytest.raises(Refusal):
            self.world.verify(unit, line)
        if self._at("before authority") and DECIDED_AT[self.awards[line]] == unit and unit in ABOVE:
            with pytest.raises(Refusal):
                self.world.forward(unit, [line])
        assert self.world.office.ledger.head() == head

    @invariant()
    def the_ledger_agrees_with_the_model(self) -> None:
        if not hasattr(self, "stands"):
            return
        for line, (step, unit) in self.stands.items():
            state = self.world.state(line)
            match step:
                case "eligible":
                    assert isinstance(state, Eligible)
                case "recommended":
                    assert isinstance(state, Recommended)
                case "on its way" | "before authority":
                    assert isinstance(state, Forwarded)
                case _:
                    assert isinstance(state, Awarded | Ended)
            if not isinstance(state, Awarded | Ended):
                assert (level(state) or HOME) == unit

    @invariant()
    def what_is_counted_is_never_doubled_and_nothing_waits(self) -> None:
        if not hasattr(self, "stands"):
            return
        types = [row.type for page in self.world.office.ledger.pages() for row in page]
        awarded = [line for line in self.stands if isinstance(self.world.state(line), Awarded)]
        assert types.count("nomination.award_decided") == len(awarded)
        assert types.count("registry.entry_made") == sum(self.awards[line] != "LDTT" for line in awarded)
        assert self.world.rows(t.PendingRow) == []

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        live = read_tables(self.world.office.ledger.database)
        rebuild.rebuild(self.world.office.ledger, self.world.office.ledger.database, LIFECYCLE)
        assert read_tables(self.world.office.ledger.database) == live
        self.world.close()
        self.folder.cleanup()


TestThreeLevels = ThreeLevels.TestCase
TestThreeLevels.settings = settings(
    max_examples=6,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
