# SPDX-License-Identifier: Apache-2.0
import importlib
import os
import pathlib

import pytest

import bonemodel as bm

SOURCE = pathlib.Path(__file__).resolve().parents[3]
BONESIM = os.environ.get("BONESIM")

EXAMPLES = sorted((SOURCE / "examples" / "scenarios").glob("*.json"))
PICTURES = sorted((SOURCE / "docs" / "pictures").glob("*.json"))
TRIALS = sorted((SOURCE / "validation" / "trials").glob("*.json"))


def need(module):
    """A package that not everybody has. Where all extras are installed (bindings/python/test.sh), it must be there."""
    return importlib.import_module(module) if os.environ.get("BM_ALL_EXTRAS") else pytest.importorskip(module)


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
