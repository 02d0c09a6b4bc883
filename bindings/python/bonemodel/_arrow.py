# SPDX-License-Identifier: Apache-2.0
"""Tables as Arrow streams (the PyCapsule interface), which pandas, polars, duckdb and pyarrow read without a copy in
between. extension/native.h does the work; pyarrow is not needed."""
from __future__ import annotations

import ctypes
from typing import Any, Mapping

import numpy as np

from ._bonemodel import ffi, lib

_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_NAME = ctypes.c_char_p(b"arrow_array_stream")  # which the capsule keeps


def _buffers(values: np.ndarray) -> tuple[str, int, list[Any]]:
    """Format, number of nulls and buffers of a column. A NaN is a null."""
    if values.dtype.kind == "f":
        missing = np.isnan(values)
        count = int(missing.sum())
        valid = np.packbits(~missing, bitorder="little") if count else None
        return "g", count, [valid, np.ascontiguousarray(values, np.float64)]
    if values.dtype.kind in "iu":
        return "l", 0, [None, np.ascontiguousarray(values, np.int64)]
    texts = [text.encode() for text in values.tolist()]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    return "U", 0, [None, offsets, np.frombuffer(b"".join(texts) or b"\0", np.uint8)]


def stream(columns: Mapping[str, np.ndarray]) -> Any:
    """A capsule that holds these columns, of one length, as an Arrow stream of one batch."""
    described = ffi.new("bm_py_column[]", len(columns))
    alive: list[Any] = []
    length = 0
    for column, (name, values) in zip(described, columns.items()):
        form, column.null_count, buffers = _buffers(values)
        length = len(values)
        texts = [ffi.new("char[]", text.encode()) for text in (name, form)]
        column.name, column.format = texts
        column.n_buffers = len(buffers)
        for index, buffer in enumerate(buffers):
            if buffer is not None:
                column.buffers[index] = ffi.from_buffer(buffer)
                column.sizes[index] = buffer.nbytes
        alive += [texts, buffers]
    made = lib.bm_py_arrow_stream(described, len(columns), length)
    del alive
    if not made:
        raise MemoryError("there is not enough memory for an Arrow stream")
    return _new_capsule(int(ffi.cast("uintptr_t", made)), _NAME, int(ffi.cast("uintptr_t", lib.bm_py_capsule_destructor())))
