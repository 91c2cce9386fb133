"""The door: who may come in. Accounts, sessions, codes, cards and tokens, kept apart from the log and its keys."""
