"""The letter templates that ship with the program; a ledger adopts them by an event, whole."""
