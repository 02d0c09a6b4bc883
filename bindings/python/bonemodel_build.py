# SPDX-License-Identifier: Apache-2.0
"""The build backend: scikit-build-core, with the sources of the C library in the sdist.

Where scikit-build-core is not installed and nothing may be downloaded, as with Debian's packages, setuptools builds the
package against the installed library instead (setup.py).
"""
from __future__ import annotations

import pathlib
import re
import shutil
import typing

try:
    from scikit_build_core import build as _backend
except ImportError:
    from setuptools import build_meta as _backend
from cffi import __version__ as _cffi  # noqa: F401, without it nothing can be built

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]   # of the library, in a clone
COPY = HERE / "library"  # of its sources, in an sdist

_HOOKS = ("build_wheel", "build_editable", "get_requires_for_build_wheel", "get_requires_for_build_sdist",
          "get_requires_for_build_editable", "prepare_metadata_for_build_wheel", "prepare_metadata_for_build_editable")
globals().update({hook: getattr(_backend, hook) for hook in _HOOKS if hasattr(_backend, hook)})

#: What the library is built from.
_SOURCES = ("CMakeLists.txt", "LICENSE", "bonemodel.pc.in", "cmake", "include", "lib")


def library() -> pathlib.Path:
    """Where the sources of the library are: in an sdist beside this file, in a clone two folders up."""
    return COPY if COPY.exists() else ROOT


def version() -> str:
    """That of the library: it stands in its header and nowhere else."""
    header = (library() / "include" / "bonemodel" / "bonemodel.h").read_text(encoding="utf-8")
    found = re.search(r'^#define BM_VERSION_STRING "(.*)"', header, re.MULTILINE)
    if not found:
        raise SystemExit("bonemodel: found no BM_VERSION_STRING in the header of the library")
    return found.group(1)


def dynamic_metadata(field: str, settings: typing.Mapping[str, typing.Any]) -> str:
    """What pyproject.toml leaves open, for scikit-build-core."""
    if field != "version" or settings:
        raise ValueError(f"found {field!r}; allowed is 'version', without settings")
    return version()


def bootstrap() -> None:
    """Copies the sources of the library beside this file, from where an sdist takes them."""
    if not (ROOT / "lib").exists():
        return  # this is an sdist already
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir()
    for name in _SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, COPY / name)


def build_sdist(directory: str, settings: typing.Any = None) -> str:
    """An sdist that needs neither the installed library nor the clone."""
    bootstrap()
    try:
        return _backend.build_sdist(directory, settings)
    finally:
        if (ROOT / "lib").exists():
            shutil.rmtree(COPY)
