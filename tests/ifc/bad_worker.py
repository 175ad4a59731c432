"""A shape worker in which one element kills the process or never ends; started by tests in place of the real one.

BAD_ID: the entity. BAD_MANNER: "kill" or "stall". BAD_KERNELS: with which kernels, such as "01".
"""

import os
import signal
import sys
import time

from bldgassess.ifc import shape_worker

BAD, MANNER, KERNELS = int(os.environ["BAD_ID"]), os.environ["BAD_MANNER"], os.environ["BAD_KERNELS"]
make_all, make_one = shape_worker.make_all, shape_worker.make_one


def _suffer(kernel):
    if str(kernel) in KERNELS:
        if MANNER == "stall":
            time.sleep(600)
        os.kill(os.getpid(), signal.SIGKILL)


def _all(out, file, products):
    ids = [product.id() for product in products]
    if BAD not in ids:
        return make_all(out, file, products)
    made = make_all(out, file, products[: ids.index(BAD)]) if ids.index(BAD) else set()
    _suffer(0)
    return made | make_all(out, file, products[ids.index(BAD) :])


def _one(out, product, kernels):
    for kernel in kernels if product.id() == BAD else ():
        shape_worker._write(out, BAD, shape_worker.ANNOUNCED, kernel)
        _suffer(kernel)
    make_one(out, product, kernels)


if __name__ == "__main__":
    shape_worker.make_all, shape_worker.make_one = _all, _one
    shape_worker.main(sys.argv[1:])
