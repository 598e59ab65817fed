/// **Synthetic.** Pages written by us after what public scrapers looked for; none was ever served by a site. The company
/// is invented.
enum SyntheticPage {
    /// - Parameter canonical: SIREN in the page's own address; nil: without one.
    static func page(
        _ main: String,
        canonical: String? = "732829320",
        text: String = "SIREN 732 829 320",
        head: String = ""
    ) -> String {
        let link = canonical.map {
            "<link rel=\"canonical\" href=\"https://www.societe.example/societe/fromages-d-essai-\($0).html\">"
        }
        return """
            <!DOCTYPE html><html lang=fr><head><meta charset="utf-8"><title>FROMAGES D'ESSAI (RENNES)</title>
            \(link ?? "")\(head)<script>var a = "<td>Chiffre d'affaires</td>"; if (1 < 2) {}</script></head>
            <body><!-- <td>Chiffre d'affaires</td><td></td><td>9 K€</td> --><h1>FROMAGES D&#039;ESSAI</h1>
            <p>\(text)</p><p>Dirigeant : Camille DURAND, n&eacute; le 04/05/1961, 3 rue des Lilas</p>
            <main>\(main)</main><footer>&copy; 2024</footer></body></html>
            """
    }

    static let yearBlocks = page(
        """
        <section class="chart"><div class="head"><div>Chiffre d’affaires</div></div><div class="bars">
        <div data-year="2023" data-a="1"><span class="xDpNbr">1&nbsp;234&#8239;K&euro;</span></div>
        <div data-year="2022" data-a><span class="xDpNbr">12,5 M€</span></div>
        <div data-year="2021" data-a><span class="xDpNbr">Non publi&eacute;</span></div>
        <div data-year="2020" data-a><span class="xDpNbr">853 &euro;</span></div>
        <div data-year="2019" data-a><span class="xDpNbr">1 234 567</span></div></div></section>
        <section class="chart"><div class="head"><div>Résultat net</div></div><div class="bars">
        <div data-year="2023" data-a><span class="xDpNbr">77 K€</span></div></div></section>
        """
    )

    static let script = page(
        "<p>Dernier bilan clôturé le 30/06/2023</p><script>ADSTACK.data.naf = '4633Z'; ADSTACK.data.chiffre = 1234567;</script>"
    )

    /// Both of today's forms, and the day on which the exercise closed.
    static let blocksAndScript = page(
        """
        <p>Exercice clos le 30 septembre 2023</p><script>ADSTACK.data.chiffre = 1234567;</script>
        <section><div>Chiffre d'affaires</div><div data-year="2023"><span class="xDpNbr">1 235 K€</span></div>
        <div data-year=""><span class="xDpNbr">5 K€</span></div><div data-year="2022"><span class="xDpNbr">1 M€</span></div>
        </section>
        """
    )

    static let leaderTable = page(
        """
        <table><tr class="Table__leader__title border-white"><td>Chiffre d'affaires<td>31/03/2023<td>1 234 K€
        <tr class="Table__leader__title border-white"><td>Effectif<td>31/03/2023<td>12 salariés</table>
        """
    )

    static let notPublished = page(
        """
        <table><tr class="Table__leader__title border-white"><td>Chiffre d'affaires</td><td>2022</td>
        <td><a href="/societe/fromages-732829320/publication-bilan.html">Consulter</a></td></tr></table>
        """
    )

    static let resumeList = page(
        """
        <div class="co-resume"><ul><li><span class="ui-label">Chiffre d'affaires 2022</span> <span>3,1 millions d'euros</span></li>
        <li><span class="ui-label">Chiffre d'affaires export</span> <span>1 M€</span></li></ul></div>
        """
    )

    static let summaryBoard = page(
        "<co-summary-board><ul><li>Chiffre d'affaires : 1 995 K€ (2022)</li><li>Effectif : 12</li></ul></co-summary-board>"
    )

    static let identityTable = page(
        "<table id=rensjur><tr><td>Forme<td>SAS<tr><td>Chiffre d'affaires (K€) 2009<td>1 234<tr><td>Capital<td>40 000 €</table>"
    )

    static let columnHead = page(
        """
        <table><thead><tr><th></th><th></th><th>2023-03-31</th></tr></thead><tbody>
        <tr class="Table__leader__title border-white"><td>Chiffre d'affaires</td><td></td><td>1 234 K€</td></tr></tbody></table>
        """
    )

    /// What robots have been shown: every element renamed.
    static let tagged = leaderTable.replacing("<td>", with: "<xk3-q8>").replacing("<tr ", with: "<xp0-z1 ")
        .replacing("h1>", with: "xw2-b7>")

    static let taggedScript = page("<xq1-r5>var xADS = 1;</xq1-r5>").replacing("h1>", with: "xw2-b7>")

    static let searchList = """
        <html><body><h1>Résultats</h1><div id="result_deno_societe">
        <a href="/societe/autre-societe-552032534.html">AUTRE SOCIETE</a>
        <a href="/societe/fromages-d-essai-732829320.html">FROMAGES D'ESSAI</a></div></body></html>
        """

    static let wall = """
        <html><head><title>Just a moment...</title></head><body><h1>Vérification de sécurité</h1>
        <div class="g-recaptcha"></div><p>Êtes-vous un robot ? Aucun résultat tant que la case n'est pas cochée.</p></body></html>
        """

    static let randomTags = page(
        """
        <table><tr class="Table__leader__title"><td>Chiffre d'affaires</td><td>2023</td>
        <td><x7qa>1 234 K€</x7qa></td></tr></table>
        """
    )

    static let hiddenDecoy = page(
        """
        <table><tr class="Table__leader__title"><td>Chiffre d'affaires</td><td>2023</td>
        <td><span style="display: none">9</span><span>1 234 K€</span></td></tr></table>
        """
    )

    static let nothingFound = """
        <html><body><form><input name=champs value="732829320"></form><p>Aucun r&eacute;sultat pour 732829320</p></body></html>
        """
}
