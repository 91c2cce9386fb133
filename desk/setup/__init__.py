"""Setting up a ledger from one file: the organisation, its units, people, roles, council and the council's rules."""
