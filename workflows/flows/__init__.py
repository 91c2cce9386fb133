"""The six Prefect flows; the only modules, with the engine, that import Prefect."""
