# SPDX-License-Identifier: Apache-2.0
"""Strict JSON, as bonesim takes it: no NaN, no number beyond a double, no key twice, no byte that is not UTF-8."""
from __future__ import annotations

import json
import math
import re
from typing import Any

from . import errors
from ._bonemodel import lib

_MOST_LEVELS = 32
_LONGEST_NUMBER = 60
_LONGEST_PLACE = 200


class Missing:
    """What stands where nothing was written."""


MISSING = Missing()


def number_text(number: float) -> str:
    """A number as people write it: 60 and not 60.0."""
    return repr(float(number)).removesuffix(".0")


def found(item: Any) -> str:
    """What was found, in the words of bonesim."""
    if isinstance(item, Missing):
        return "nothing"
    if item is None or isinstance(item, bool):
        return json.dumps(item)
    if isinstance(item, (int, float)):
        return number_text(item)
    if isinstance(item, str):
        return json.dumps(item if len(item) <= 60 else item[:60] + "...", ensure_ascii=False)
    kind = "object" if isinstance(item, dict) else "list" if isinstance(item, list) else type(item).__name__
    return f"an empty {kind}" if isinstance(item, (dict, list)) and not item else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def wrong(place: str, item: Any, allowed: str, status: int = lib.BM_EINVAL) -> errors.Error:
    """The exception for an item that is not what is allowed at its place."""
    return failed(place, f"found {found(item)}; allowed {allowed}", status)


def failed(place: str, sentence: str, status: int = lib.BM_EINVAL) -> errors.Error:
    """The exception for a place."""
    place = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in place)  # one line
    if len(place) > _LONGEST_PLACE:
        place = place[:_LONGEST_PLACE] + "..."
    return errors.error(status, f"{place}: {sentence}" if place else sentence)


def key(place: str, name: str) -> str:
    """The place of a member."""
    return f"{place}.{name}" if place else name


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise failed(twice, "found this key twice; allowed each key once")
    return made


def _number(text: str) -> float:
    number = float(text)
    if len(text) > _LONGEST_NUMBER:
        raise failed("", f"found {text[:30]}...; allowed a number of at most {_LONGEST_NUMBER} characters")
    if not math.isfinite(number):
        raise failed("", f"found {text}; allowed a finite number, at most about 1.8e308")
    return number


def _constant(text: str) -> Any:
    raise failed("", f"found {text}; allowed a JSON value")


def parse(text: str | bytes) -> Any:
    """The tree of a JSON text. A byte order mark before it is accepted."""
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as wrong_bytes:
            raise failed("", f"found byte 0x{wrong_bytes.object[wrong_bytes.start]:02X} at byte {wrong_bytes.start}; "
                             "allowed UTF-8 text") from None
    text = text.removeprefix("\ufeff")
    depth = deepest = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"|[][{}]', text):
        depth += (bracket in "[{") - (bracket in "]}") if len(bracket) == 1 else 0
        deepest = max(deepest, depth)
    if deepest > _MOST_LEVELS:
        raise failed("", f"found {deepest} levels of lists and objects; allowed at most {_MOST_LEVELS} levels")
    try:
        tree = json.loads(text, object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant)
    except json.JSONDecodeError as broken:
        raise failed("", f"at line {broken.lineno}, column {broken.colno}: {broken.msg}; allowed is a JSON text") from None
    _check_strings(tree)
    return tree


def _check_strings(item: Any) -> None:
    """No U+0000, at which names end for the library, and no half of a pair of surrogates."""
    if isinstance(item, str) and ("\0" in item or any("\ud800" <= letter <= "\udfff" for letter in item)):
        raise failed("", f"found the text {ascii(item)}; allowed characters other than U+0000 and surrogates")
    if isinstance(item, dict):
        for name, value in item.items():
            _check_strings(name)
            _check_strings(value)
    elif isinstance(item, list):
        for value in item:
            _check_strings(value)


def is_number(item: Any) -> bool:
    return isinstance(item, (int, float)) and not isinstance(item, bool)


def read_number(item: Any, place: str, minimum: float = -math.inf, maximum: float = math.inf, *, above: bool = False,
                whole: bool = False) -> float:
    """A finite number in a range; above: the minimum itself is not in it."""
    if is_number(item) and math.isfinite(item) and item <= maximum and (item > minimum if above else item >= minimum):
        if whole and item != math.floor(item):
            raise wrong(place, item, f"a whole number of at least {number_text(minimum)}")
        return float(item)
    allowed = "a whole number" if whole else "a number"
    if math.isfinite(minimum):
        allowed += f" {'above' if above else 'of at least'} {number_text(minimum)}"
        allowed += f" and at most {number_text(maximum)}" if math.isfinite(maximum) else ""
    raise wrong(place, item, allowed, lib.BM_ERANGE if is_number(item) else lib.BM_EINVAL)


def read_text(item: Any, place: str, allowed: str) -> str:
    """A text of at least one character."""
    if not isinstance(item, str) or not item:
        raise wrong(place, item, allowed)
    return item


def read_bool(item: Any, place: str) -> bool:
    if not isinstance(item, bool):
        raise wrong(place, item, "true or false")
    return item


def read_object(item: Any, place: str, keys: tuple[str, ...] | None = None, what: str = "an object") -> dict[str, Any]:
    """An object, with these keys only."""
    if not isinstance(item, dict):
        raise wrong(place, item, what)
    for name in item:
        if keys is not None and name not in keys:
            raise failed(key(place, name), f"found an unknown key; allowed {', '.join(keys)}")
    return item


def read_list(item: Any, place: str, what: str) -> list[Any]:
    """A list with at least one element."""
    if not isinstance(item, list) or not item:
        raise wrong(place, item, f"a list of {what}, at least one")
    return item


def check_once(names: list[str], places: list[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise failed(places[index], f"found {found(name)} twice; allowed each name once")
