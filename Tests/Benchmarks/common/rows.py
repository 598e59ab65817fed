"""Rows of `summary.json` (DESIGN.md section 5) and the table that people read."""

import json
import os


def row(area, name, value, unit, direction="max", limit=None, beside=None, **more):
    """One result. `direction` says which way is better: with "min" the value must not exceed the limit, with "max" it
    must not fall below it. `beside` is (name, value, unit) of what it is compared with. `cpu_us` among the further keys,
    CPU-µs per message by process, stands in the table."""
    met = True
    if limit is not None:
        met = value is not None and (value <= limit if direction == "min" else value >= limit)
    made = {
        "area": area, "name": name, "value": _short(value), "unit": unit, "direction": direction, "limit": limit,
        "met": met, "beside": None,
    }
    if beside:
        made["beside"] = {"name": beside[0], "value": _short(beside[1]), "unit": beside[2]}
    made.update(more)
    return made


def part(area, rows, missing=(), void=(), details=None, notes=()):
    """What `Tests/Benchmarks/<area>/run --out FILE` writes. `missing`: what could not be measured and why; `void`: runs
    that lost or doubled something; both make the exit code 2. `notes` stand below the table."""
    return {
        "area": area, "rows": rows, "missing": list(missing), "void": list(void), "notes": list(notes),
        "details": details or {},
    }


def write(path, value):
    """Whole or not at all."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2, ensure_ascii=False)
        file.write("\n")
    os.replace(path + ".new", path)


def table(rows):
    """Aligned lines: result, what it stands beside, budget, met or missed."""
    heads = ("area", "what", "value", "beside", "budget", "")
    lines = [heads] + [_cells(one) for one in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    text = []
    for number, line in enumerate(lines):
        text.append("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
        if number == 0:
            text.append("  ".join("-" * width for width in widths))
    return "\n".join(text)


def _cells(one):
    beside = one.get("beside")
    compared = f"{beside['name']} {_number(beside['value'])} {beside['unit']}".strip() if beside else ""
    if one.get("cpu_us"):
        used = ", ".join(f"{who} {_number(us)}" for who, us in one["cpu_us"].items())
        compared = f"{compared}; CPU-µs/msg: {used}".removeprefix("; ")
    budget, verdict = "", ""
    if one["limit"] is not None:
        budget = f"{'≤' if one['direction'] == 'min' else '≥'} {_number(one['limit'])}"
        verdict = "met" if one["met"] else "not measured" if one["value"] is None else "MISSED"
    if one.get("disturbed"):
        verdict = f"{verdict} (disturbed)".strip()
    value = "-" if one["value"] is None else f"{_number(one['value'])} {one['unit']}".strip()
    return one["area"], one["name"], value, compared, budget, verdict


def _short(value):
    """Four significant digits are more than the machine repeats."""
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _number(value):
    if isinstance(value, float) and (value >= 1000 or value == int(value)):
        return f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
