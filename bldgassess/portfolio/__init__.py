"""Many assessments at once: tasks, workers that stay warm, results that survive a crash. docs/decisions/0020-portfolio.md."""
