"""The carbon account of a building or community: an append-only ledger of budget, emissions, sinks and exports."""
