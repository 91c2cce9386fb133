"""The mailroom: which letters leave, whether they are still true, how they are made, and what became of each."""
