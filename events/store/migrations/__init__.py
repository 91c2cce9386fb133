"""Migrations of the log's tables; they ship with the program and never touch an event."""
