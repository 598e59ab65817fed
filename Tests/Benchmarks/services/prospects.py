"""Companies and colleagues made up for load: SIRENs with a valid key, of the range that the provider sandbox answers for."""

import json
import os

from common.servers import CHECKOUT

# 9991… to 9999…, so that nothing meets the fictitious companies 999000… of the demonstration.
_FIRST = 10_000
ROOM = 90_000


def siren(number):
    """The SIREN with that number, its last digit the Luhn key (INSEE)."""
    digits = f"999{_FIRST + number:05d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


def listing(sirens):
    """A list as a sales team has it, in CSV."""
    rows = [f"{number};Entreprise {number};69003;LYON;43.21A" for number in sirens]
    return "siren;nom;code_postal;ville;naf\n" + "\n".join(rows) + "\n"


def roster(folder):
    """The demonstration's colleagues with room for every lead and, taken together, for every département, as a file for
    `filon seed`. Nobody prospects overseas in the demonstration; here the colleague of the South does."""
    with open(os.path.join(CHECKOUT, "Tests/Fixtures/demo/organisation.json"), encoding="utf-8") as file:
        organisation = json.load(file)
    for user in organisation["users"]:
        if user["capacity_per_day"] > 0:
            user["capacity_per_day"] = 10_000
        if user["email"].startswith("sud@"):
            user["zones"] += ["971", "972", "973", "974", "976"]
    path = os.path.join(folder, "roster.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(organisation, file)
    return path
