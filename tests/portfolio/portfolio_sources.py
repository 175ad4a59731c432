"""Sources for tests, in a module that worker processes can import."""

import os
import signal
from dataclasses import dataclass

from bldgassess.errors import Issue, UserError


@dataclass(frozen=True)
class Held:
    """A building that is at hand."""

    name: str
    held: object = None

    def digest(self):
        return f"held {self.name}"

    def building(self):
        return self.held


@dataclass(frozen=True)
class Broken:
    """A building that cannot be made."""

    name: str

    def digest(self):
        return f"broken {self.name}"

    def building(self):
        raise UserError(Issue("ifc.missing_file", {"file": self.name}))


@dataclass(frozen=True)
class Wrong(Broken):
    """A building whose maker has a bug."""

    def building(self):
        raise ZeroDivisionError("division by zero")


@dataclass(frozen=True)
class Deadly(Broken):
    """A building that ends whatever process makes it."""

    def building(self):
        os.kill(os.getpid(), signal.SIGKILL)


def first_words(assessment):
    return assessment.building.name.encode()
