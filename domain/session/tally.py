"""What votes come to: whole votes against the base that the dossier's own rule names."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from domain import counting
from domain.law.missing import missing, required
from domain.law.rows import VoteShare
from domain.session.facts import SessionFacts, binds, ground_of, mode_of, recusal
from domain.session.rounds import awaits, by_chairs_vote
from domain.session.states import Ballot, Early, Session
from events.base import NominationId, PersonId
from events.judgement import Tally
from events.session import Choice, LineTallied, Mark, SlipCount


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can still come of a line: who may vote, the base, the votes needed, and whether they can be reached."""

    members: int
    out: int
    base: int
    needed: int
    reachable: bool


def share(line: NominationId, facts: SessionFacts) -> VoteShare:
    """Give the rule that a dossier is counted by: of the day and the law it is pinned to."""
    told = facts.lines[line]
    rule = required(told.rules, VoteShare, told.judged_on, award=told.award)
    if not binds(rule, facts):
        raise missing(told.rules, VoteShare, told.judged_on, award=told.award)
    return rule


def there(session: Session, ballot: Ballot) -> frozenset[PersonId]:
    """Give who attended the vote, themselves or by proxy; in writing those whose slip came back."""
    if session.in_writing:
        opinions, early = from_afar(session, ballot)
        return frozenset(opinions) | frozenset(early)
    proxied = session.represented if ballot.mode != "sealed" else frozenset()
    return (session.present or frozenset()) | proxied | frozenset(ballot.votes) | frozenset(ballot.received)


def from_afar(
    session: Session, ballot: Ballot
) -> tuple[Mapping[PersonId, Mapping[NominationId, Choice]], Mapping[PersonId, Early]]:
    """Give the opinions and the sealed slips from afar that a vote is counted with: those of its own round."""
    return (
        session.opinions if ballot.opinions is None else ballot.opinions,
        session.early if ballot.early is None else ballot.early,
    )


def out_of(session: Session, line: NominationId, facts: SessionFacts) -> tuple[PersonId, ...]:
    """Give the members who do not vote on a line."""
    return tuple(member for member in facts.members if ground_of(session, member, line, facts))


def leavers(session: Session, line: NominationId, facts: SessionFacts) -> frozenset[PersonId]:
    """Give those of them whom the council's rule takes out of the base as well."""
    found = set()
    for member in facts.members:
        ground = ground_of(session, member, line, facts)
        rule = recusal(facts, session.held_on, ground) if ground else None
        if rule is not None and rule.leaves_base:
            found.add(member)
    return frozenset(found)


def slips_of(
    session: Session, ballot: Ballot, facts: SessionFacts
) -> Mapping[NominationId, Mapping[PersonId, str]]:
    """Give, for every line, whose sealed slip is counted: the last one, of who may vote on it."""
    attending = there(session, ballot)
    found: dict[NominationId, dict[PersonId, str]] = {}
    for line in ballot.lines:
        rule = share(line, facts)
        counted = found[line] = {}
        for member in facts.members:
            if ground_of(session, member, line, facts) is not None:
                continue
            early = from_afar(session, ballot)[1].get(member)
            if member in ballot.received:
                counted[member] = ballot.received[member]
            elif early and line in early.lines and (member in attending or rule.written_opinions_count):
                counted[member] = early.tracker
    return found


def _marks(
    session: Session, ballot: Ballot, line: NominationId, rule: VoteShare, out: Collection[PersonId]
) -> Iterator[Mark]:
    """Give every vote by name on a line, written ones where the rule or the session counts them.

    Nobody has two, and whoever has stepped out since, none.
    """
    opinions, _ = from_afar(session, ballot)
    written = opinions if rule.written_opinions_count or session.in_writing else {}
    for member in {**written, **ballot.votes}:
        said = ballot.votes.get(member, {}).get(line) or written.get(member, {}).get(line)
        if said is not None and member not in out:
            yield said


def counted(
    session: Session, ballot: Ballot, line: NominationId, rule: VoteShare, out: Collection[PersonId]
) -> SlipCount:
    """Add up a line, from names, slips and the box."""
    marks = list(_marks(session, ballot, line, rule, out))
    sums = (
        next((one for one in ballot.opened.lines if one.nomination == line), None) if ballot.opened else None
    )
    paper = (
        next((one for one in ballot.paper.lines if one.nomination == line), None) if ballot.paper else None
    )
    whole = ballot.paper.invalid if ballot.paper else 0
    found = [one for one in (sums, paper) if one is not None]
    return SlipCount(
        nomination=line,
        votes_for=marks.count("for") + sum(one.votes_for for one in found),
        votes_against=marks.count("against") + sum(one.votes_against for one in found),
        abstained=marks.count("abstain") + sum(one.abstained for one in found),
        invalid=whole + sum(one.invalid for one in found),
    )


def tally(session: Session, ballot: Ballot, line: NominationId, facts: SessionFacts) -> Tally:
    """Count one line against the base its rule names."""
    rule = share(line, facts)
    out = out_of(session, line, facts)
    votes = counted(session, ballot, line, rule, out)
    cast = votes.votes_for + votes.votes_against + votes.abstained + votes.invalid
    gone = leavers(session, line, facts)
    bases = {
        "all_members": len(facts.members) - len(gone),
        "attending": len(there(session, ballot) - gone),
        "cast": cast,
    }
    base = bases[rule.base]
    needed = counting.needed(rule.percent, base, strict=rule.strict)
    counted_ = Tally(
        votes_for=votes.votes_for,
        votes_against=votes.votes_against,
        abstained=votes.abstained,
        invalid=votes.invalid,
        recused=len(out),
        left_base=len(gone) if gone and rule.base != "cast" else None,
        base=base,
        needed=needed,
        passed=base > 0 and votes.votes_for >= needed,
        basis=rule.basis,
        evidence=rule.evidence,
    )
    return by_chairs_vote(session, ballot, line, counted_, facts)


def tally_all(session: Session, ballot: Ballot, facts: SessionFacts) -> tuple[LineTallied, ...]:
    """Count every line of a vote, and say what may still change it."""
    counts = {line: tally(session, ballot, line, facts) for line in ballot.lines}
    return tuple(
        LineTallied(nomination=line, tally=one, awaits=awaits(session, ballot, line, one, facts))
        for line, one in counts.items()
    )


def outlook(session: Session, line: NominationId, facts: SessionFacts) -> Outlook:
    """Say before the vote what a line needs and whether those who may vote can still reach it.

    Who may vote: the members who are there, those absent whose opinion or sealed slip is in already, and, but in secret,
    those who have sent somebody.
    """
    rule = share(line, facts)
    out = set(out_of(session, line, facts))
    gone = leavers(session, line, facts)
    sent = {member for member, opinion in session.opinions.items() if line in opinion}
    sent |= {member for member, early in session.early.items() if line in early.lines}
    waiting = set(facts.members) if session.present is None else set(session.present)
    sent = sent if rule.written_opinions_count or session.in_writing else set()
    proxied = set() if mode_of(session, line, facts) == "sealed" else set(session.proxies)
    voters = (waiting | sent | proxied) - out
    bases = {
        "all_members": len(facts.members) - len(gone),
        "attending": len((waiting | session.represented) - gone),
        "cast": len(voters),
    }
    needed = counting.needed(rule.percent, bases[rule.base], strict=rule.strict)
    return Outlook(
        len(facts.members), len(out), bases[rule.base], needed, counting.reachable(needed, len(voters))
    )
