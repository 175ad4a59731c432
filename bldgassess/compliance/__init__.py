"""Limits of building codes per climate zone held against the model: envelope, windows, shape, energy use."""
