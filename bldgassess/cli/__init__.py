"""The command line: one verb a file, the first and thinnest user of the engine."""
