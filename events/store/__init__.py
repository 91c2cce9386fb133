"""The log in a database: append, read, seal, sign, verify."""
