"""What the decider of a letter is told."""

from dataclasses import dataclass

from domain.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts(Facts):
    """Whether the recipient can be reached by mail, and the templates in force."""

    has_mail: bool = False
    templates: str | None = None
    fault: str | None = None
    """Why a letter that a person writes cannot be made, or for whom: asked before it is queued."""
