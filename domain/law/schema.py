"""Every table of the law by its name in the files and in the log."""

from domain.law import rows, texts
from domain.law.rows import Row

TABLES: dict[str, type[Row]] = {
    "instrument": texts.Instrument,
    "award": rows.Award,
    "authority": rows.Authority,
    "prerequisite": rows.Prerequisite,
    "criterion": texts.Criterion,
    "situation": rows.Situation,
    "support": rows.Support,
    "principle": texts.Principle,
    "counted_time": rows.CountedTime,
    "dossier_item": rows.DossierItem,
    "simplified": rows.Simplified,
    "dossier_sets": rows.DossierSets,
    "printed_form": rows.PrintedForm,
    "vote_share": rows.VoteShare,
    "no_national_share": rows.NoNationalShare,
    "quorum": rows.Quorum,
    "session_rule": rows.SessionRule,
    "ballot_mode": rows.BallotMode,
    "recusal": rows.Recusal,
    "council_shape": rows.CouncilShape,
    "base_salary": rows.BaseSalary,
    "coefficient": rows.Coefficient,
    "multiplier": rows.Multiplier,
    "bonus_rounding": rows.BonusRounding,
    "bonus_overlap": rows.BonusOverlap,
    "payer": rows.Payer,
    "fund_rule": rows.FundRule,
    "fund_share": texts.FundShare,
    "session_pay": rows.SessionPay,
    "time_limit": rows.TimeLimit,
    "annual_deadline": rows.AnnualDeadline,
    "publication": rows.Publication,
    "quota": rows.Quota,
    "retention": rows.Retention,
    "retention_frame": texts.RetentionFrame,
    "cancellation_ground": rows.CancellationGround,
    "delegation": texts.Delegation,
    "known_gap": texts.KnownGap,
}
NAMES: dict[type[Row], str] = {model: name for name, model in TABLES.items()}
"""The name of a row's table."""
