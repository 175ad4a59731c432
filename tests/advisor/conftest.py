"""The built-in house, read once."""

from importlib.resources import as_file, files

import pytest

from bldgassess.ifc.read import read_model
from bldgassess.model import ReadModel
from bldgassess.pipeline.data import DataSnapshot, load_data
from bldgassess.study import Study, read_study


@pytest.fixture(scope="session")
def house() -> tuple[ReadModel, Study]:
    with as_file(files("bldgassess.sample").joinpath("data")) as folder:
        return read_model([folder / "hainan_house_base.ifc"]), read_study(folder / "base.yaml")


@pytest.fixture(scope="session")
def data() -> DataSnapshot:
    return load_data()
