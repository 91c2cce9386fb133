"""Every router of the pages, in the order of a year's work."""

from desk.web import acts
from desk.web.rooms import ballot, council, dossiers, sign_in, tasks

ROUTERS = (sign_in.router, tasks.router, dossiers.router, council.router, ballot.router, acts.router)
"""A route without a policy fails a test."""
