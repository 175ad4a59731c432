"""What the bundle starts: the command line, the window's worker process, or the process that makes shapes."""

import multiprocessing
import sys

from bldgassess.ifc.shape_worker import FROZEN_VERB

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [FROZEN_VERB]:
        from bldgassess.ifc.shape_worker import main as make_shapes

        make_shapes(sys.argv[2:])
    else:
        from bldgassess.cli.app import main

        main()
