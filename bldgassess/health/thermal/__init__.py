"""Thermal indicators: comfort, overheating, cold."""
