"""Nội quy không phải luật: reminder ladders, letter templates, which files may be attached."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.refusal import Refusal
from events.base import Citation, UnitId
from events.canonical import canonical
from events.policy import (
    AcceptedFile,
    AttachmentRulesAdopted,
    DepartmentCheck,
    LadderAdopted,
    PolicyEvent,
    Rung,
    TemplatesAdopted,
    VerificationAdopted,
)

DEFAULT = "default"
"""The ladder of every duty that has none of its own."""


class UnclearLadder(Refusal):
    """Bậc thang nhắc việc thiếu bậc cuối, hoặc có hai bậc trùng tên."""

    code = "unclear_ladder"


@dataclass(frozen=True, slots=True)
class Policy:
    """The ladders by duty, and every set of templates by its hash."""

    ladders: Mapping[tuple[UnitId | None, str], tuple[str, tuple[Rung, ...]]] = field(default_factory=dict)
    """(Organisation or everybody, duty) → (ladder's name, rungs)."""
    templates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    current_templates: str | None = None
    accepted: tuple[AcceptedFile, ...] = ()
    """The files that may be attached."""
    checks: tuple[DepartmentCheck, ...] = ()
    """What each department verifies; none: the standing agency verifies alone."""

    def ladder(self, duty: str, chain: Sequence[UnitId] = ()) -> tuple[Rung, ...]:
        """Give the rungs for a duty of a debtor whose units are `chain`, nearest first.

        The nearest organisation's own ladder wins; in each, `default` serves every duty without one of its own.
        """
        for scope in (*chain, None):
            found = self.ladders.get((scope, duty)) or self.ladders.get((scope, DEFAULT))
            if found:
                return found[1]
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptLadder(Command):
    """Set the rungs for some duties, for everybody or in one organisation."""

    ladder: str
    duties: tuple[str, ...]
    rungs: tuple[Rung, ...]
    scope: UnitId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptTemplates(Command):
    """Set the letter templates, whole."""

    templates: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptAttachmentRules(Command):
    """Set which types of file are accepted as attachments, and up to which size."""

    accepted: tuple[AcceptedFile, ...]
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptVerification(Command):
    """Say which departments verify which dossiers, each by its own criteria; whole, in place of what was said before."""

    checks: tuple[DepartmentCheck, ...]
    document: Citation


PolicyCommand = AdoptLadder | AdoptTemplates | AdoptAttachmentRules | AdoptVerification


def decide(state: Policy, command: PolicyCommand, facts: Facts) -> Sequence[PolicyEvent]:
    """Decide which policy holds from here on."""
    facts.require_staff(command)
    match command:
        case AdoptLadder():
            return _adopt_ladder(state, command)
        case AdoptTemplates():
            sha = templates_hash(command.templates)
            if sha == state.current_templates:
                return ()
            return (TemplatesAdopted(sha256=sha, templates=dict(command.templates)),)
        case AdoptAttachmentRules():
            if state.accepted == command.accepted:
                return ()
            return (AttachmentRulesAdopted(accepted=command.accepted, document=command.document),)
        case AdoptVerification():
            if state.checks == command.checks:
                return ()
            return (VerificationAdopted(checks=command.checks, document=command.document),)
        case _:
            assert_never(command)


def _adopt_ladder(state: Policy, command: AdoptLadder) -> Sequence[PolicyEvent]:
    """Adopt a ladder; its names are its own, and nothing is sent after the rung that says so."""
    names = [rung.name for rung in command.rungs]
    if len(names) != len(set(names)):
        raise UnclearLadder("Hai bậc của một bậc thang không được trùng tên.", todo="Hãy đặt tên khác nhau.")
    if any(rung.opens and rung.audience != "debtor" for rung in command.rungs):
        raise UnclearLadder(
            "Thư mở đầu chỉ gửi cho đơn vị phải làm.", todo="Hãy để bậc mở đầu có audience = debtor."
        )
    dated = [rung for rung in command.rungs if not rung.opens]
    last = [rung.days for rung in dated if rung.last]
    if any(rung.days > last[0] for rung in dated) if last else False:
        raise UnclearLadder(
            "Sau bậc báo “sẽ không nhắc nữa” không được còn bậc nào.",
            todo="Hãy bỏ các bậc muộn hơn, hoặc dời bậc cuối ra sau cùng.",
        )
    if any(rung.digest not in {None, "day"} and rung.audience == "debtor" for rung in command.rungs):
        raise UnclearLadder(
            "Thư tổng hợp hằng tuần chỉ gửi cho người phụ trách, không gửi cho đơn vị phải làm.",
            todo='Hãy để bậc của đơn vị là thư riêng cho từng việc, hoặc gộp trong ngày (digest = "day").',
        )
    new = (command.ladder, command.rungs)
    if all(state.ladders.get((command.scope, duty)) == new for duty in command.duties):
        return ()
    return (
        LadderAdopted(ladder=command.ladder, duties=command.duties, rungs=command.rungs, scope=command.scope),
    )


def templates_hash(templates: Mapping[str, str]) -> str:
    """Name a set of templates by its content."""
    return hashlib.sha256(canonical({name: text.strip() for name, text in templates.items()})).hexdigest()


def evolve(state: Policy, event: PolicyEvent) -> Policy:
    """Apply one event."""
    match event:
        case LadderAdopted():
            added = dict.fromkeys(((event.scope, duty) for duty in event.duties), (event.ladder, event.rungs))
            return replace(state, ladders={**state.ladders, **added})
        case TemplatesAdopted():
            known = {**state.templates, event.sha256: event.templates}
            return replace(state, templates=known, current_templates=event.sha256)
        case AttachmentRulesAdopted():
            return replace(state, accepted=event.accepted)
        case VerificationAdopted():
            return replace(state, checks=event.checks)
        case _:
            assert_never(event)


DECIDER: Decider[Policy, PolicyCommand, PolicyEvent, Facts] = Decider("policy", Policy(), decide, evolve)
