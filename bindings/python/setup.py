# SPDX-License-Identifier: Apache-2.0
"""The Debian way: the C part, built by setuptools against the installed library, whose version the package has."""
import os
import sys

import setuptools

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import build_ffi  # noqa: E402, found only with the line above

setuptools.setup(version=build_ffi.pkg_config("--modversion"), cffi_modules=["build_ffi.py:ffibuilder"])
