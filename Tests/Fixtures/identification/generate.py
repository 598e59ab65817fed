#!/usr/bin/env python3
"""Writes registry.csv and rows.csv: a register, and a list with the usual dirt whose right SIRENs are known.

Three sources, told apart in the column `origin`:
  real       legal persons whose SIREN, name and seat are public facts (INSEE, Licence Ouverte 2.0), from the
             demonstration list beside this folder and from `real.csv`; their rows are written by hand in `hard.csv`
  invented   companies of the unallocated range 999..., with valid keys, made by this script from its seed, together
             with their confusable neighbours: homonyms, holdings, property companies, branches, predecessors
  absent     rows of companies that the register does not have: nothing may be taken for them

Each row belongs to a part: `tune`, which the rules were made on, or `held`, which nobody looks at row by row. Running
the script again writes the same bytes.
"""
import csv
import json
import pathlib
import random
import unicodedata

HERE = pathlib.Path(__file__).parent
SEED = 20261126
draw = random.Random(SEED)

TOWNS = [  # postcode, town as people write it, phone zone, other postcodes of the town
    ("35000", "Rennes", 2, ["35200", "35700"]), ("35400", "Saint-Malo", 2, []), ("35500", "Vitré", 2, []),
    ("35650", "Le Rheu", 2, []), ("56000", "Vannes", 2, []), ("56100", "Lorient", 2, []),
    ("29200", "Brest", 2, []), ("44000", "Nantes", 2, ["44100", "44300"]), ("44600", "Saint-Nazaire", 2, []),
    ("49000", "Angers", 2, ["49100"]), ("53000", "Laval", 2, []), ("72000", "Le Mans", 2, ["72100"]),
    ("14000", "Caen", 2, []), ("76600", "Le Havre", 2, ["76610", "76620"]), ("76000", "Rouen", 2, ["76100"]),
    ("37000", "Tours", 2, ["37100", "37200"]), ("45000", "Orléans", 2, ["45100"]),
    ("75003", "Paris", 1, ["75011", "75014", "75008"]), ("75011", "Paris", 1, ["75020", "75012"]),
    ("75015", "Paris", 1, ["75014", "75016"]), ("92110", "Clichy", 1, []), ("93400", "Saint-Ouen-sur-Seine", 1, []),
    ("94000", "Créteil", 1, []), ("78000", "Versailles", 1, []), ("91000", "Évry-Courcouronnes", 1, []),
    ("77100", "Meaux", 1, []), ("95000", "Cergy", 1, []),
    ("59000", "Lille", 3, ["59800", "59777"]), ("59200", "Tourcoing", 3, []), ("62000", "Arras", 3, []),
    ("80000", "Amiens", 3, []), ("51100", "Reims", 3, []), ("54000", "Nancy", 3, []), ("57000", "Metz", 3, []),
    ("67000", "Strasbourg", 3, ["67100", "67200"]), ("68100", "Mulhouse", 3, []), ("88000", "Épinal", 3, []),
    ("21000", "Dijon", 3, []), ("25000", "Besançon", 3, []), ("71100", "Chalon-sur-Saône", 3, []),
    ("71000", "Mâcon", 3, []), ("89000", "Auxerre", 3, []),
    ("69003", "Lyon", 4, ["69007", "69008"]), ("69100", "Villeurbanne", 4, []), ("38000", "Grenoble", 4, []),
    ("42000", "Saint-Étienne", 4, ["42100"]), ("63000", "Clermont-Ferrand", 4, []), ("73000", "Chambéry", 4, []),
    ("74000", "Annecy", 4, []), ("13006", "Marseille", 4, ["13008", "13015"]), ("13100", "Aix-en-Provence", 4, []),
    ("83000", "Toulon", 4, []), ("84000", "Avignon", 4, []), ("06000", "Nice", 4, ["06200"]),
    ("34000", "Montpellier", 4, ["34070"]), ("30000", "Nîmes", 4, []), ("66000", "Perpignan", 4, []),
    ("33000", "Bordeaux", 5, ["33300"]), ("64000", "Pau", 5, []), ("64100", "Bayonne", 5, []),
    ("17000", "La Rochelle", 5, []), ("86000", "Poitiers", 5, []), ("87000", "Limoges", 5, []),
    ("31000", "Toulouse", 5, ["31200", "31500"]), ("81000", "Albi", 5, []), ("82000", "Montauban", 5, []),
    ("97400", "Saint-Denis", 2, []),
]
TRADES = [  # word, NAF, ways in which lists shorten it
    ("Garage", "45.20A", ["Gge"]), ("Boulangerie", "10.71C", ["Boul.", "Boulang."]), ("Menuiserie", "43.32A", ["Menuis."]),
    ("Plomberie", "43.22A", ["Plomb."]), ("Électricité", "43.21A", ["Elec", "Élect."]), ("Maçonnerie", "43.99C", ["Maç."]),
    ("Transports", "49.41A", ["Transp.", "Trsp", "Transport"]), ("Pharmacie", "47.73Z", ["Pharm."]),
    ("Boucherie", "47.22Z", ["Bouch."]), ("Couverture", "43.91B", ["Couv."]), ("Carrosserie", "45.20A", ["Carross."]),
    ("Peinture", "43.34Z", ["Peint."]), ("Imprimerie", "18.12Z", ["Imprim."]), ("Cabinet", "69.20Z", ["Cab."]),
    ("Ambulances", "86.90A", ["Amb."]), ("Charpente", "43.91A", []), ("Serrurerie", "43.32B", []),
    ("Taxi", "49.32Z", []), ("Restaurant", "56.10A", ["Rest.", "Resto"]), ("Coiffure", "96.02A", ["Coif."]),
    ("Terrassement", "43.12A", []), ("Paysages", "81.30Z", []), ("Immobilier", "68.31Z", ["Immo"]),
    ("Chauffage", "43.22B", ["Chauff."]), ("Travaux publics", "42.11Z", ["T.P.", "TP"]),
]
SURNAMES = """Martin Bernard Dubois Durand Moreau Lefebvre Leroy Roux Morel Girard Dupont Lambert Fontaine Rousseau Muller
Faure Mercier Guérin Boyer Garnier Chevalier Legrand Perrin Morin Masson Marchand Duval Dumont Lemaire Meunier Brun Giraud
Joly Rivière Gaillard Barbier Renard Picard Fabre Aubert Lacroix Bourgeois Payet Leclercq Guillot Carpentier Delacourt
Kervella Le Goff Guivarc'h Tanguy Quéméner Cadiou Abgrall Delattre Vandamme Wattrelos Bogaert Schneider Klein Wurtz
Hirtzlin Zimmermann Borgne Etcheverry Lacaze Dufau Castagnède Poujol Rigal Vaissière Chastagnol Ferrandi Santini Casanova
Bianchi Ferrero Da Silva Ferreira Benali Haddad Nguyen Traoré Diallo Kowalski Nowicki Petrovic Chabrol Bonnefoy Tarascou
Malherbe Quesnel Auzou Lecointre Vasseur Thuillier Brasseur Grandjean Parmentier Villemin""".split()
SURNAMES = [s for s in SURNAMES if s not in ("Le", "Da")] + ["Le Goff", "Da Silva", "De Oliveira", "Le Bihan"]
FIRST = """Jean Pierre Michel Alain Philippe Nicolas Julien Sophie Isabelle Nathalie Céline Aurélie Émilie Stéphane
Frédéric Sébastien Jérôme Hélène Valérie François Yann Gwenaëlle Mehdi Karim Inès Théo""".split()
FANTASY_A = """Nova Techni Bati Eco Solu Medi Agri Opti Inno Vita Euro Mega Poly Isol Habi Clima Domo Cyber Alti Horti
Aqua Terra Lumi Sani Ferro Logi Opti Pano Rapi Securi Therma Vega Zephyr Orion Kalis Brio""".split()
FANTASY_B = """lys tech bat plus form clean pro vert sol net gest bois log clim sens media dom alp ouest ria cim tis
vance concept line corp mat""".split()
PHRASES = """Au Bon Coin|Le Fournil|La Table du Marché|L'Atelier des Saveurs|Aux Délices|Le Petit Bistrot|La Pizzeria|Chez
Marcel|Le Jardin Fleuri|Les Ateliers du Bois|La Maison Bleue|Le Comptoir|L'Escale|La Belle Époque|Les Quatre Saisons|Au
Fil de l'Eau|La Tour Carrée|Le Relais de la Poste|L'Art et la Matière|La Cour des Miracles|Les Trois Chênes|Le Vieux
Moulin|L'Hirondelle|La Cigogne Rouge|Les Écuries du Val|Le Nid d'Abeille|La Malle aux Trésors|L'Éclat du Jour|Le Temps des
Cerises|La Rose des Vents|Le Clos Saint-Vincent|Les Halles du Vrac|Le Chat qui Pêche|L'Épicerie d'Alphonse|Le Four à
Bois|La Grange aux Loups|Les Mains Vertes|L'Ours et la Plume|Le Grand Large|La Petite Fabrique"""
PHRASES = [" ".join(p.split()) for p in PHRASES.split("|")]


def plain(text):
    """As Sirene writes names: capitals, no accents, apostrophes kept as spaces or not."""
    folded = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in folded if not unicodedata.combining(c)).upper()


def keyed(number):
    digits = f"{number:08d}"
    total = 0
    for i, c in enumerate(reversed(digits + "0")):
        v = int(c)
        if i % 2:
            v = v * 2 - 9 if v > 4 else v * 2
        total += v
    return digits + str((10 - total % 10) % 10)


numbers = iter(range(99910000, 99999999))
registry, rows = [], []


def register(name, town, form="5499", naf="", others=(), state="A", diffusion="O", origin="invented", siren=None):
    entry = dict(siren=siren or keyed(next(numbers)), name=plain(name), others=[plain(o) for o in others],
                 postcode=town[0], city=plain(town[1]), form=form, naf=naf, state=state, diffusion=diffusion,
                 origin=origin)
    if draw.random() < 0.15 and origin == "invented":
        entry["name"] = entry["name"].replace("'", " ")
    registry.append(entry)
    return entry


# --- Dirt ----------------------------------------------------------------------------------------------------------

FORMS = {"5499": ["SARL", "S.A.R.L.", "Sarl", "EURL", "S.A.R.L"], "5710": ["SAS", "S.A.S.", "SASU", "sas"],
         "6540": ["SCI", "S.C.I."], "1000": ["EI", "Entreprise individuelle"], "5599": ["SA", "S.A."],
         "9220": ["Association", "Asso"]}


def typo(text):
    letters = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if len(letters) < 4:
        return text
    i = draw.choice(letters)
    kind = draw.randrange(4)
    if kind == 0:
        return text[:i] + text[i + 1] + text[i] + text[i + 2:]
    if kind == 1:
        return text[:i] + text[i + 1:]
    if kind == 2:
        return text[:i] + text[i] + text[i:]
    return text[:i] + draw.choice("aeiourstln") + text[i + 1:]


def dirty_name(name, form, town, trade=None):
    """A name as a list has it, and the names of what was done to it."""
    done = []

    def maybe(chance, what, change):
        nonlocal name
        if draw.random() < chance:
            changed = change(name)
            if changed != name:
                name = changed
                done.append(what)

    if trade and trade[2]:
        maybe(0.18, "abbreviation", lambda n: n.replace(trade[0], draw.choice(trade[2])))
    maybe(0.5, "et", lambda n: n.replace(" et ", draw.choice([" & ", " ET ", " + "])))
    maybe(0.15, "saint", lambda n: n.replace("Saint-", draw.choice(["St ", "St-", "ST."])))
    maybe(0.10, "article", lambda n: n.split(" ", 1)[1] if n.split(" ")[0] in ("Le", "La", "Les", "Au", "Aux") else
          n[2:] if n.startswith("L'") else n)
    maybe(0.08, "plural", lambda n: n[:-1] if n.endswith("s") else n + "s")
    maybe(0.12, "typo", typo)
    maybe(0.25, "form", lambda n: f"{draw.choice(FORMS[form])} {n}" if form in FORMS and form != "9220" else n)
    maybe(0.15, "form", lambda n: f"{n} {draw.choice(FORMS[form])}" if form in FORMS and form != "9220" else n)
    maybe(0.06, "societe", lambda n: draw.choice(["Sté ", "Société ", "Ets ", "Établissements ", "STE "]) + n)
    maybe(0.06, "town", lambda n: f"{n} {town[1]}")
    maybe(0.03, "cut", lambda n: n[:22].strip() if len(n) > 26 else n)
    style = draw.randrange(4)
    if style == 0:
        name = plain(name)
    elif style == 1:
        name = name.lower()
    elif style == 2:
        name = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    maybe(0.05, "spaces", lambda n: "  " + n.replace(" ", "  ", 1) + " ")
    maybe(0.04, "dash", lambda n: n.replace(" ", "-", 1))
    return name, done


def dirty_place(town):
    done = []
    postcode, city = town[0], town[1]
    lot = draw.random()
    if lot < 0.05 and town[3]:
        postcode = draw.choice(town[3])
        done.append("moved_in_town")
    elif lot < 0.09:
        postcode = postcode[:2] + f"{draw.randrange(900, 999)}"
        city += draw.choice([" CEDEX", " Cedex 2", " CEDEX 09"])
        done.append("cedex")
    elif lot < 0.13:
        near = [t for t in TOWNS if t[0][:2] == town[0][:2] and t[1] != town[1]]
        if near:
            other = draw.choice(near)
            postcode, city = other[0], other[1]
            done.append("moved_in_departement")
    elif lot < 0.16:
        other = draw.choice(TOWNS)
        if other[1] != town[1]:
            postcode, city = other[0], other[1]
            done.append("moved_away")
    elif lot < 0.22:
        postcode = ""
        done.append("no_postcode")
    elif lot < 0.28:
        city = ""
        done.append("no_town")
    elif lot < 0.30:
        postcode, city = "", ""
        done.append("no_place")
    if draw.random() < 0.3:
        city = plain(city)
    if draw.random() < 0.2:
        city = city.replace("Saint-", "St ").replace("SAINT-", "ST ")
    if draw.random() < 0.1:
        city = city.replace("-", " ")
    return postcode, city, done


def extras(entry, town):
    naf = entry["naf"] if draw.random() < 0.35 else ""
    if naf and draw.random() < 0.06:
        naf = draw.choice(TRADES)[1]
    zone = ""
    lot = draw.random()
    if lot < 0.45:
        zone = town[2]
    elif lot < 0.47:
        zone = draw.randrange(1, 6)
    domain = ""
    if draw.random() < 0.15:
        words = [w for w in plain(entry["name"]).lower().replace("'", " ").split() if w not in ("le", "la", "les", "et", "de")]
        domain = draw.choice(["-", ""]).join(words)[:40] + draw.choice([".fr", ".com"])
    return naf, zone, domain


def row(siren, name, postcode, city, naf="", zone="", domain="", dirt=(), origin="invented"):
    part = "held" if draw.random() < 0.5 else "tune"
    rows.append(dict(part=part, siren=siren, nom=name, code_postal=postcode, ville=city, naf=naf, zone=zone,
                     domaine=domain, dirt="+".join(dirt), origin=origin))


def listed(entry, name, town, trade=None, extra=()):
    dirty, done = dirty_name(name, entry["form"], town, trade)
    postcode, city, moved = dirty_place(town)
    naf, zone, domain = extras(entry, town)
    row(entry["siren"], dirty, postcode, city, naf, zone, domain, list(extra) + done + moved)


# --- The register and its neighbours ---------------------------------------------------------------------------------

def neighbours(base, town, naf, chance=0.5):
    """Companies that a careless eye takes for `base`."""
    if draw.random() < chance:
        register(f"SCI {base}" if draw.random() < 0.6 else base, town, "6540", "68.20B")
    if draw.random() < chance * 0.7:
        word = draw.choice(["Holding", "Financière", "Groupe"])
        register(f"{word} {base}" if draw.random() < 0.6 else f"{base} {word}", town, "5710", "64.20Z")
    if draw.random() < chance * 0.4:
        register(f"{base} {draw.choice(['Invest', 'Développement', 'Immobilier', 'Services', 'Location'])}", town, "5710",
                 draw.choice(["64.20Z", "68.31Z", "70.22Z"]))
    if draw.random() < chance * 0.6:
        other = draw.choice([t for t in TOWNS if t[1] != town[1]])
        register(base, other, draw.choice(["5499", "5710"]), naf)
    if draw.random() < chance * 0.3:
        register(base, town, "5499", naf, state="C")


for _ in range(330):  # a trade and a family name
    trade, surname, town = draw.choice(TRADES), draw.choice(SURNAMES), draw.choice(TOWNS)
    suffix = draw.choice(["", "", "", " et Fils", " Frères", " Père et Fils"])
    name = f"{trade[0]} {surname}{suffix}" if draw.random() < 0.75 else f"{surname}{suffix} {trade[0]}"
    entry = register(name, town, draw.choice(["5499", "5710", "5499", "5599"]), trade[1])
    neighbours(name, town, trade[1], 0.35)
    if draw.random() < 0.25:  # a relative in the same trade and town
        register(f"{trade[0]} {surname} {draw.choice(FIRST)}", town, "1000", trade[1])
    if draw.random() < 0.55:
        listed(entry, name, town, trade)

for _ in range(220):  # sole traders
    surname, first, town, trade = draw.choice(SURNAMES), draw.choice(FIRST), draw.choice(TOWNS), draw.choice(TRADES)
    door = draw.choice([f"{trade[0]} {surname}", draw.choice(PHRASES), f"{first} {trade[0]}"]) if draw.random() < 0.4 else None
    entry = register(f"{surname} {first}", town, "1000", trade[1], [door] if door and draw.random() < 0.6 else [])
    if draw.random() < 0.3:
        register(f"{surname} {draw.choice(FIRST)}", town, "1000", draw.choice(TRADES)[1])
    lot = draw.random()
    if lot < 0.25:
        listed(entry, f"{first} {surname}", town, extra=["order"])
    elif lot < 0.35:
        listed(entry, f"{surname} {first[0]}.", town, extra=["initial"])
    elif lot < 0.45:
        listed(entry, f"M. {surname} {first}", town, extra=["title"])
    elif lot < 0.55 and door:
        listed(entry, door, town, trade, ["trade_name" if entry["others"] else "unknown_trade_name"])
    elif lot < 0.62 and door:
        listed(entry, f"{surname} {first} ({door})", town, trade, ["brackets"])

for _ in range(300):  # made-up names
    base = draw.choice(FANTASY_A) + draw.choice(FANTASY_B)
    if draw.random() < 0.2:
        base += f" {draw.choice(['35', '2000', '44', '21', '3D', 'II'])}"
    if draw.random() < 0.2:
        base += f" {draw.choice(['Ingénierie', 'Services', 'Conseil', 'France', 'Énergie', 'Bois'])}"
    town, naf = draw.choice(TOWNS), draw.choice(TRADES)[1]
    entry = register(base, town, draw.choice(["5710", "5499"]), naf)
    neighbours(base, town, naf, 0.4)
    if draw.random() < 0.2:  # a branch that is a company of its own
        other = draw.choice([t for t in TOWNS if t[1] != town[1]])
        register(f"{base} {other[1]}", other, "5710", naf)
    if draw.random() < 0.45:
        listed(entry, base, town)

for _ in range(260):  # signs that many have
    phrase, town = draw.choice(PHRASES), draw.choice(TOWNS)
    naf = draw.choice(["56.10A", "10.71C", "47.76Z", "55.10Z", "56.30Z"])
    if draw.random() < 0.7:
        entry = register(phrase, town, draw.choice(["5499", "5710"]), naf)
        if draw.random() < 0.25:
            neighbours(phrase, town, naf, 0.5)
        if draw.random() < 0.4:
            listed(entry, phrase, town)
    else:  # the sign of a company of another name
        entry = register(f"{draw.choice(SURNAMES)} {draw.choice(FANTASY_B)}", town, "5710", naf,
                         [phrase] if draw.random() < 0.6 else [])
        if draw.random() < 0.4:
            listed(entry, phrase, town, extra=["trade_name" if entry["others"] else "unknown_trade_name"])

for _ in range(60):  # acronyms
    words = draw.sample(["Société", "Travaux", "Bâtiment", "Électricité", "Générale", "Rénovation", "Couverture", "Atlantique",
                         "Lorraine", "Bretonne", "Réalisations", "Industrielle", "Maintenance", "Nettoyage"], 4)
    name, sigle = " ".join(words), "".join(plain(w)[0] for w in words)
    town, naf = draw.choice(TOWNS), draw.choice(TRADES)[1]
    entry = register(name, town, "5710", naf, [sigle] if draw.random() < 0.7 else [])
    if draw.random() < 0.7:
        spelled = draw.choice([sigle, ".".join(sigle) + ".", " ".join(sigle), name])
        listed(entry, spelled, town, extra=["acronym"])

for _ in range(40):  # associations beside companies of their name
    base, town = draw.choice(PHRASES), draw.choice(TOWNS)
    register(f"Association {base}", town, "9220", "94.99Z")
    if draw.random() < 0.5:
        register(base, town, "5499", "56.10A")

for _ in range(110):  # companies that the register does not have, beside ones that it has
    near = draw.choice([e for e in registry if e["origin"] == "invented"])
    town = next(t for t in TOWNS if t[0] == near["postcode"])
    kind = draw.randrange(5)
    if kind == 0:  # another family in the trade and town
        trade = draw.choice(TRADES)
        name = f"{trade[0]} {draw.choice(SURNAMES)}"
    elif kind == 1:  # the same name in a town where there is none
        name = near["name"].title()
        town = draw.choice([t for t in TOWNS if t[2] != town[2]])
    elif kind == 2:  # somebody's holding
        name = f"{draw.choice(['Holding', 'Groupe', 'Financière'])} {near['name'].title()}"
    elif kind == 3:
        name = f"{draw.choice(SURNAMES)} {draw.choice(FIRST)}"
    else:
        name = f"{draw.choice(FANTASY_A)}{draw.choice(FANTASY_B)} {draw.choice(['Group', 'Europe', 'Solutions', 'Distribution'])}"
    name, done = dirty_name(name, "5499", town)
    taken = [e for e in registry if e["postcode"] == town[0] and set(plain(name).split()) >= set(e["name"].split())]
    if taken and kind in (0, 1, 3):
        continue
    row("", name, town[0], town[1], "", "", "", ["absent"] + done, "absent")

# --- Real companies --------------------------------------------------------------------------------------------------

with open(HERE / "../demo/sandbox.json", encoding="utf-8") as file:
    for company in json.load(file)["companies"]:
        if company["siren"].startswith("999"):
            continue
        seat = company["seat"]
        register(company["name"], (seat.get("postcode", ""), seat.get("city", "")), company.get("legal_form") or "",
                 company.get("naf") or "", [n for n in (company.get("acronym"), company.get("trade_name")) if n],
                 company["state"], company["diffusion"], "real", company["siren"])
with open(HERE / "real.csv", encoding="utf-8") as file:
    for company in csv.DictReader(file, delimiter=";"):
        register(company["name"], (company["postcode"], company["city"]), company["form"], company["naf"],
                 [n for n in company["others"].split("|") if n], company["state"], "O", "real", company["siren"])
with open(HERE / "hard.csv", encoding="utf-8") as file:
    for hard in csv.DictReader(file, delimiter=";"):
        row(hard["siren"], hard["nom"], hard["code_postal"], hard["ville"], hard["naf"], hard["zone"], hard["domaine"],
            ["hard"], "real" if hard["siren"] else "absent")

with open(HERE / "registry.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, delimiter=";", lineterminator="\n")
    out.writerow(["siren", "name", "others", "postcode", "city", "form", "naf", "state", "diffusion", "origin"])
    for e in sorted(registry, key=lambda e: e["siren"]):
        out.writerow([e["siren"], e["name"], "|".join(e["others"]), e["postcode"], e["city"], e["form"], e["naf"],
                      e["state"], e["diffusion"], e["origin"]])
with open(HERE / "rows.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, delimiter=";", lineterminator="\n")
    out.writerow(["part", "siren", "nom", "code_postal", "ville", "naf", "zone", "domaine", "dirt", "origin"])
    for r in rows:
        out.writerow([r[k] for k in ("part", "siren", "nom", "code_postal", "ville", "naf", "zone", "domaine", "dirt",
                                     "origin")])
print(f"{len(registry)} companies, {len(rows)} rows")
