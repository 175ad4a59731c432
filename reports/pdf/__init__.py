"""The PDF report: ``report.write_report`` and ``report.write_report_from_folder``."""
