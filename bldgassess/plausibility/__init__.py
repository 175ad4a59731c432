"""Plausibility of an assessment: what an examiner of a life-cycle assessment would look at first, rules as data."""
