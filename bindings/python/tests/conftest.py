# SPDX-License-Identifier: Apache-2.0
import importlib
import os
import pathlib
import tempfile

import pytest

import bonemodel as bm

os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "bonemodel-hypothesis"))

SOURCE = pathlib.Path(__file__).resolve().parents[3]
BONESIM = os.environ.get("BONESIM")

EXAMPLES = sorted((SOURCE / "examples" / "scenarios").glob("*.json"))
PICTURES = sorted((SOURCE / "docs" / "pictures").glob("*.json"))
TRIALS = sorted((SOURCE / "validation" / "trials").glob("*.json"))


def need(module):
    """A package that not everybody has. Where all extras are installed (bindings/python/test.sh), it must be there."""
    return importlib.import_module(module) if os.environ.get("BM_ALL_EXTRAS") else pytest.importorskip(module)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """What a test writes is not left in the clone."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def model():
    return bm.Model()


@pytest.fixture(scope="session")
def core():
    return bm.Model("core")


@pytest.fixture
def patient(model):
    return bm.Patient(model, age_years=61)


@pytest.fixture
def bonesim():
    if not BONESIM:
        pytest.skip("BONESIM does not name the program")
    return BONESIM
