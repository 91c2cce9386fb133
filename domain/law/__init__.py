"""The law as dated data: typed rows, the layers they come in, and the tables themselves (TOML beside this file)."""
