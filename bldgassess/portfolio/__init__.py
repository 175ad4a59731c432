"""Many assessments at once: tasks, warm workers, rows that survive a crash. docs/decisions/0020-portfolio.md."""
