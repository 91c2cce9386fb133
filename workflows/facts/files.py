"""The facts of a file to attach: what the policy accepts, and whether the file lies in the store."""

from domain.attachment import FileFacts
from domain.council import AdoptCouncilRules
from domain.decider import Command
from domain.movement.commands import AttachProgressEvidence
from domain.nomination.commands import AttachEvidence
from domain.submission.commands import AttachSetPaper
from workflows.reading import Reading


def file_facts(command: Command, reading: Reading) -> FileFacts:
    """Load the facts of a command that may attach a file."""
    attaching = AttachEvidence | AttachSetPaper | AdoptCouncilRules | AttachProgressEvidence
    if not isinstance(command, attaching) or command.blob is None:
        return FileFacts()
    stored = reading.blobs.state(command.blob.sha256) == "held"
    return FileFacts(accepted=reading.policy.accepted, stored=stored)
