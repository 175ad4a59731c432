"""Locked assessments: one package of inputs, data and results, and their verification by recomputing."""
