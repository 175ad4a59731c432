"""A community: many buildings, one site, shared energy, criteria and resilience. docs/decisions/0021-community.md."""
