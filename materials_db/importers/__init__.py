"""Readers of other people's factor files: each returns rows of text in our columns and changes nothing."""
