"""The read tables: caches of the log, thrown away and rebuilt at will. Instants and days are text that sorts by time."""

from projections.award_tables import (
    CancellationRow,
    CeremonyRow,
    ConsultedRow,
    DecisionRow,
    EntryRow,
    FundRow,
)
from projections.council_tables import ConfirmedRow, CouncilRow, LineRow, SessionRow, SteppedOutRow
from projections.dossier_tables import OWED, ConditionRow, NominationRow, SubmissionRow, owed
from projections.duty_tables import FlowRow, LetterEntryRow, LetterRow, ObligationRow, PendingRow
from projections.movement_tables import AnswerRow, ClusterRow, MilestoneRow, MovementRow, TargetRow
from projections.people_tables import HouseholdRow, PersonRow, PostRow, RoleRow, UnitRow
from projections.read_table import METADATA, ReadTable

READ_TABLES = (
    UnitRow, PersonRow, HouseholdRow, PostRow, RoleRow, MovementRow, AnswerRow, MilestoneRow, ClusterRow, TargetRow, NominationRow, ConditionRow, SubmissionRow, CouncilRow, SessionRow, LineRow, ConfirmedRow, SteppedOutRow, DecisionRow, EntryRow, CeremonyRow, FundRow, ConsultedRow, CancellationRow, ObligationRow, LetterRow, LetterEntryRow, PendingRow, FlowRow,
)  # fmt: skip
"""Every one of them."""

__all__ = [
    "METADATA",
    "OWED",
    "READ_TABLES",
    "AnswerRow",
    "CancellationRow",
    "CeremonyRow",
    "ClusterRow",
    "ConditionRow",
    "ConfirmedRow",
    "ConsultedRow",
    "CouncilRow",
    "DecisionRow",
    "EntryRow",
    "FlowRow",
    "FundRow",
    "HouseholdRow",
    "LetterEntryRow",
    "LetterRow",
    "LineRow",
    "MilestoneRow",
    "MovementRow",
    "NominationRow",
    "ObligationRow",
    "PendingRow",
    "PersonRow",
    "PostRow",
    "ReadTable",
    "RoleRow",
    "SessionRow",
    "SteppedOutRow",
    "SubmissionRow",
    "TargetRow",
    "UnitRow",
    "owed",
]
