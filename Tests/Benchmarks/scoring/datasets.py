"""Data sets that none of us made, as files and specs that `scoring evaluate` reads. `../shared/datasets` holds them."""

import csv
import datetime
import io
import json
import os
import zipfile

from common.servers import CHECKOUT

FOLDER = os.path.join(CHECKOUT, "..", "shared", "datasets")
if not os.path.isdir(FOLDER):
    FOLDER = os.environ.get("FILON_DATASETS", FOLDER)

# Rules as somebody writes them who has not looked at any outcome: (column, value, points).
_SALVIRT = [
    ("Authority", "High", 10), ("Authority", "Low", -10), ("Budgt_alloc", "Yes", 15), ("Budgt_alloc", "No", -10),
    ("Competitors", "Yes", -10), ("Competitors", "No", 10), ("Needs_def", "Yes", 10), ("Needs_def", "No", -10),
    ("Posit_statm", "Yes", 10), ("Posit_statm", "No", -15), ("Client", "Current", 15), ("Client", "New", -5),
    ("Scope", "Clear", 5), ("Growth", "Growth", 5), ("Forml_tend", "Yes", -5), ("Up_sale", "Yes", 5),
    ("Cross_sale", "Yes", 5), ("Source", "Referral", 10),
]
_BANK = [
    ("poutcome", "success", 30), ("poutcome", "failure", -5), ("contact", "cellular", 5), ("default", "yes", -15),
    ("job", "retired", 5), ("job", "student", 5),
]


def _rules(some):
    return [{"column": column, "equals": value, "points": points} for column, value, points in some]


def write(folder):
    """Writes NAME.csv and NAME.json for each data set that is there; returns their names."""
    os.makedirs(folder, exist_ok=True)
    made = []
    for name, maker in (("bank_add", _bank_add), ("bank_full", _bank_full), ("salvirt", _salvirt), ("maven", _maven)):
        try:
            text, spec = maker()
        except FileNotFoundError:
            continue
        with open(os.path.join(folder, f"{name}.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(spec, file)
        made.append(name)
    return made


def _from_zip(inner, name):
    with zipfile.ZipFile(os.path.join(FOLDER, "uci_bank_marketing", "bank+marketing.zip")) as outer:
        with zipfile.ZipFile(io.BytesIO(outer.read(inner))) as file:
            return file.read(name).decode("utf-8")


def _bank_add():
    rules = _rules(_BANK) + [
        {"column": "campaign", "min": 6, "points": -10}, {"column": "campaign", "max": 1, "points": 5},
    ]
    text = _from_zip("bank-additional.zip", "bank-additional/bank-additional-full.csv")
    return text, _spec("y", ["yes"], delimiter=";", drop=["duration"], order={}, rules=rules)


def _bank_full():
    text = _from_zip("bank.zip", "bank-full.csv")
    return text, _spec("y", ["yes"], delimiter=";", drop=["duration"], order={})


def _salvirt():
    with open(os.path.join(FOLDER, "salvirt_b2b", "B2B_dataset.csv"), encoding="utf-8", newline="") as file:
        text = file.read()
    return text, _spec("Status", ["Won"], dedup=True, rules=_rules(_SALVIRT), protocols=["random", "prequential"])


def _maven():
    """Closed deals with what was known of account, product and agent when they began."""

    def rows(name):
        with open(os.path.join(FOLDER, "maven_crm", f"{name}.csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    accounts = {one["account"]: one for one in rows("accounts")}
    products = {one["product"]: one for one in rows("products")}
    agents = {one["sales_agent"]: one for one in rows("sales_teams")}
    fields = [
        "sales_agent", "product", "account", "sector", "year_established", "revenue", "employees", "office_location",
        "subsidiary_of", "series", "sales_price", "manager", "regional_office", "month", "weekday",
    ]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["deal_stage", "engage_date", *fields])
    for deal in rows("sales_pipeline"):
        if deal["deal_stage"] not in ("Won", "Lost"):
            continue
        day = datetime.datetime.strptime(deal["engage_date"], "%m/%d/%Y")
        deal["product"] = deal["product"].replace("GTXPro", "GTX Pro")
        known = accounts.get(deal["account"], {}) | products[deal["product"]] | agents[deal["sales_agent"]] | deal
        # Letters, so that months and weekdays are words.
        known |= {"month": f"m{day.month}", "weekday": f"d{day.weekday()}"}
        table.writerow([deal["deal_stage"], day.date().isoformat(), *(known.get(field, "") for field in fields)])
    return out.getvalue(), _spec("deal_stage", ["Won"], order={"column": "engage_date"})


def _spec(column, positive, **more):
    return {"target": {"column": column, "positive": positive}} | more
