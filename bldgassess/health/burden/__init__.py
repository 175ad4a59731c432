"""Healthy years lost to indoor air, by sourced relations only."""
