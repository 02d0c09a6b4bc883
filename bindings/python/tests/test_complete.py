# SPDX-License-Identifier: Apache-2.0
"""Nothing of the library is left out without a reason, and what is there is described."""
import inspect
import pathlib
import re
import subprocess

import pytest
from conftest import SOURCE

import bonemodel as bm
from bonemodel import errors
from bonemodel._bonemodel import ffi, lib

PACKAGE = pathlib.Path(bm.__file__).parent
CODE = "".join(file.read_text(encoding="utf-8") for file in PACKAGE.glob("*.py"))
HEADER = SOURCE / "include" / "bonemodel" / "bonemodel.h"

# Functions of the library that the package does not call.
NOT_CALLED = {
    "bm_patient_load": "bm_patient_load_with() does the same",
    "bm_patient_observe_index": "observe() takes the name, and sample() reads in loops",
    "bm_patient_prescription_init_sized": "a visit needs the same, but it is refused there",
    "bm_version_number": "LIBRARY_VERSION is the text",
    "bm_visit_observe_index": "observe() takes the name",
}


def exported():
    maps = pathlib.Path("/proc/self/maps").read_text(encoding="utf-8")
    found = re.search(r"/\S*/libbonemodel\.so\S*", maps)
    if not found:  # the library is inside the module, which exports nothing but its own start
        module = re.search(r"/\S*/_bonemodel\.\S*so", maps).group()
        table = subprocess.run(["nm", "-D", "--defined-only", module], check=True, stdout=subprocess.PIPE, text=True).stdout
        assert re.findall(r" T (\w+)", table) == ["PyInit__bonemodel"]
        return set((SOURCE / "tests/abi/bonemodel.symbols").read_text(encoding="utf-8").split())
    library = found.group()
    table = subprocess.run(["nm", "-D", "--defined-only", "--without-symbol-versions", library], check=True,
                           stdout=subprocess.PIPE, text=True).stdout
    return {line.split()[2] for line in table.splitlines() if line.split()[1] == "T"}


def test_every_symbol_is_bound_or_listed():
    symbols = exported()
    assert symbols == set((SOURCE / "tests/abi/bonemodel.symbols").read_text(encoding="utf-8").split())
    assert not {name for name in symbols if not hasattr(lib, name)}
    called = {name for name in symbols if re.search(rf"lib\.{name}\b", CODE)}
    assert symbols - called == set(NOT_CALLED)


def test_every_status_has_its_class():
    listed = {name: (int(number), text) for name, number, text in
              re.findall(r'X\((BM_\w+), (-?\d+), "(.*?)"\)', HEADER.read_text(encoding="utf-8"))}
    assert listed.pop("BM_OK")[0] == 0 and len(listed) > 10
    assert {f"BM_{made.__name__}": (status, made.__doc__) for status, made in errors.BY_STATUS.items()} == listed
    for name in listed:
        made = getattr(bm, name[3:])
        assert issubclass(made, bm.Error) and made.status == listed[name][0]
    assert issubclass(bm.ERANGE, ValueError) and issubclass(bm.ENOTFOUND, LookupError)


def test_a_status_of_a_later_library_is_an_error():
    raised = errors.error(-999, "later")
    assert type(raised) is bm.Error and raised.status == -999 and str(raised) == "later"


def test_constants_of_the_header_are_there():
    names = set(re.findall(r"^#define (BM_[A-Z0-9]\w*)[ ]+[\d(\"]", HEADER.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(names) > 15
    assert not {name for name in names if not hasattr(lib, name)}
    assert bm.MAX_TIME_D == 36525.0 and bm.NEVER_D == 1e9
    for enum, prefix in ((bm.Kind, "BM_KIND_"), (bm.Flag, "BM_FLAG_")):
        assert {prefix + member.name: member.value for member in enum} == {
            name: getattr(lib, name) for name in dir(lib) if name.startswith(prefix)}
    assert bm.__version__ == bm.LIBRARY_VERSION == ffi.string(lib.BM_VERSION_STRING).decode()


def public_things():
    for name in sorted(set(bm.__all__) - set(errors.__all__)):
        thing = getattr(bm, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            yield name, thing
        if inspect.isclass(thing) and thing not in (bm.Kind, bm.Flag):
            for method, value in inspect.getmembers(thing):
                if not method.startswith("_") and (inspect.isroutine(value) or isinstance(value, property)):
                    yield f"{name}.{method}", value


@pytest.mark.parametrize("name, thing", list(public_things()))
def test_docstrings_say_what_and_in_which_unit(name, thing):
    text = inspect.getdoc(thing)
    assert text
    if inspect.isfunction(thing):
        for parameter in inspect.signature(thing).parameters:
            if parameter.endswith("_d") or parameter == "days":
                assert re.search(r"\[day\]|\bdays?\b", text), f"{name}: {parameter} without its unit"
