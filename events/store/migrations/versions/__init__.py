"""The steps, numbered; each works with the program before it."""
