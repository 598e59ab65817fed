"""Stacks out of a call graph: callgrind knows what every function cost on behalf of each caller, not whole stacks.

A callee's cost is shared among its callers' callers as their own costs are; for functions called everywhere this is an
estimate, for the rest it is exact.
"""

import re

import stacks as readable_stacks

_NAME = re.compile(r"\((\d+)\)(?: (.*))?$")
_SMALLEST = 0.0002
"""Shares of the whole below which a branch is not followed further."""


def stacks(path):
    """{(outermost, …, innermost): instructions} of a file of `valgrind --tool=callgrind`."""
    own, calls = _graph(path)
    called = {callee for callees in calls.values() for callee in callees}
    total = sum(own.values())
    found = {}
    for root in sorted(set(own) | set(calls)):
        inclusive = own.get(root, 0) + sum(calls.get(root, {}).values())
        if root not in called:
            _walk(root, inclusive, (), own, calls, total * _SMALLEST, found)
    return found


def _walk(name, cost, path, own, calls, smallest, found):
    path = (*path, name)
    callees = {callee: price for callee, price in calls.get(name, {}).items() if callee not in path}
    inclusive = own.get(name, 0) + sum(callees.values())
    if cost < smallest or not inclusive or len(path) > 150:
        found[path] = found.get(path, 0) + round(cost)
        return
    share = cost / inclusive
    if mine := round(own.get(name, 0) * share):
        found[path] = found.get(path, 0) + mine
    for callee, price in callees.items():
        _walk(callee, price * share, path, own, calls, smallest, found)


def _graph(path):
    """Own instructions by function, and inclusive ones by caller and callee."""
    own, calls, names = {}, {}, {}
    function = callee = None
    is_call = False
    with open(path, encoding="utf-8", errors="replace") as file:
        text = readable_stacks.readable(file.read())
    for line in text.split("\n"):
        if line.startswith("fn="):
            function = _name(line[3:], names)
        elif line.startswith("cfn="):
            callee = _name(line[4:], names)
        elif line.startswith("calls="):
            is_call = True
        elif line[:1] in "+-*0123456789" and line.strip() and function:
            cost = int(line.split()[1]) if len(line.split()) > 1 else 0
            if is_call:
                callees = calls.setdefault(function, {})
                callees[callee] = callees.get(callee, 0) + cost
            else:
                own[function] = own.get(function, 0) + cost
            is_call = False
    return own, calls


def _name(text, names):
    """Names are written once and then called by number."""
    match = _NAME.match(text)
    if not match:
        return text
    number, name = match.groups()
    if name:
        names[number] = name
    return names.get(number, number)
