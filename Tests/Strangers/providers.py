#!/usr/bin/env python3
"""A stranger's server: eight providers of facts about French companies, from one file of companies.

usage: providers.py --port PORT --companies FILE

Written from the documented shapes alone, apart from the simulator in Tests/Simulators, so that what Filon reads of one
can be held against the other. Port 0 takes a free one. Prints the addresses as FILON_<NAME>_URL=… lines, then `ready`.
Keys, tokens and passwords: anything but the word `wrong`. GET /_calls tells who was asked about whom and what was paid,
DELETE /_calls forgets it.

FILE is {"companies": [COMPANY, …]}; all but `siren` may lack, dates are ISO days, amounts whole euros:

  siren, nic ("00012"), name, naf ("62.02A"), form ("5710"; "1000" is a sole trader), created, state ("A" or "C"),
  ceased, diffusion ("O" or "P"), employees (INSEE's band, "02"), category ("PME"), postcode, town, commune,
  phone, email, site,
  opposed            true: opposed to commercial use at Pappers
  commercial_use     false: the RNE's diffusionCommerciale
  moved_to           a SIREN: Sirene answers 301 to it, the others do not know the company
  secret             true: Sirene answers 403, the others do not know the company
  only               names of the providers that know the company at all; everybody when absent
  years              [{closing, kind ("C", "S", "K"), turnover, result, months (12), deposited,
                       hidden ("result": no profit and loss statement; "all": the deposit alone),
                       told ({PROVIDER: turnover} where one tells another, null for "has the year, not the turnover"),
                       only (names of the providers that have the year)}]
  notices            [{id ("A202600100123"), family ("collective", "radiation", "dpc"), published, nature, ruled,
                       closing, confidential, type ("annonce", "rectificatif", "annulation"), previous (an id)}]

The providers' names are recherche, ratios, bodacc, inpi, pappers, sirene, opencorporates and societe.
"""

import argparse
import collections
import json
import operator
import re
import secrets
import signal
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Where each is served, and the variable of Filon that names it.
BASES = {
    "recherche": ("/dinum", "FILON_RECHERCHE_ENTREPRISES_URL"),
    "ratios": ("/economie", "FILON_RATIOS_INPI_BCE_URL"),
    "bodacc": ("/dila", "FILON_BODACC_URL"),
    "inpi": ("/rne/api", "FILON_INPI_URL"),
    "pappers": ("/pappers/v2", "FILON_PAPPERS_URL"),
    "sirene": ("/insee/api-sirene/3.11", "FILON_SIRENE_URL"),
    "opencorporates": ("/oc/v0.4", "FILON_OPENCORPORATES_URL"),
    "societe": ("/societe", "FILON_SOCIETE_COM_URL"),
}
HIDDEN = "[NON-DIFFUSIBLE]"
CONFIDENTIAL = (
    "Les comptes annuels sont accompagnés d'une déclaration de confidentialité en application du premier ou deuxième "
    "alinéa de l'article L. 232-25."
)


class Refused(Exception):
    """An answer that is no 200: its status, its document, its header fields."""

    def __init__(self, status, document, **headers):
        super().__init__(status)
        self.status, self.document, self.headers = status, document, headers


class Calls:
    """Who was asked about whom, and what that cost."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        with self._lock:
            self._asked = {name: collections.Counter() for name in BASES}
            self._totals, self._paid = collections.Counter(), {name: collections.Counter() for name in BASES}

    def note(self, provider, sirens):
        with self._lock:
            self._totals[provider] += 1
            self._asked[provider].update(sirens)

    def pay(self, provider, siren, credits):
        with self._lock:
            self._paid[provider][siren] += credits

    def document(self):
        with self._lock:
            return {
                name: {
                    "total": self._totals[name], "by_siren": dict(self._asked[name]),
                    "paid": sum(self._paid[name].values()), "paid_by_siren": dict(self._paid[name]),
                }
                for name in BASES
            }


class Company(dict):
    """One entry of the file; what it lacks is None."""

    def __missing__(self, key):
        return None

    @property
    def siret(self):
        return self["nic"] and self["siren"] + self["nic"]

    @property
    def is_person(self):
        return self["form"] == "1000"

    @property
    def is_partial(self):
        return self["diffusion"] == "P"

    def years_for(self, provider, hidden=("result",)):
        """The years that a provider has, latest first; those wholly hidden only where `hidden` says so."""
        shown = [
            Company(year) for year in self["years"] or []
            if provider in (year.get("only") or BASES) and (not year.get("hidden") or year["hidden"] in hidden)
        ]
        return sorted(shown, key=lambda year: year["closing"], reverse=True)


def turnover(year, provider):
    """What a provider tells of a year; None where it is hidden."""
    if provider in (year["told"] or {}):
        return year["told"][provider]
    return None if year["hidden"] else year["turnover"]


def departement(postcode):
    """The département's number, three digits overseas."""
    return postcode and postcode[:3 if postcode.startswith("97") else 2]


def undotted(naf):
    return naf.replace(".", "") if naf else None


class Recherche:
    """recherche-entreprises.api.gouv.fr: /search."""

    def __init__(self, world):
        self.world = world

    def answer(self, path, query, _headers, _body):
        if path != "/search":
            raise Refused(404, {"erreur": "Ressource non trouvée."})
        terms = query.get("q", "").strip()
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        filters = [name for name in self._FILTERS if name in query]
        if len(terms) < 3 and not filters:
            raise Refused(400, {"erreur": "3 caractères minimum pour les termes de la requête"})
        if not 1 <= size <= 25 or not 1 <= page <= 1000:
            raise Refused(400, {"erreur": "Veuillez indiquer un paramètre `per_page` entre `1` et `25`."})
        if re.fullmatch(r"\d{9}|\d{14}", terms):
            self.world.calls.note("recherche", [terms[:9]])
            found = [company for company in [self.world.find("recherche", terms[:9])] if company]
            found = [company for company in found if len(terms) == 9 or company.siret == terms]
        else:
            self.world.calls.note("recherche", [])
            words = terms.upper().split()
            found = [
                company for company in self.world.all("recherche")
                if all(word in (company["name"] or "").upper() for word in words)
                and all(str(self._FILTERS[name](company)) in query[name].split(",") for name in filters)
            ][:10_000]
        shown = found[(page - 1) * size:page * size]
        return {
            "results": [self._result(company) for company in shown], "total_results": len(found), "page": page,
            "per_page": size, "total_pages": -(-len(found) // size),
        }

    _FILTERS = {
        "departement": lambda company: departement(company["postcode"]),
        "code_postal": lambda company: company["postcode"],
        "activite_principale": lambda company: company["naf"],
        "etat_administratif": lambda company: company["state"] or "A",
        "tranche_effectif_salarie": lambda company: company["employees"],
        "nature_juridique": lambda company: company["form"],
    }

    @staticmethod
    def _result(company):
        def shown(value):
            return HIDDEN if company.is_partial else value

        years = company.years_for("recherche")
        latest = next((year for year in years if year["kind"] == "K" and year["closing"] == years[0]["closing"]), None)
        latest = latest or (years[0] if years else None)
        state = company["state"] or "A"
        return {
            "siren": company["siren"], "nom_complet": shown(company["name"]),
            "nom_raison_sociale": shown(None if company.is_person else company["name"]), "sigle": None,
            "nombre_etablissements": 1, "nombre_etablissements_ouverts": 1 if state == "A" else 0,
            "siege": {
                "siret": company.siret, "code_postal": shown(company["postcode"]), "commune": company["commune"],
                "libelle_commune": company["town"], "departement": departement(company["postcode"]),
                "latitude": shown(None), "longitude": shown(None), "etat_administratif": "A" if state == "A" else "F",
                "activite_principale": company["naf"], "statut_diffusion_etablissement": company["diffusion"] or "O",
            },
            "activite_principale": company["naf"], "categorie_entreprise": company["category"],
            "date_creation": company["created"], "date_fermeture": company["ceased"], "etat_administratif": state,
            "date_mise_a_jour": "2026-11-20T09:00:00", "nature_juridique": company["form"], "dirigeants": [],
            "section_activite_principale": None, "tranche_effectif_salarie": company["employees"],
            "statut_diffusion": company["diffusion"] or "O", "matching_etablissements": [],
            "finances": latest and {
                latest["closing"][:4]: {"ca": turnover(latest, "recherche"), "resultat_net": latest["result"]}
            },
            "complements": {
                "est_entrepreneur_individuel": company.is_person, "est_association": company["form"] == "9220"
            },
        }


class OpenData:
    """The two datasets behind Opendatasoft's API v2.1: `where` with one or several SIRENs, dates and families."""

    def __init__(self, world, provider, dataset, key, rows):
        self.world, self.provider, self.key, self.rows = world, provider, key, rows
        self.path = f"/api/explore/v2.1/catalog/datasets/{dataset}/"

    def answer(self, path, query, _headers, _body):
        where, operation = query.get("where", ""), path.removeprefix(self.path)
        if not path.startswith(self.path) or operation not in ("records", "exports/json", "exports/csv"):
            raise Refused(404, {"error_code": "NotFound", "message": "not found"})
        numbers = re.findall(r"[\"'](\d{9}|\d{3} \d{3} \d{3})[\"']", where)
        sirens = list(dict.fromkeys(number.replace(" ", "") for number in numbers))
        self.world.calls.note(self.provider, sirens)
        asked = [self.world.find(self.provider, siren) for siren in sirens] if sirens else self.world.all(self.provider)
        rows = [row for company in asked if company for row in self.rows(company) if self._holds(where, row)]
        field, _, way = query.get("order_by", "").partition(" ")
        if field:
            rows.sort(key=lambda row: row.get(field) or "", reverse=way.lower() == "desc")
        if operation == "exports/csv":
            return self._csv(rows)
        if operation == "exports/json":
            return rows
        limit, offset = int(query.get("limit", 10)), int(query.get("offset", 0))
        if not -1 <= limit <= 100 or offset + limit > 10_000:
            raise Refused(400, {"error_code": "InvalidRESTParameterError", "message": "limit"})
        return {"total_count": len(rows), "results": rows[offset:offset + (limit if limit >= 0 else 100)]}

    @staticmethod
    def _holds(where, row):
        tests = {"=": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt, "<=": operator.le,
                 "<": operator.lt}
        for field, sign, value in re.findall(r"(\w+)\s*(!=|>=|<=|=|>|<)\s*(?:date)?[\"']([^\"']*)[\"']", where):
            if field not in ("siren", "registre") and not tests[sign](row.get(field) or "", value):
                return False
        return True

    @staticmethod
    def _csv(rows):
        names = list(rows[0]) if rows else []
        lines = [";".join(names)]
        for row in rows:
            lines.append(";".join("" if row[name] is None else str(row[name]) for name in names))
        return "\r\n".join(lines) + "\r\n"


def ratios_rows(company):
    for year in company.years_for("ratios"):
        told = turnover(year, "ratios")
        yield {
            "siren": company["siren"], "date_cloture_exercice": year["closing"], "chiffre_d_affaires": told or 0,
            "marge_brute": None if told else 0, "ebe": None if told else 0, "resultat_net": year["result"],
            "marge_ebe": None, "autonomie_financiere": None, "type_bilan": year["kind"] or "C",
            "confidentiality": "Partiellement confidentiel" if year["hidden"] else "Public",
        }


def bodacc_rows(company):
    siren = company["siren"]
    spaced = f"{siren[:3]} {siren[3:6]} {siren[6:]}"
    for notice in map(Company, company["notices"] or []):
        identity, previous = notice["id"], notice["previous"]
        deposit = {"dateCloture": notice["closing"], "typeDepot": "Comptes annuels et rapports"}
        if notice["confidential"]:
            deposit["descriptif"] = CONFIDENTIAL
        yield {
            "id": identity, "publicationavis": identity[0], "familleavis": notice["family"],
            "typeavis": notice["type"] or "annonce", "dateparution": notice["published"], "parution": identity[1:9],
            "numeroannonce": int(identity[9:]), "tribunal": "Greffe du Tribunal de Commerce",
            "commercant": company["name"],
            "ville": company["town"], "cp": company["postcode"], "registre": [siren, spaced], "acte": None,
            "listepersonnes": json.dumps({"personne": [{"denomination": company["name"], "typePersonne": "pm"}]}),
            "jugement": json.dumps(
                {"type": "initial", "nature": notice["nature"], "date": notice["ruled"] or notice["published"]}
            ) if notice["nature"] else None,
            "depot": json.dumps(deposit, ensure_ascii=False) if notice["family"] == "dpc" else None,
            "radiationaurcs": json.dumps({"radiationPM": "O"}) if notice["family"] == "radiation" else None,
            "parutionavisprecedent": previous and json.dumps({
                "nomPublication": f"BODACC {previous[0]}", "numeroParution": previous[1:9],
                "numeroAnnonce": int(previous[9:]),
            }),
        }


class Inpi:
    """The RNE: a login, then companies and their deposits."""

    def __init__(self, world):
        self.world, self.tokens = world, set()

    def answer(self, path, _query, headers, body):
        if path == "/sso/login":
            self.world.calls.note("inpi", [])
            if not body.get("username") or body.get("password") in (None, "", "wrong"):
                raise self._unauthorized()
            token = ".".join(secrets.token_urlsafe(12) for _ in range(3))
            self.tokens.add(token)
            return {"token": token, "user": {"email": body["username"]}}
        found = re.fullmatch(r"/companies/(\d{9})(/attachments)?", path)
        siren = found.group(1) if found else ""
        self.world.calls.note("inpi", [siren] if siren else [])
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise self._unauthorized()
        company = self.world.find("inpi", siren)
        if not company:
            raise Refused(404, {"code": "404", "errorCode": "company_not_found", "message": "introuvable"})
        return self._attachments(company) if found.group(2) else self._formality(company)

    @staticmethod
    def _unauthorized():
        return Refused(401, {"errorCode": "unauthorized", "message": "Identifiants invalides."})

    @staticmethod
    def _formality(company):
        enterprise = {"denomination": company["name"], "codeApe": undotted(company["naf"]),
                      "dateImmat": company["created"], "nicSiege": company["nic"]}
        part = {"identite": {"entreprise": enterprise}, "observations": {"rcs": []}}
        return {"siren": company["siren"], "formality": {
            "siren": company["siren"], "typePersonne": "P" if company.is_person else "M",
            "diffusionCommerciale": company["commercial_use"] is not False, "formeJuridique": company["form"],
            "content": {
                "natureCreation": {"dateCreation": company["created"], "microEntreprise": company.is_person,
                                   "formeJuridique": company["form"]},
                "personnePhysique" if company.is_person else "personneMorale": part,
            },
        }}

    def _attachments(self, company):
        deposits = company.years_for("inpi", hidden=("result", "all"))
        return {
            "actes": [], "bilans": [self._deposit(company, year) for year in deposits],
            "bilansSaisis": [
                self._deposit(company, year) | {"bilanSaisi": {"bilan": self._form(year)}}
                for year in deposits if year["hidden"] != "all"
            ],
        }

    @staticmethod
    def _deposit(company, year):
        state = {"result": "Partiellement confidentiel", "all": "Confidentiel"}.get(year["hidden"], "Public")
        return {"siren": company["siren"], "denomination": company["name"], "dateCloture": year["closing"],
                "dateDepot": year["deposited"] or year["closing"], "typeBilan": year["kind"] or "C", "deleted": False,
                "confidentiality": state, "id": f"{company['siren']}-{year['closing']}-{year['kind'] or 'C'}"}

    @staticmethod
    def _form(year):
        def cell(amount):
            return "" if amount is None else f"{amount:015d}"

        def row(code, m1=None, m3=None):
            return {"code": code, "m1": cell(m1), "m2": "", "m3": cell(m3), "m4": ""}

        told = turnover(year, "inpi")
        if (year["kind"] or "C") == "S":
            rows = [row("310", year["result"])]
            rows += [row("210", told - told // 3), row("218", told // 3)] if told is not None else []
        else:
            rows = [row("HN", year["result"])] + ([row("FJ", m3=told)] if told is not None else [])
        identity = {
            "dateClotureExercice": year["closing"], "dureeExerciceN": f"{year['months'] or 12:02d}",
            "codeDevise": "EUR",
            "codeTypeBilan": year["kind"] or "C", "codeConfidentialite": "2" if year["hidden"] else "0",
        }
        return {"identite": identity, "detail": {"pages": [{"numero": 3, "liasses": rows}]}}


class Pappers:
    """api.pappers.fr/v2: a sheet costs one credit, contacts more."""

    def __init__(self, world):
        self.world = world

    def answer(self, path, query, headers, _body):
        siren = query.get("siren") or query.get("siret", "")[:9]
        self.world.calls.note("pappers", [siren] if siren else [])
        if (headers.get("api-key") or query.get("api_token") or "wrong") == "wrong":
            raise Refused(401, {"statusCode": 401, "error": "Clé API incorrecte."})
        if path == "/suivi-jetons":
            used = self.world.calls.document()["pappers"]["paid"]
            return {"jetons_abonnement": 100_000, "jetons_abonnement_utilises": used,
                    "jetons_pay_as_you_go_restants": 0}
        company = self.world.find("pappers", siren)
        if path != "/entreprise" or not company:
            raise Refused(404, {"statusCode": 404, "error": "Entreprise inexistante."})
        fields = set(query.get("champs_supplementaires", "").split(","))
        self.world.calls.pay("pappers", siren, 1 + bool(fields & {"telephone", "email"}) + ("sites_internet" in fields))
        extras = {"telephone": company["phone"], "email": company["email"], "sites_internet": [company["site"]]}
        return self._sheet(company) | {key: extras[key] for key in extras if key in fields}

    def _sheet(self, company):
        ceased = company["state"] == "C"
        years = [] if ceased else company.years_for("pappers")
        ruled = [Company(notice) for notice in company["notices"] or [] if notice["family"] == "collective"]
        return {
            "siren": company["siren"], "nom_entreprise": company["name"], "personne_morale": not company.is_person,
            "denomination": None if company.is_person else company["name"], "code_naf": company["naf"],
            "categorie_juridique": company["form"], "date_creation": company["created"],
            "diffusable": not company.is_partial,
            "opposition_utilisation_commerciale": bool(company["opposed"]), "entreprise_cessee": ceased,
            "date_cessation": company["ceased"], "statut_rcs": "Radié" if ceased else "Inscrit",
            "tranche_effectif": company["employees"],
            "siege": {"siret": company.siret, "nic": company["nic"], "code_postal": company["postcode"],
                      "ville": company["town"]},
            "finances": [self._figures(year) for year in years if year["kind"] != "K"],
            "finances_consolidees": [self._figures(year) for year in years if year["kind"] == "K"],
            "comptes": [] if ceased else [
                {"date_depot": year["deposited"], "date_cloture": year["closing"],
                 "annee_cloture": int(year["closing"][:4]), "type_comptes": "CC" if year["kind"] == "K" else "CS",
                 "confidentialite": year["hidden"] == "all",
                 "confidentialite_compte_de_resultat": year["hidden"] == "result"}
                for year in company.years_for("pappers", hidden=("result", "all"))
            ],
            "procedures_collectives": [
                {"type": f"{'Liquidation' if 'liquidation' in (notice['nature'] or '') else 'Redressement'} judiciaire",
                 "date_debut": notice["published"], "date_fin": None} for notice in ruled
            ],
            "procedure_collective_existe": bool(ruled), "procedure_collective_en_cours": bool(ruled),
            "publications_bodacc": [], "representants": [], "beneficiaires_effectifs": [],
        }

    @staticmethod
    def _figures(year):
        return {"annee": int(year["closing"][:4]), "date_de_cloture_exercice": year["closing"],
                "duree_exercice": year["months"] or 12, "chiffre_affaires": turnover(year, "pappers"),
                "resultat": year["result"], "effectif": None}


class Sirene:
    """api.insee.fr/api-sirene/3.11: /siren/{9} and /siret/{14}."""

    def __init__(self, world):
        self.world = world

    def answer(self, path, _query, headers, _body):
        found = re.fullmatch(r"/(siren/(\d{9})|siret/(\d{14}))", path)
        number = (found.group(2) or found.group(3)) if found else ""
        self.world.calls.note("sirene", [number[:9]] if number else [])
        if headers.get("x-insee-api-key-integration", "wrong") == "wrong":
            raise self._refusal(401, "Clé invalide")
        company = self.world.find("sirene", number[:9], register=True)
        if not company or len(number) == 14 and company.siret != number:
            raise self._refusal(404, f"Aucun élément trouvé pour le {path[1:6]} {number}")
        if company["secret"]:
            raise self._refusal(403, f"Unité légale non diffusable ({number})")
        if company["moved_to"]:
            target = f"{BASES['sirene'][0]}/siren/{company['moved_to']}"
            raise self._refusal(301, f"Unité légale doublon, redirection vers l'unité légale : {company['moved_to']}",
                                Location=target)
        unit = self._unit(company)
        if len(number) == 9:
            return {"header": {"statut": 200, "message": "OK"}, "uniteLegale": unit}
        period = unit.pop("periodesUniteLegale")[0]
        flat = unit | {key: period[key] for key in period if not key.startswith("date")}
        state = "A" if flat["etatAdministratifUniteLegale"] == "A" else "F"
        return {"header": {"statut": 200, "message": "ok"}, "etablissement": {
            "siren": company["siren"], "nic": number[9:], "siret": number, "etablissementSiege": True,
            "uniteLegale": flat,
            "adresseEtablissement": {"codePostalEtablissement": company["postcode"],
                                     "libelleCommuneEtablissement": company["town"],
                                     "codeCommuneEtablissement": company["commune"]},
            "periodesEtablissement": [{"dateFin": None, "etatAdministratifEtablissement": state,
                                       "activitePrincipaleEtablissement": company["naf"]}],
        }}

    @staticmethod
    def _refusal(status, message, **headers):
        return Refused(status, {"header": {"statut": status, "message": message}}, **headers)

    @staticmethod
    def _unit(company):
        name = "[ND]" if company.is_partial else company["name"]
        return {
            "siren": company["siren"], "statutDiffusionUniteLegale": company["diffusion"] or "O",
            "dateCreationUniteLegale": company["created"], "trancheEffectifsUniteLegale": company["employees"],
            "anneeEffectifsUniteLegale": None, "categorieEntreprise": company["category"],
            "anneeCategorieEntreprise": None,
            "dateDernierTraitementUniteLegale": "2026-11-19T05:00:00", "periodesUniteLegale": [{
                "dateFin": None, "dateDebut": company["ceased"] or company["created"],
                "etatAdministratifUniteLegale": company["state"] or "A",
                "denominationUniteLegale": None if company.is_person else name,
                "nomUniteLegale": name if company.is_person else None, "categorieJuridiqueUniteLegale": company["form"],
                "activitePrincipaleUniteLegale": company["naf"],
                "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2", "nicSiegeUniteLegale": company["nic"],
            }],
        }


class OpenCorporates:
    """api.opencorporates.com/v0.4: identity, never a turnover."""

    def __init__(self, world):
        self.world = world

    def answer(self, path, query, _headers, _body):
        siren = path.removeprefix("/companies/fr/")
        self.world.calls.note("opencorporates", [siren] if siren.isdigit() else [])
        if query.get("api_token", "wrong") == "wrong":
            raise Refused(401, {"error": {"message": "Invalid Api Token"}})
        if path == "/companies/search":
            words = query.get("q", "").upper().split()
            found = [company for company in self.world.all("opencorporates")
                     if words and all(word in (company["name"] or "").upper() for word in words)]
            return {"api_version": "0.4", "results": {
                "companies": [{"company": self._company(company)} for company in found[:30]], "page": 1, "per_page": 30,
                "total_pages": 1, "total_count": len(found)}}
        company = self.world.find("opencorporates", siren)
        if not company:
            raise Refused(404, {"error": {"message": "Not Found"}})
        return {"api_version": "0.4", "results": {"company": self._company(company)}}

    @staticmethod
    def _company(company):
        return {"name": company["name"], "company_number": company["siren"], "jurisdiction_code": "fr",
                "incorporation_date": company["created"], "dissolution_date": company["ceased"],
                "inactive": company["state"] == "C",
                "current_status": "Cessée" if company["state"] == "C" else "Active",
                "industry_codes": [], "previous_names": [], "officers": [], "filings": [], "financial_summary": None,
                "source": {"publisher": "INSEE", "url": "https://www.insee.fr/",
                           "retrieved_at": "2026-06-01T00:00:00+00:00"}}


class Societe:
    """api.societe.com: one credit a call."""

    def __init__(self, world):
        self.world = world

    def answer(self, path, _query, headers, _body):
        scheme, _, token = headers.get("x-authorization", "").partition(" ")
        found = re.fullmatch(r"/api/v1/entreprise/(\d{9})\d{0,5}/(\w+)", path)
        siren, operation = (found.group(1), found.group(2)) if found else ("", "")
        self.world.calls.note("societe", [siren] if siren else [])
        if scheme != "socapi" or token in ("", "wrong"):
            raise Refused(401, {"error": "Jeton invalide"})
        if path == "/api/v1/infoclient":
            return {"data": {"credits": 100_000 - self.world.calls.document()["societe"]["paid"]}}
        company = self.world.find("societe", siren)
        if operation == "exist":
            return {"data": {"exist": company is not None}}
        if not company or operation not in ("infoslegales", "bilans", "procedurescollectives", "contact"):
            raise Refused(404, {"error": "Entreprise introuvable"})
        self.world.calls.pay("societe", siren, 1)
        return {"data": getattr(self, "_" + operation)(company)}

    @staticmethod
    def _infoslegales(company):
        return {"siren": company["siren"], "denomination": company["name"], "codenaf": company["naf"],
                "statut": "radié" if company["state"] == "C" else "actif", "datecrea": company["created"]}

    @staticmethod
    def _bilans(company):
        years = [year for year in company.years_for("societe") if year["kind"] != "K"]
        last = next((year for year in years if turnover(year, "societe") is not None), None)
        return {"dernierca": last and str(turnover(last, "societe")), "dernierbildate": last and last["closing"][:4],
                "bilans": [{"anneebilan": year["closing"][:4], "datecloture": year["closing"],
                            "rescatotal": None if turnover(year, "societe") is None else str(turnover(year, "societe"))}
                           for year in years]}

    @staticmethod
    def _procedurescollectives(company):
        ruled = [notice for notice in company["notices"] or [] if notice["family"] == "collective"]
        return {"procedures": [{"type": notice.get("nature"), "datedebut": notice["published"]} for notice in ruled]}

    @staticmethod
    def _contact(company):
        return {"telephone": company["phone"], "email": company["email"], "siteweb": company["site"]}


class World:
    """The companies of the file, and the providers that tell of them."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.companies = {entry["siren"]: Company(entry) for entry in json.load(file)["companies"]}
        self.calls = Calls()
        self.providers = {
            "recherche": Recherche(self), "inpi": Inpi(self), "pappers": Pappers(self), "sirene": Sirene(self),
            "opencorporates": OpenCorporates(self), "societe": Societe(self),
            "ratios": OpenData(self, "ratios", "ratios_inpi_bce", "siren", ratios_rows),
            "bodacc": OpenData(self, "bodacc", "annonces-commerciales", "registre", bodacc_rows),
        }

    def find(self, provider, siren, register=False):
        """The company, where that provider knows it; units without an own entry only for the register itself."""
        company = self.companies.get(siren)
        if not company or provider not in (company["only"] or BASES):
            return None
        return None if not register and (company["moved_to"] or company["secret"]) else company

    def all(self, provider):
        return [company for siren in self.companies if (company := self.find(provider, siren))]


class Door(BaseHTTPRequestHandler):
    """Hands a request to the provider under whose address it came."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    world = None

    def do_GET(self):
        self._answer({})

    def do_POST(self):
        length = min(int(self.headers.get("Content-Length") or 0), 1 << 20)
        try:
            self._answer(json.loads(self.rfile.read(length) or b"{}"))
        except ValueError:
            self._send(400, {"message": "no JSON"})

    def do_DELETE(self):
        self.world.calls.forget()
        self._send(200, {})

    def _answer(self, body):
        parts = urllib.parse.urlsplit(self.path)
        if parts.path == "/_calls":
            return self._send(200, self.world.calls.document())
        query = dict(urllib.parse.parse_qsl(parts.query))
        headers = {name.lower(): value for name, value in self.headers.items()}
        for name, (base, _) in BASES.items():
            if parts.path.startswith(base + "/"):
                try:
                    path = parts.path.removeprefix(base)
                    return self._send(200, self.world.providers[name].answer(path, query, headers, body))
                except Refused as refused:
                    return self._send(refused.status, refused.document, refused.headers)
                except ValueError:
                    return self._send(400, {"message": "no number"})
        return self._send(404, {"message": "nobody lives here"})

    def _send(self, status, document, headers=None):
        is_text = isinstance(document, str)
        data = (document if is_text else json.dumps(document, ensure_ascii=False)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/csv; charset=utf-8" if is_text else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--companies", required=True)
    options = parser.parse_args()
    # Whoever started it may have blocked the signals by which it is to end.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM, signal.SIGINT])
    Door.world = World(options.companies)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Door)
    for base, variable in BASES.values():
        print(f"{variable}=http://127.0.0.1:{server.server_port}{base}")
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
