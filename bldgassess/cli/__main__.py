"""``python -m bldgassess.cli``."""

from bldgassess.cli.app import main

main()
