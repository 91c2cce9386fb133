"""Every router of the pages, in the order of a year's work."""

from desk.web import acts
from desk.web.rooms import (
    administration,
    audit,
    audit_proof,
    ballot,
    clusters,
    council,
    council_rules,
    decisions,
    dossiers,
    duties,
    fund,
    ladders,
    launches,
    lifecycle,
    lists,
    movements,
    office_days,
    papers,
    report_files,
    reports,
    score_sheets,
    sign_in,
    tasks,
    tellers,
    tokens,
    versions,
)

ROUTERS = (
    sign_in.router, tasks.router, duties.router, office_days.router, launches.router, movements.router, reports.router, report_files.router, clusters.router, score_sheets.router, dossiers.router, papers.router, versions.router, lists.router, council.router, council_rules.router, ballot.router, tellers.router, decisions.router, fund.router,
    audit.router, audit_proof.router, administration.router, ladders.router, lifecycle.router, tokens.router, acts.router,
)  # fmt: skip
"""A route without a policy fails a test."""
