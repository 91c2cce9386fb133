"""Errors as sentences on stderr and exit codes: the one place that knows both."""

import sys
import traceback

import typer
from pydantic import ValidationError
from typer import _click

from desk.cli.usage import usage_sentence
from desk.plans.yaml_tree import BadFile
from desk.requests import BadRequest
from desk.settings_words import settings_sentence
from domain.law.book import BrokenLaw
from domain.refusal import Malformed, NotFound, Refusal
from events.store.errors import Conflict, DuplicateCommand, KeyTaken, StoreError, Tampered
from events.store.note import BadNote
from workflows.settings import BadSettings

DONE, REFUSED, USAGE, MISSING, CONFLICT, NOT_VERIFIED, UNAVAILABLE = range(7)
"""The exit codes of every command."""


class Missing(LookupError):
    """What was asked for is not in the ledger."""


class NotVerified(Exception):
    """Verification found faults; they have been told."""


def exit_code(fault: BaseException) -> int:
    """Tell the fault and give its code."""
    match fault:
        case BrokenPipeError():
            return DONE
        case NotVerified():
            return NOT_VERIFIED
        case _click.exceptions.NoArgsIsHelpError():
            fault.show()
            return USAGE
        case _click.exceptions.UsageError():
            return _tell(usage_sentence(fault), USAGE)
        case typer.Abort():
            return _tell("đã dừng", USAGE)
        case BadFile() | BadRequest() | BrokenLaw():
            return _tell(str(fault), USAGE)
        case ValidationError():
            return _tell(settings_sentence(fault), UNAVAILABLE)
        case BadSettings():
            return _tell(str(fault), UNAVAILABLE)
        case NotFound() | Missing():
            return _tell(str(fault), MISSING)
        case Malformed():
            return _tell(str(fault), USAGE)
        case Refusal():
            return _tell(str(fault), REFUSED)
        case Tampered() | BadNote():
            return _tell(str(fault), NOT_VERIFIED)
        case Conflict() | DuplicateCommand() | KeyTaken():
            return _tell(f"{fault}; hãy thử lại", CONFLICT)
        case StoreError() | OSError():
            return _tell(str(fault), UNAVAILABLE)
        case _:
            traceback.print_exception(fault)
            return _tell("lỗi của chương trình; xin báo lại kèm các dòng trên", UNAVAILABLE)


def _tell(sentence: str, code: int) -> int:
    sys.stderr.write(f"sovang: {sentence}\n")
    return code
