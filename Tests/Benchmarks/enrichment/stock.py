#!/usr/bin/env python3
"""Writes files in the shape of INSEE's Sirene stock, for benchmarks: every row is made up, the distributions are like
those of the real files (shares of activities, bands, forms, départements and ceased units as INSEE publishes them).

Usage: Tests/Benchmarks/enrichment/stock.py --rows 1000000 [--seed 1] [--dirty 0.001] [--establishments] > FILE.csv

The same rows, seed and share make the same bytes. SIRENs rise from row to row, as in the real file, and older units
carry the smaller ones, so that ages are not spread evenly over the file. A million rows take some ten seconds; the
establishments of the same seed belong to the same units.
"""

import argparse
import bisect
import itertools
import random
import sys

UNIT_HEADER = (
    "siren,statutDiffusionUniteLegale,unitePurgeeUniteLegale,dateCreationUniteLegale,sigleUniteLegale,sexeUniteLegale,"
    "prenom1UniteLegale,prenom2UniteLegale,prenom3UniteLegale,prenom4UniteLegale,prenomUsuelUniteLegale,"
    "pseudonymeUniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,anneeEffectifsUniteLegale,"
    "dateDernierTraitementUniteLegale,nombrePeriodesUniteLegale,categorieEntreprise,anneeCategorieEntreprise,dateDebut,"
    "etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,denominationUniteLegale,"
    "denominationUsuelle1UniteLegale,denominationUsuelle2UniteLegale,denominationUsuelle3UniteLegale,"
    "categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,nomenclatureActivitePrincipaleUniteLegale,"
    "nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale,societeMissionUniteLegale,caractereEmployeurUniteLegale,"
    "activitePrincipaleNAF25UniteLegale"
)
PLACE_HEADER = (
    "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,dateDernierTraitementEtablissement,"
    "etablissementSiege,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,"
    "etatAdministratifEtablissement"
)

# Activity, weight, and its code in NAF 2025.
TRADES = [
    ("68.20B", 110, "68.20H"), ("47.91B", 45, "47.91Y"), ("43.22A", 14, "43.22G"), ("43.21A", 20, "43.21Y"),
    ("43.34Z", 18, "43.34Y"), ("43.39Z", 13, "43.39Y"), ("41.20A", 16, "41.00G"), ("43.99C", 28, "43.91G"),
    ("56.10A", 36, "56.11G"), ("56.10C", 28, "56.11H"), ("56.30Z", 14, "56.30Y"), ("49.32Z", 18, "49.33G"),
    ("49.41A", 8, "49.41Y"), ("49.41B", 8, "49.41Y"), ("53.20Z", 40, "53.20Y"), ("62.01Z", 16, "62.10Y"),
    ("62.02A", 24, "62.20G"), ("62.09Z", 6, "62.90Y"), ("70.22Z", 52, "70.20Y"), ("70.10Z", 12, "70.10Y"),
    ("64.20Z", 34, "64.21Y"), ("66.22Z", 9, "66.22Y"), ("68.31Z", 18, "68.31Y"), ("69.10Z", 12, "69.10Y"),
    ("69.20Z", 6, "69.20Y"), ("71.12B", 15, "71.12Y"), ("71.11Z", 9, "71.11Y"), ("73.11Z", 11, "73.11Y"),
    ("74.10Z", 12, "74.12Y"), ("74.20Z", 8, "74.20Y"), ("81.21Z", 18, "81.21Y"), ("81.30Z", 14, "81.30Y"),
    ("82.99Z", 18, "82.99Y"), ("85.59A", 16, "85.59G"), ("85.59B", 14, "85.59H"), ("85.51Z", 12, "85.51Y"),
    ("86.90D", 22, "86.94Y"), ("86.21Z", 12, "86.21Y"), ("86.90F", 14, "86.99Y"), ("86.90E", 18, "86.95Y"),
    ("90.01Z", 24, "90.20Y"), ("90.03B", 14, "90.11Y"), ("93.12Z", 40, "93.12Y"), ("93.29Z", 10, "93.29Y"),
    ("94.99Z", 120, "94.99Y"), ("96.02A", 16, "96.21Y"), ("96.02B", 14, "96.22Y"), ("96.09Z", 22, "96.99Y"),
    ("95.11Z", 4, "95.10Y"), ("45.20A", 14, "95.31G"), ("45.11Z", 10, "47.81Y"), ("46.90Z", 10, "46.90Y"),
    ("46.19B", 10, "46.19H"), ("47.11B", 8, "47.11G"), ("47.11C", 6, "47.11H"), ("47.71Z", 16, "47.71Y"),
    ("47.78C", 10, "47.78Y"), ("47.81Z", 10, "47.11Y"), ("47.99A", 12, "47.91Z"), ("10.71C", 10, "10.71G"),
    ("01.11Z", 24, "01.11Y"), ("01.21Z", 12, "01.21Y"), ("01.41Z", 8, "01.41Y"), ("01.42Z", 12, "01.42Y"),
    ("01.50Z", 16, "01.50Y"), ("01.13Z", 6, "01.13Y"), ("01.61Z", 7, "01.61Y"), ("02.20Z", 4, "02.20Y"),
    ("03.11Z", 1, "03.11Y"), ("16.23Z", 3, "16.23Y"), ("25.62B", 4, "25.53Y"), ("33.12Z", 5, "33.12Y"),
    ("18.12Z", 3, "18.12Y"), ("32.12Z", 4, "32.12Y"), ("32.50A", 3, "32.50Y"), ("35.11Z", 8, "35.12Y"),
    ("55.20Z", 14, "55.20Y"), ("55.10Z", 6, "55.10Y"), ("58.11Z", 3, "58.11Y"), ("59.11B", 5, "59.11Y"),
    ("63.11Z", 3, "63.10Y"), ("66.19B", 5, "66.19H"), ("77.11A", 3, "77.11Y"), ("78.20Z", 2, "78.20Y"),
    ("84.11Z", 6, "84.11Y"), ("88.99B", 6, "88.99Y"), ("97.00Z", 2, "97.00Y"), ("81.10Z", 4, "81.10Y"),
    ("38.11Z", 1, "38.11Y"), ("23.70Z", 1, "23.70Y"), ("14.13Z", 3, "14.21Y"), ("31.09B", 3, "31.00Y"),
]
OLD_TRADES = [("22.02", "NAP"), ("51.4A", "NAFRev1"), ("74.1J", "NAF1993"), ("52.4C", "NAFRev1"), ("60.12", "NAP")]
# Catégorie juridique, weight: sole traders, SCI, SARL, SAS, associations, the rest.
FORMS = [("1000", 560), ("6540", 85), ("5499", 110), ("5710", 70), ("5498", 12), ("5720", 25), ("9220", 75), ("5599", 6),
         ("6598", 10), ("6533", 5), ("5485", 4), ("5785", 3), ("9110", 22), ("7210", 3), ("6599", 6), ("5202", 2),
         ("9230", 1), ("8310", 1)]
BANDS = [("", 530), ("NN", 385), ("00", 12), ("01", 32), ("02", 17), ("03", 9), ("11", 7), ("12", 5), ("21", 1.6),
         ("22", 0.9), ("31", 0.2), ("32", 0.3), ("41", 0.15), ("42", 0.08), ("51", 0.05), ("52", 0.01), ("53", 0.01)]
DEPARTEMENTS = [
    ("75", 95), ("13", 38), ("69", 36), ("92", 32), ("59", 31), ("33", 31), ("06", 29), ("93", 27), ("34", 25),
    ("31", 25), ("94", 23), ("78", 22), ("44", 22), ("83", 22), ("77", 20), ("95", 18), ("91", 18), ("38", 19),
    ("35", 16), ("74", 16), ("974", 14), ("62", 14), ("76", 14), ("67", 14), ("84", 12), ("30", 13), ("29", 12),
    ("56", 12), ("64", 12), ("57", 11), ("66", 10), ("17", 11), ("01", 10), ("42", 10), ("26", 9), ("49", 10),
    ("85", 10), ("45", 9), ("60", 10), ("73", 9), ("37", 8), ("63", 9), ("54", 8), ("14", 9), ("11", 8), ("68", 9),
    ("40", 7), ("22", 8), ("971", 8), ("21", 7), ("51", 7), ("80", 6), ("07", 6), ("24", 7), ("27", 7), ("47", 6),
    ("81", 6), ("71", 6), ("72", 6), ("86", 6), ("25", 6), ("28", 5), ("972", 6), ("50", 6), ("02", 5), ("82", 4),
    ("04", 4), ("05", 4), ("2A", 4), ("2B", 5), ("12", 5), ("65", 4), ("32", 4), ("87", 5), ("89", 4), ("03", 4),
    ("10", 4), ("41", 4), ("79", 4), ("16", 4), ("19", 4), ("46", 4), ("88", 4), ("973", 4), ("39", 4), ("18", 3),
    ("43", 3), ("53", 3), ("61", 3), ("55", 2), ("70", 2), ("58", 2), ("09", 3), ("15", 2), ("36", 2), ("52", 2),
    ("08", 3), ("976", 3), ("90", 1), ("23", 1), ("48", 1),
]
FAMILY = ("MARTIN BERNARD DUBOIS THOMAS ROBERT RICHARD PETIT DURAND LEROY MOREAU SIMON LAURENT LEFEBVRE MICHEL GARCIA "
          "DAVID BERTRAND ROUX VINCENT FOURNIER MOREL GIRARD ANDRE LEFEVRE MERCIER DUPONT LAMBERT BONNET FRANCOIS "
          "MARTINEZ LEGRAND GARNIER FAURE ROUSSEAU BLANC GUERIN MULLER HENRY ROUSSEL NICOLAS PERRIN MORIN MATHIEU "
          "CLEMENT GAUTHIER DUMONT LOPEZ FONTAINE CHEVALIER ROBIN").split()
FIRST = ("MARIE JEAN CAMILLE PIERRE ALEX MICHEL SACHA ANDRE CLAUDE PHILIPPE NATHALIE ISABELLE ALAIN CATHERINE PATRICK "
         "SYLVIE MARTINE LAURENT NICOLAS STEPHANE JULIEN AURELIE THOMAS EMMA LEA HUGO KEVIN SARAH KARIM FATIMA").split()
WORDS = ("BATIMENT CONSEIL SERVICES TRANSPORT BOULANGERIE PATISSERIE GARAGE AUTO ELECTRICITE PLOMBERIE MENUISERIE PEINTURE "
         "IMMOBILIER INVEST HOLDING GROUPE FRANCE PARIS LYON SUD OUEST NORD ATLANTIQUE MEDITERRANEE ALPES OCCITANIE "
         "INFORMATIQUE DIGITAL STUDIO CREATION DESIGN COMMUNICATION FORMATION SANTE PHARMACIE OPTIQUE COIFFURE BEAUTE "
         "RESTAURANT BRASSERIE TRAITEUR PAYSAGE JARDIN NETTOYAGE SECURITE LOGISTIQUE DISTRIBUTION COMMERCE NEGOCE "
         "INGENIERIE ARCHITECTURE ENERGIE SOLAIRE ENVIRONNEMENT AGRICOLE ELEVAGE VIGNOBLE DOMAINE CHATEAU MAISON ATELIER "
         "COMPAGNIE SOCIETE EUROPEENNE NOUVELLE GENERALE MODERNE EXPRESS PLUS PRO TECH LAB SOLUTIONS CONCEPT").split()
CLUBS = "ASSOCIATION COMITE AMICALE CLUB UNION FOYER".split()
TOWNS = ("SAINT-DENIS VILLENEUVE BEAUMONT MONTIGNY LA ROCHE SAINTE-MARIE CHATEAUNEUF BELLEVUE LE BOURG MONTREUIL "
         "SAINT-MARTIN ROUGEMONT CLERMONT VALENCE LIMOUX FONTENAY MAREUIL SAINT-JEAN VERNON BEAULIEU").split()


class Draw:
    """Draws of a weighted list, a table look-up each."""

    def __init__(self, dice, weighted, slots=4096):
        values, weights = [one[0] if len(one) == 2 else (one[0], one[2]) for one in weighted], [one[1] for one in weighted]
        ends = list(itertools.accumulate(weights))
        self.table = [values[min(len(values) - 1, bisect.bisect_right(ends, (slot + 0.5) / slots * ends[-1]))]
                      for slot in range(slots)]
        # The rare ones stand in the table, too.
        places = dice.sample(range(slots), len(values))
        for place, value in zip(places, values):
            self.table[place] = value
        self.slots = slots


def luhn_key(first):
    """The ninth digit to eight."""
    total = 0
    for index, digit in enumerate(first):
        doubled = int(digit) * (2 if index % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


# Sum of four digits at the places of a SIREN's first or second four, for the key.
_PAIRS = [sum(((d * 2 - 9 if d * 2 > 9 else d * 2) if i % 2 else d) for i, d in enumerate(map(int, f"{n:04d}")))
          for n in range(10_000)]


def siren(number):
    """SIREN with its key, of the first eight digits as a number."""
    high, low = divmod(number, 10_000)
    return f"{number:08d}{-(_PAIRS[high] + _PAIRS[low]) % 10}"


def birth(share):
    """Year of creation by the place in the file: a third of all units are younger than ten years."""
    if share < 0.25:
        return 1960 + int(share * 4 * 30)
    if share < 0.6:
        return 1990 + int((share - 0.25) / 0.35 * 22)
    return 2012 + int((share - 0.6) / 0.4 * 14.5)


def units(rows, seed, dirty):
    dice = random.Random(seed)
    trades, forms, bands = Draw(dice, TRADES), Draw(dice, FORMS), Draw(dice, BANDS, 16384)
    step = max(1, 99_000_000 // rows)
    bits = dice.getrandbits
    batch = []
    for row in range(rows):
        key = siren(500_000 + row * step + bits(32) % step)
        year = birth(row / rows)
        a, b, c = bits(32), bits(32), bits(32)
        trade, trade25 = trades.table[a & 4095]
        form = forms.table[a >> 12 & 4095]
        if form == "6540" and a >> 28:
            trade, trade25 = "68.20B", "68.20H"
        age = 2026 - year
        ceased = (b & 1023) < (700 if age > 35 else 620 if age > 12 else 420 if age > 4 else 90)
        created = f"{year}-{(b >> 10) % 12 + 1:02d}-{(b >> 14) % 28 + 1:02d}" if age < 45 or b >> 30 else "1900-01-01"
        treated = f"{2026 - (c % 9 if ceased else c % 3)}-{(c >> 4) % 10 + 1:02d}-{(c >> 8) % 28 + 1:02d}T" \
                  f"{(c >> 13) % 24:02d}:{(c >> 18) % 60:02d}:{(c >> 24) % 60:02d}"
        band = "" if ceased or age < 2 else bands.table[b >> 18]
        employer = "O" if band and band not in ("NN", "00") else "N"
        kind = "NAFRev2"
        if ceased and age > 24:
            (trade, kind), trade25 = OLD_TRADES[c % 5], ""
        elif ceased and c & 3:
            trade25 = ""
        category = "" if ceased or age < 2 or c & 7 == 0 else \
            ("GE" if band in ("51", "52", "53") else "ETI" if band in ("32", "41", "42") else "PME")
        masked = (c >> 5 & 63) == 0
        first = family = name = sex = ""
        if form == "1000":
            sex, first, family = ("F", "M")[c & 1], FIRST[c % 30], FAMILY[(c >> 7) % 50]
            if masked:
                sex, first, family = "[ND]", "[ND]", "[ND]"
        elif form[0] == "9":
            name = f"{CLUBS[c % 6]} {WORDS[(c >> 4) % 60]} {FAMILY[(c >> 11) % 50]}"
        elif form == "6540":
            name = f"SCI {FAMILY[c % 50]} {c >> 20}"
        else:
            name = f"{FAMILY[c % 50]} {WORDS[(c >> 6) % len(WORDS)]} {WORDS[(c >> 14) % len(WORDS)]}"
            if c & 127 == 5:
                name = f'"{name}, {WORDS[c >> 20 & 31]} ""{FAMILY[(c >> 26) % 50]}"""'
            elif c & 127 == 6:
                name = f"SOCIÉTÉ {name}"
        purged = "true" if ceased and age > 40 and c & 7 == 1 else ""
        social = "N" if form[0] == "5" else ""
        line = (
            f"{key},{'P' if masked else 'O'},{purged},{created},,{sex},{first},,,,{first},,,{band},"
            f"{'2023' if band else ''},{treated},{c % 9 + 1},{category},{'2023' if category else ''},"
            f"{min(2026, year + c % max(1, age + 1))}-01-01,{'C' if ceased else 'A'},{family},,{name},,,,{form},{trade},"
            f"{kind},000{c % 90 + 10},{social},{social},{employer},{trade25}\n"
        )
        if dirty and dice.random() < dirty:
            line = spoil(line, c)
        batch.append(line)
        if len(batch) == 10_000:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)


def spoil(line, how):
    """A row as damage leaves it."""
    cells = line.split(",")
    match how % 9:
        case 0: cells[0] = cells[0][:-1] + str((int(cells[0][-1]) + 1) % 10)
        case 1: cells[0] = cells[0][1:]
        case 2: cells[3] = "invalid_date"
        case 3: cells[20] = "X"
        case 4: return ",".join(cells[:-3]) + "\n"
        case 5: cells[1] = "h"
        case 6: cells[13] = "99"
        case 7: cells[23] = '"' + cells[23].replace('"', "")
        case 8: cells[15] = "2025-02-30T25:61:00"
    return ",".join(cells)


def places(rows, seed):
    """Establishments of the units: the head office, and for one unit of three another one."""
    dice = random.Random(seed)
    Draw(dice, TRADES), Draw(dice, FORMS), Draw(dice, BANDS, 16384)
    departements = Draw(random.Random(seed + 1), DEPARTEMENTS, 8192)
    other = random.Random(seed + 2)
    step = max(1, 99_000_000 // rows)
    bits = dice.getrandbits
    batch = []
    for row in range(rows):
        key = siren(500_000 + row * step + bits(32) % step)
        bits(32), bits(32)
        c = bits(32)
        d = other.getrandbits(32)
        code = departements.table[d & 8191]
        postcode = f"{code.replace('2A', '20').replace('2B', '20')[:3]:0<5}"
        commune = f"{code}{(d >> 13) % (90 if len(code) == 3 else 900) + 1:0{5 - len(code)}d}"
        masked = (c >> 5 & 63) == 0
        where = "[ND],[ND],[ND]" if masked else f"{postcode},{TOWNS[d >> 20 & 15]},{commune}"
        for office in range(2 if d % 3 == 0 else 1):
            nic = f"000{10 + 8 * office}"
            batch.append(f"{key},{nic},{key}{nic},{'P' if masked else 'O'},{birth(row / rows)}-01-01,"
                         f"2025-{d % 12 + 1:02d}-11T04:05:06,{'false' if office else 'true'},{where},A\n")
        if len(batch) >= 10_000:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dirty", type=float, default=0.0, help="share of rows that are damaged")
    parser.add_argument("--establishments", action="store_true", help="StockEtablissement of the same units")
    options = parser.parse_args()
    out = sys.stdout.buffer
    try:
        out.write(((PLACE_HEADER if options.establishments else UNIT_HEADER) + "\n").encode())
        made = places(options.rows, options.seed) if options.establishments else \
            units(options.rows, options.seed, options.dirty)
        for piece in made:
            out.write(piece.encode())
        out.flush()
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
