#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The drug of 08_new_drug.c from Python, with nothing but ctypes: a hook whose field is a Python function.

    python3 hook_ctypes.py [LIBRARY]

LIBRARY is libbonemodel.so.0, wherever the loader finds it, unless it is given. Each step of the integrator asks the
field six or eight times, so that this is for trying out; a field in C is as fast as the library's own drugs.
"""
import ctypes as c
import sys

DOUBLES = c.POINTER(c.c_double)
JACOBIAN = 1


class HookAt(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("reserved", c.c_uint32), ("time_h", c.c_double), ("rate", c.c_double),
                ("x", DOUBLES), ("body", DOUBLES), ("dx_dt", DOUBLES), ("targets", DOUBLES), ("dx_by_x", DOUBLES),
                ("targets_by_x", DOUBLES), ("dx_by_body", DOUBLES), ("targets_by_body", DOUBLES),
                ("dx_by_time", DOUBLES), ("targets_by_time", DOUBLES)]


FIELD = c.CFUNCTYPE(c.c_int32, c.c_void_p, c.POINTER(HookAt))


class Hook(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("flags", c.c_uint32), ("name", c.c_char_p), ("user", c.c_void_p),
                ("n_states", c.c_uint32), ("n_targets", c.c_uint32), ("n_body", c.c_uint32), ("reserved", c.c_uint32),
                ("scales", DOUBLES), ("targets", c.POINTER(c.c_char_p)), ("body", c.POINTER(c.c_char_p)),
                ("dose_minimum", c.c_double), ("dose_maximum", c.c_double), ("dose_default", c.c_double),
                ("every_default_d", c.c_double), ("field", FIELD), ("amount", c.c_void_p), ("next_event", c.c_void_p),
                ("event", c.c_void_p), ("functions", c.c_void_p)]


class Prescription(c.Structure):
    _fields_ = [("struct_size", c.c_uint32), ("doses", c.c_uint32), ("agent", c.c_char_p), ("dose", c.c_double),
                ("every_d", c.c_double), ("start_d", c.c_double), ("stop_d", c.c_double), ("adherence", c.c_double),
                ("parameters", c.c_void_p), ("n_parameters", c.c_size_t)]


library = c.CDLL(sys.argv[1] if len(sys.argv) > 1 else "libbonemodel.so.0")
library.bm_patient_last_error.restype = c.c_char_p


def check(status, patient=None):
    if status != 0:
        raise RuntimeError(f"{status}: {library.bm_patient_last_error(patient).decode()}")


# [drug]
ABSORBED, ELIMINATED = 0.69 / (7 * 24), 0.69 / (60 * 24)
CLEARANCE = 0.002 * 6.67 / 3.0


@FIELD
def field(_user, at):
    """An exception that escapes from here is printed and forgotten by ctypes: catch it, and return a number below 0."""
    try:
        at = at.contents
        depot, blood = at.x[0], at.x[1]
        at.dx_dt[0] = -ABSORBED * depot
        at.dx_dt[1] = ABSORBED * depot - ELIMINATED * blood
        at.targets[0] = CLEARANCE * blood
        if at.dx_by_x:
            at.dx_by_x[0] = -ABSORBED
            at.dx_by_x[2] = ABSORBED
            at.dx_by_x[3] = -ELIMINATED
            at.targets_by_x[1] = CLEARANCE
        return 0
    except Exception:  # pylint: disable=broad-except
        return -1000
# [drug]


def main():
    model, patients = c.c_void_p(), [c.c_void_p(), c.c_void_p()]
    check(library.bm_model_create(None, c.byref(model)))
    check(library.bm_patient_create(model, None, c.byref(patients[0])))
    letrozole, antibody, hook = Prescription(), Prescription(), Hook()
    size = c.c_size_t(c.sizeof(Prescription))
    check(library.bm_prescription_init_sized(model, b"letrozole", c.byref(letrozole), size))
    check(library.bm_patient_prescribe(patients[0], c.byref(letrozole), None), patients[0])
    check(library.bm_patient_clone(patients[0], c.byref(patients[1])))

    library.bm_hook_init_sized(c.byref(hook), c.c_size_t(c.sizeof(hook)))
    hook.name, hook.field, hook.flags = b"new_antibody", field, JACOBIAN
    hook.n_states, hook.n_targets, hook.targets = 2, 1, (c.c_char_p * 1)(b"rankl_clearance")
    hook.dose_default, hook.every_default_d = 100.0, 365.25
    check(library.bm_patient_hook(patients[1], c.byref(hook)), patients[1])
    check(library.bm_patient_prescription_init_sized(patients[1], b"new_antibody", c.byref(antibody), size), patients[1])
    check(library.bm_patient_prescribe(patients[1], c.byref(antibody), None), patients[1])

    def observe(patient, name):
        value = c.c_double()
        check(library.bm_patient_observe(patient, name, c.byref(value)), patient)
        return value.value

    print("       resorption [CTX, %]    spine density [change, %]")
    print("month  letrozole  with drug     letrozole  with drug  drug in blood [mg]")
    for month in range(0, 37, 6):
        for patient in patients:
            check(library.bm_patient_advance_to(patient, c.c_double(30.4375 * month)), patient)
        ctx = [observe(patient, b"marker_change.s_ctx") for patient in patients]
        spine = [observe(patient, b"bmd_change.lumbar_spine") for patient in patients]
        x = (c.c_double * 2)()
        check(library.bm_patient_read_hook(patients[1], b"new_antibody", x, c.c_size_t(2)), patients[1])
        print(f"{month:5d}  {ctx[0]:+9.1f}  {ctx[1]:+9.1f}  {spine[0]:+12.2f}  {spine[1]:+9.2f}  {x[1]:18.2f}")
    for patient in patients:
        library.bm_patient_destroy(patient)
    library.bm_model_destroy(model)


if __name__ == "__main__":
    main()
