"""``python -m bldgassess``."""

from bldgassess.cli.app import main

main()
