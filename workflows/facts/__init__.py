"""Loads what deciders are told; reads only, decides nothing."""
