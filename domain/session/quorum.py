"""Who is counted in the quorum: those present; represented members, and those who wrote, where the rule says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import counting
from domain.law.missing import required
from domain.law.rows import Quorum
from domain.session.facts import SessionFacts
from domain.session.states import Session
from events.base import Basis, NominationId, PersonId


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many are counted for some lines, how many must be, and by which text."""

    needed: int
    present: int
    represented: int
    """Absent members whose proxy is there, counted or not."""
    proxies_count: bool | None
    """What the rule says of them; None where it is silent, and they are not counted."""
    wrote: int
    """Absent members whose slip is there and counted; 0 where the rule does not count them."""
    basis: Basis | None = None

    @property
    def counted(self) -> int:
        """What is held against the quorum."""
        return self.present + (self.represented if self.proxies_count else 0) + self.wrote

    @property
    def of_the_represented(self) -> str:
        """Say, after their number, whether the represented are counted and why."""
        match self.proxies_count:
            case True:
                return "được tính vào số dự họp"
            case False:
                return "không được tính vào số dự họp"
            case None:
                return "không được tính vào số dự họp vì quy định không nêu"

    @property
    def met(self) -> bool:
        """Say whether enough are counted."""
        return self.counted >= self.needed


def headcount(session: Session, lines: Sequence[NominationId], facts: SessionFacts) -> Headcount:
    """Count who attends for these lines, by the rule of their awards that is hardest to meet; without one, all must."""
    counts = [_by(rule, session, lines, facts) for rule in _rules(session, lines, facts)]
    alone = Headcount(
        len(facts.members), len(session.present or ()), len(session.represented), proxies_count=None, wrote=0
    )
    return max(counts, key=lambda one: (one.needed - one.counted, one.needed), default=alone)


def quorum(session: Session, lines: Sequence[NominationId], facts: SessionFacts) -> int:
    """Give how many members must attend for these lines: the strictest rule of their awards."""
    counted = [_needed(rule, facts) for rule in _rules(session, lines, facts)]
    return max(counted, default=len(facts.members))


def _rules(session: Session, lines: Sequence[NominationId], facts: SessionFacts) -> list[Quorum]:
    awards = dict.fromkeys(facts.lines[line].award for line in lines if line in facts.lines)
    return [
        required(facts.rules, Quorum, session.held_on, level=facts.level, award=award) for award in awards
    ]


def _needed(rule: Quorum, facts: SessionFacts) -> int:
    return counting.quorum(rule.numerator, rule.denominator, len(facts.members))


def _by(rule: Quorum, session: Session, lines: Sequence[NominationId], facts: SessionFacts) -> Headcount:
    present = session.present or frozenset()
    absent = set(facts.members) - present - (session.represented if rule.proxies_count else set())
    return Headcount(
        _needed(rule, facts),
        len(present),
        len(session.represented),
        proxies_count=rule.proxies_count,
        wrote=len(absent & _wrote(session, lines)) if rule.written_opinions_count else 0,
        basis=rule.basis,
    )


def _wrote(session: Session, lines: Sequence[NominationId]) -> set[PersonId]:
    asked = set(lines)
    wrote = {member for member, said in session.opinions.items() if asked & set(said)}
    return wrote | {member for member, slip in session.early.items() if asked & slip.lines}
