extension PageSelectors {
    /// Empty only if ``standardText`` were not of its own form, which a test forbids.
    static let standard =
        (try? PageSelectors(json: Array(standardText.utf8)))
        ?? PageSelectors(page: "/", search: "/", nothing: [], walls: [], closing: [], patterns: [])

    /// How societe.com has written turnover, the newest way first; each broke the one before, and old pages of a cache
    /// still carry them.
    static let standardText = #"""
        {
          "page": "/societe/entreprise-{siren}.html",
          "search": "/cgi-bin/search?champs={siren}",
          "nothing": ["aucun resultat", "aucune entreprise ne correspond", "aucune societe ne correspond"],
          "walls": ["captcha", "robot", "verification de securite", "access denied", "acces refuse", "just a moment",
            "unusual traffic", "trafic inhabituel"],
          "closing": ["cloture le", "clos le", "cloture au", "exercice clos", "exercice", "dernier bilan",
            "comptes annuels", "bilan"],
          "patterns": [
            {
              "name": "year_blocks",
              "label": {}, "labels": ["chiffre d'affaires"],
              "item": {"tag": "div", "attributes": ["data-year"]},
              "value": {"tag": "span", "class": "xDpNbr"},
              "yearAttribute": "data-year",
              "absentLink": "publication-bilan"
            },
            {
              "name": "script_variable",
              "script": "ADSTACK.data.chiffre",
              "yearScript": "ADSTACK.data.annee",
              "unit": "€"
            },
            {
              "name": "leader_table",
              "label": {"tag": "td", "index": 1}, "labels": ["chiffre d'affaires"],
              "scope": {"tag": "tr", "class": "Table__leader__title"},
              "value": {"tag": "td", "index": 3},
              "year": {"tag": "td", "index": 2}, "yearInHead": true,
              "absentLink": "publication-bilan"
            },
            {
              "name": "resume_list",
              "label": {"tag": "span", "class": "ui-label"}, "labels": ["chiffre d'affaires"],
              "scope": {"tag": "li", "within": [{"class": "co-resume"}]},
              "value": {"tag": "span", "index": 2},
              "absentLink": "publication-bilan"
            },
            {
              "name": "summary_board",
              "label": {"tag": "li", "within": [{"tag": "co-summary-board"}]}, "labels": ["chiffre d'affaires"],
              "absentLink": "publication-bilan"
            },
            {
              "name": "identity_table",
              "label": {"tag": "td", "index": 1}, "labels": ["chiffre d'affaires"],
              "scope": {"tag": "tr", "within": [{"id": "rensjur"}]},
              "value": {"tag": "td", "index": 2},
              "absentLink": "publication-bilan"
            }
          ]
        }
        """#
}
