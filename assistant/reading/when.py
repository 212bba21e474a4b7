"""The small comparisons that a signature's ``when`` may hold."""

from __future__ import annotations


def number(text: str) -> float | None:
    """The number a field holds, or ``None``."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def holds(when: dict[str, str], fields: dict[str, str]) -> bool:
    """Whether every comparison is true; a field that is missing makes it false."""
    return all(_compare(fields[name], test, fields) if name in fields else False for name, test in when.items())


def _compare(value: str, test: str, fields: dict[str, str]) -> bool:
    if test.startswith("!="):
        return value.strip().lower() != test[2:].strip().lower()
    sign, wanted = test[:1], test[1:].strip()
    if sign == "~":
        return any(word.strip().lower() in value.lower() for word in wanted.split("|"))
    if sign == "=":
        if wanted.startswith("@"):
            other = fields.get(wanted[1:])
            return other is not None and value.strip().lower() == other.strip().lower()
        left, right = number(value), number(wanted)
        if left is not None and right is not None:
            return left == right
        return value.strip().lower() in {word.strip().lower() for word in wanted.split("|")}
    left, right = number(value), number(wanted)
    if left is None or right is None:
        return False
    return left > right if sign == ">" else left < right if sign == "<" else False
