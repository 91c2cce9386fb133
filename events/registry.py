"""One authority's honour book for a year: gap-free, since an entry's number is its version."""

from typing import Literal

from events.base import Code, DecisionId, Event, NominationId, SubjectId


class EntryMade(Event):
    """Ghi sổ khen thưởng. Số vào sổ là số thứ tự của sự kiện trong dòng này."""

    type: Literal["registry.entry_made"] = "registry.entry_made"
    nomination: NominationId
    subject: SubjectId
    award: Code
    decision: DecisionId


RegistryEvent = EntryMade
