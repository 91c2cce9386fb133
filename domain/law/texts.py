"""Rows about the texts themselves: which are in force, what they leave to others, what people judge, what was not found."""

from datetime import date
from typing import ClassVar, Literal

from domain.law.rows import Fields, Row
from events.base import Code, Text
from events.judgement import Evidence
from events.nomination import MeritType, SubjectKind

Delegated = Literal["authority", "criteria", "dossier", "sets", "share"]


class Instrument(Row):
    """A text of law with the range in which it is in force; every national row cites one."""

    keys: ClassVar[Fields] = ("instrument",)

    instrument: Text
    """Its number as cited by `document` elsewhere."""
    name: Text
    issued: date | None = None
    replaced_by: Text | None = None
    since_evidence: Evidence | None = None
    """Of its first day, where that is less certain than the text itself."""
    until_evidence: Evidence | None = None
    """Of its last day, likewise."""


class Delegation(Row):
    """What a text leaves to ministries and provinces: without their rule a step has none."""

    keys: ClassVar[Fields] = ("award", "subject")

    award: Code
    subject: Delegated
    to: Text


class Principle(Row):
    """A principle that binds whoever judges and that no number expresses."""

    keys: ClassVar[Fields] = ("principle",)

    principle: Code
    name: Text


class Criterion(Row):
    """A condition of an award that people judge; shown beside the computed ones, never computed."""

    keys: ClassVar[Fields] = ("award", "criterion")

    award: Code
    criterion: Code
    name: Text
    recipient: SubjectKind | None = None
    merit: MeritType | None = None
    years: int | None = None
    """Of a movement: that it lasts at least so many years."""


class RetentionFrame(Row):
    """The frame within which whoever keeps a file sets its years; it sets none itself."""

    keys: ClassVar[Fields] = ("file",)

    file: Code
    at_least: int
    at_most: int


class FundShare(Row):
    """The most of an emulation fund that a use may take."""

    keys: ClassVar[Fields] = ("use",)

    use: Code
    name: Text
    at_most_percent: int


class KnownGap(Row):
    """Days for which no version of a rule was found, said instead of passed over."""

    keys: ClassVar[Fields] = ("of_table", "rule")

    of_table: Code
    rule: Text
    """The values of the rule's keys, joined by "/"."""
    name: Text
