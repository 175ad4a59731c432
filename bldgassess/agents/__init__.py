"""The engine for agents: typed tools over the Model Context Protocol, read-only unless a folder is given."""
