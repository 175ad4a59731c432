"""Emission factors, material names and their tables; knows nothing of buildings."""
