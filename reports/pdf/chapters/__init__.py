"""The chapters of the report, one a file, in the order of ``order.CHAPTERS``."""
