# SPDX-License-Identifier: Apache-2.0
import pathlib

import pytest

import bonemodel as bm

SOURCE = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def model():
    return bm.Model()


@pytest.fixture(scope="session")
def core():
    return bm.Model("core")


@pytest.fixture
def patient(model):
    return bm.Patient(model, age_years=61)
