# SPDX-License-Identifier: Apache-2.0
"""Builds bonemodel._bonemodel, the C part, from the library's header.

    build_ffi.py HEADER FILE    writes the module's C code for this header into FILE

setuptools takes ffibuilder instead: a module for the installed library that pkg-config finds.
"""
import os
import re
import subprocess
import sys

import cffi

# What the library calls back; the Python side of each stands in the package under the same name.
CALLBACKS = """
extern "Python" {
int32_t bm_py_progress(void *user, double time_d, double fraction);
int32_t bm_py_copy(void *user, void **copied);
void bm_py_release(void *user);
int32_t bm_py_save(void *user, void *buffer, size_t size, size_t *needed);
int32_t bm_py_restore(void *prototype, const void *state, size_t size, void **restored);
int32_t bm_py_field(void *user, bm_hook_at *at);
int32_t bm_py_amount(void *user, double dose, double *amount);
int32_t bm_py_next_event(void *user, double time_d, double *event_d);
int32_t bm_py_event(void *user, double time_d, double *x);
int32_t bm_py_visit(void *user, bm_visit *visit);
}

/* extension/native.h */
typedef struct { void *user; double asked_s; } bm_py_pace;
int32_t bm_py_paced(void *pace, double time_d, double fraction);
typedef struct {
    const char *name, *format;
    int64_t null_count, n_buffers;
    const void *buffers[3];
    int64_t sizes[3];
} bm_py_column;
void *bm_py_arrow_stream(const bm_py_column *columns, int64_t n_columns, int64_t length);
void *bm_py_capsule_destructor(void);
"""

HERE = os.path.dirname(os.path.abspath(__file__))


def pkg_config(*arguments):
    """What pkg-config says of bonemodel."""
    try:
        return subprocess.run(["pkg-config", *arguments, "bonemodel"], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True).stdout.strip()
    except FileNotFoundError:
        raise SystemExit("bonemodel: pkg-config is needed to find the C library; it is not installed") from None
    except subprocess.CalledProcessError:
        raise SystemExit("bonemodel: pkg-config does not find the C library. Install it first (its README says how); "
                         "when it lies in a place of its own, let PKG_CONFIG_PATH name the folder of bonemodel.pc, "
                         f"such as ~/bone/lib/pkgconfig (now {os.environ.get('PKG_CONFIG_PATH', '')!r})") from None


def folders(option, letter):
    """The folders of -I or -L; their names are made short because they end up in the extension."""
    return [os.path.realpath(word[2:]) for word in pkg_config(option).split() if word.startswith(letter)]


def declarations(header):
    """The header as cffi reads it: no comments and macros; constants, and the list of statuses written out."""
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL).replace("\\\n", "")
    text = re.sub(r"^#ifdef __cplusplus\n.*?^#endif", "", text, flags=re.DOTALL | re.MULTILINE)
    statuses = re.findall(r"X\((BM_\w+),\s*(-?\d+),", text)
    constants = re.findall(r"^#define (BM_[A-Z0-9]\w*)[ \t]+(\S+)", text, re.MULTILINE)
    text = re.sub(r"^[ \t]*#.*", "", text, flags=re.MULTILINE)
    text = text.replace("BM_STATUS_LIST(BM__STATUS_ENUM)", "".join(f"{name} = {number}, " for name, number in statuses))
    text = text.replace("BM_API ", "")
    for name, value in constants:
        if value.startswith('"'):
            text += f"static char *const {name};\n"
        elif re.fullmatch(r"\d+\.\d*(e\d+)?", value):
            text += f"static const double {name};\n"
        elif name != "BM_API":
            text += f"#define {name} ...\n"
    return text


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def module(header, **options):
    """The module for a header of the library, as cffi describes it."""
    made = cffi.FFI()
    made.cdef(declarations(read(header)) + CALLBACKS)
    made.set_source("bonemodel._bonemodel", read(HERE, "extension", "native.h"), **options)
    return made


def builder():
    """The module for the installed library."""
    include = folders("--cflags-only-I", "-I") or ["/usr/include"]
    libraries = folders("--libs-only-L", "-L")
    # A library in a place of its own is found again at run time, without LD_LIBRARY_PATH.
    return module(os.path.join(include[0], "bonemodel", "bonemodel.h"), include_dirs=include, library_dirs=libraries,
                  runtime_library_dirs=libraries, libraries=["bonemodel"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(f"build_ffi.py: found {len(sys.argv) - 1} arguments; allowed are two: HEADER FILE")
    module(sys.argv[1]).emit_c_code(sys.argv[2])
else:
    ffibuilder = builder()
