"""Nội quy không phải luật: reminder ladders, letter templates, which files may be attached."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from events.base import Citation
from events.canonical import canonical
from events.policy import (
    AcceptedFile,
    AttachmentRulesAdopted,
    LadderAdopted,
    PolicyEvent,
    Rung,
    TemplatesAdopted,
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The ladders by duty, and every set of templates by its hash."""

    ladders: Mapping[str, tuple[str, tuple[Rung, ...]]] = field(default_factory=dict)
    """Duty → (ladder's name, rungs)."""
    templates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    current_templates: str | None = None
    accepted: tuple[AcceptedFile, ...] = ()
    """The files that may be attached."""

    def ladder(self, duty: str) -> tuple[Rung, ...]:
        """Give the rungs for a duty; the ladder called `default` serves every duty without one of its own."""
        found = self.ladders.get(duty) or self.ladders.get("default")
        return found[1] if found else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptLadder(Command):
    """Set the rungs for some duties."""

    ladder: str
    duties: tuple[str, ...]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptTemplates(Command):
    """Set the letter templates, whole."""

    templates: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptAttachmentRules(Command):
    """Set which types of file are accepted as attachments, and up to which size."""

    accepted: tuple[AcceptedFile, ...]
    document: Citation | None = None


PolicyCommand = AdoptLadder | AdoptTemplates | AdoptAttachmentRules


def decide(state: Policy, command: PolicyCommand, facts: Facts) -> Sequence[PolicyEvent]:
    """Decide which policy holds from here on."""
    facts.require_staff(command)
    match command:
        case AdoptLadder():
            if all(state.ladders.get(duty) == (command.ladder, command.rungs) for duty in command.duties):
                return ()
            return (LadderAdopted(ladder=command.ladder, duties=command.duties, rungs=command.rungs),)
        case AdoptTemplates():
            sha = templates_hash(command.templates)
            if sha == state.current_templates:
                return ()
            return (TemplatesAdopted(sha256=sha, templates=dict(command.templates)),)
        case AdoptAttachmentRules():
            if state.accepted == command.accepted:
                return ()
            return (AttachmentRulesAdopted(accepted=command.accepted, document=command.document),)
        case _:
            assert_never(command)


def templates_hash(templates: Mapping[str, str]) -> str:
    """Name a set of templates by its content."""
    return hashlib.sha256(canonical({name: text.strip() for name, text in templates.items()})).hexdigest()


def evolve(state: Policy, event: PolicyEvent) -> Policy:
    """Apply one event."""
    match event:
        case LadderAdopted():
            added = dict.fromkeys(event.duties, (event.ladder, event.rungs))
            return replace(state, ladders={**state.ladders, **added})
        case TemplatesAdopted():
            known = {**state.templates, event.sha256: event.templates}
            return replace(state, templates=known, current_templates=event.sha256)
        case AttachmentRulesAdopted():
            return replace(state, accepted=event.accepted)
        case _:
            assert_never(event)


DECIDER: Decider[Policy, PolicyCommand, PolicyEvent, Facts] = Decider("policy", Policy(), decide, evolve)
