"""Every view whose JSON schema is published."""

from desk.views.base import View
from desk.views.ceremonies import CeremonyDetail
from desk.views.duty_views import DateView, DutyView, RungView
from desk.views.figure_views import ClusterView, PlaceView, PointView, RegistrationView, SeriesView
from desk.views.funds import FundDetail, FundView
from desk.views.intake_views import DoubleView, IntakeView
from desk.views.judgements import CheckView, ImpactView, ProspectView
from desk.views.law import LawChangeView, LawFaultView, LawView
from desk.views.letter_views import FailureView, LetterDetail, LetterView, PreflightView, PreviewView
from desk.views.meeting_views import InterestsView, MinutesView, SlipReceiptView, SummaryView
from desk.views.movement_views import ChildView, ExampleView, MovementWhole, ParentView, RoundView
from desk.views.receipts import ReceiptView
from desk.views.records import RecordEntry
from desk.views.versions import ChangeView
from desk.views.views import (
    CeremonyView,
    ComplaintView,
    DecisionView,
    DueView,
    HappenedView,
    MissingView,
    MonthView,
    MovementDetail,
    MovementView,
    NominationDetail,
    NominationView,
    PaperView,
    PersonView,
    QueueView,
    ReconcileView,
    ReplayView,
    SessionDetail,
    SessionView,
    SubmissionView,
    VerifyView,
)

VIEWS: tuple[type[View], ...] = (
    MovementView,
    MovementDetail,
    MovementWhole,
    RoundView,
    ParentView,
    ChildView,
    ExampleView,
    PersonView,
    NominationView,
    NominationDetail,
    SubmissionView,
    SessionView,
    SessionDetail,
    DecisionView,
    CeremonyView,
    CeremonyDetail,
    FundView,
    FundDetail,
    DueView,
    DutyView,
    DateView,
    RungView,
    MissingView,
    MonthView,
    LetterView,
    LetterDetail,
    FailureView,
    PreviewView,
    PreflightView,
    HappenedView,
    VerifyView,
    ReconcileView,
    ReplayView,
    QueueView,
    ComplaintView,
    PaperView,
    SummaryView,
    InterestsView,
    MinutesView,
    SlipReceiptView,
    ReceiptView,
    ChangeView,
    CheckView,
    ImpactView,
    ProspectView,
    IntakeView,
    DoubleView,
    LawView,
    LawFaultView,
    LawChangeView,
    RecordEntry,
    PointView,
    SeriesView,
    RegistrationView,
    ClusterView,
    PlaceView,
)
"""Every view that a read prints."""
