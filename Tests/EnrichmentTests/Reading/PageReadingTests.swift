import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Every page here is synthetic, see ``SyntheticPage``.
@Suite struct PageReadingTests {
    private static let siren = PappersReadingTests.siren
    private let pages = SocieteComPages(baseURL: "https://www.societe.example")

    private func years(_ page: String) throws -> [AccountingYear] { try pages.read(page, about: Self.siren).years }

    @Test func thePageIsAskedForWithinItsOriginAndWithinRobots() {
        let request = pages.request(about: Self.siren)

        #expect(request.url == "https://www.societe.example/societe/entreprise-732829320.html")
        #expect(request.followRedirects == 3 && request.staysAtOrigin)
        #expect(pages.obeysRobots && pages.name == "societe_com_pages")
    }

    @Test func yearBlocksGiveSeveralYearsWithTheirPrecision() throws {
        let years = try years(SyntheticPage.yearBlocks)

        // 2019 has no unit: wrong by a thousand would be worse than none.
        #expect(years.map(\.closingDate.year) == [2023, 2022, 2021, 2020])
        #expect(years.map(\.amountCents) == [123_400_000, 1_250_000_000, nil, 85_300])
        #expect(years.map(\.precisionCents) == [50_000, 5_000_000, 50, 50])
        #expect(years.map(\.status) == [.known, .known, .unknown, .known])
        #expect(years.allSatisfy { $0.source == "societe_com_pages" && $0.kind == .social && $0.resultCents == nil })
    }

    @Test func aScriptsVariableTakesItsDayFromThePage() throws {
        let years = try years(SyntheticPage.script)

        #expect(years.map(\.closingDate.text) == ["2023-06-30"] && years.map(\.amountCents) == [123_456_700])
    }

    @Test func oneExerciseInTwoFormsIsOneYear() throws {
        let years = try years(SyntheticPage.blocksAndScript)

        // A block without its year is of no year: least of all of the one that the page speaks of.
        #expect(years.map(\.closingDate.text) == ["2023-09-30", "2022-12-31"])
        #expect(years.map(\.amountCents) == [123_500_000, 100_000_000])
    }

    @Test func theLeaderTableIsReadAlsoWithoutEndTags() throws {
        let years = try years(SyntheticPage.leaderTable)

        #expect(years.map(\.closingDate.text) == ["2023-03-31"] && years.map(\.amountCents) == [123_400_000])
    }

    @Test func aLinkToThePublicationMeansNotPublished() throws {
        let years = try years(SyntheticPage.notPublished)

        #expect(years.map(\.closingDate.year) == [2022] && years.map(\.amountCents) == [nil])
        #expect(years.map(\.status) == [.unknown])
    }

    @Test func olderFormsAreReadToo() throws {
        let resume = try years(SyntheticPage.resumeList)
        #expect(resume.map(\.closingDate.year) == [2022] && resume.map(\.amountCents) == [310_000_000])
        let board = try years(SyntheticPage.summaryBoard)
        #expect(board.map(\.closingDate.year) == [2022] && board.map(\.amountCents) == [199_500_000])
        let table = try years(SyntheticPage.identityTable)
        #expect(table.map(\.closingDate.year) == [2009] && table.map(\.amountCents) == [123_400_000])
    }

    @Test(arguments: [
        ("wall", SyntheticPage.wall), ("random tags", SyntheticPage.randomTags),
        ("hidden decoy", SyntheticPage.hiddenDecoy),
        ("tagged", SyntheticPage.tagged), ("tagged script", SyntheticPage.taggedScript),
        ("a figure in an unknown form", SyntheticPage.page("<h3>Chiffre d'affaires</h3><b>1 234 €</b>")),
        ("another company", another), ("no year", withoutYear),
        ("nobody's page", SyntheticPage.page(table, canonical: nil, text: "")), ("empty", ""), ("json", "{}"),
        (
            "kept form, from the network",
            #"{"form":"page.v1","siren":"732829320","statements":[],"foundNothing":true,"isDisguised":false}"#
        ),
    ])
    func whatIsNotSurelyTheCompanysFigureIsUnreadable(_ name: String, _ page: String) {
        #expect(pages.verdict(200, page, about: Self.siren) == .unreadable, "\(name)")
    }

    private static let table =
        "<table><tr class=\"Table__leader__title\"><td>Chiffre d'affaires</td><td>2023</td><td>1 234 K€</td></tr></table>"
    private static let another = SyntheticPage.page(table, canonical: "552032534", text: "SIREN 732 829 320")
    private static let withoutYear = SyntheticPage.page("<script>ADSTACK.data.chiffre = 1234567;</script>")

    @Test func aPageWithoutAnAddressIsTheFirstSIRENs() throws {
        let page = SyntheticPage.page(
            Self.table,
            canonical: nil,
            text: "SIRET 732\u{A0}829\u{202F}320 00074, maison mère 552 032 534"
        )

        #expect(try years(page).map(\.amountCents) == [123_400_000])
        let mother = try #require(SIREN("552032534"))
        #expect(throws: UnreadableReply.self) { try pages.read(page, about: mother) }
    }

    /// A company that has filed nothing: its page says nothing of turnover, and looks like a page.
    @Test func aPageThatSpeaksOfNoTurnoverIsAnAnswerWithoutYears() throws {
        for text in ["<p>Effectif : 3</p>", "<p>Capital : 40 000 €</p>", "<h3>Chiffre d'affaires</h3>"] {
            let findings = try pages.read(SyntheticPage.page(text), about: Self.siren)
            #expect(findings.isFound && findings.years.isEmpty)
        }
        #expect(throws: UnreadableReply.self) {
            try pages.read(SyntheticPage.page("<p>CA 3 M€</p>"), about: Self.siren)
        }
    }

    @Test func aPageThatIsNotThereLeadsToTheSearchAndTheSearchToThePage() {
        let search = "https://www.societe.example/cgi-bin/search?champs=732829320"
        #expect(pages.verdict(404, "<h1>Page introuvable</h1>", about: Self.siren) == .leadsTo(search))

        let page = "https://www.societe.example/societe/fromages-d-essai-732829320.html"
        #expect(pages.verdict(200, SyntheticPage.searchList, about: Self.siren) == .leadsTo(page))
        let other = SyntheticPage.searchList.replacing("/societe/fromages", with: "//evil.example/societe/fromages")
        #expect(pages.verdict(200, other, about: Self.siren) == .unreadable)
    }

    @Test func theDayMayStandInTheColumnsHead() throws {
        let years = try years(SyntheticPage.columnHead)

        #expect(years.map(\.closingDate.text) == ["2023-03-31"] && years.map(\.amountCents) == [123_400_000])
    }

    @Test func nothingFoundIsAnAnswer() throws {
        #expect(pages.verdict(200, SyntheticPage.nothingFound, about: Self.siren) == .found(.nothing))
        #expect(pages.days(.nothing) == 90)
        #expect(pages.days(try pages.read(SyntheticPage.yearBlocks, about: Self.siren)) == 90)
    }

    @Test(arguments: [
        (403, Verdict.failed), (401, .failed), (429, .throttled), (503, .failed), (302, .failed),
        (400, .refused),
    ])
    func statusesAreTrouble(_ status: Int, _ verdict: Verdict) {
        #expect(pages.verdict(status, SyntheticPage.yearBlocks, about: Self.siren) == verdict)
    }

    /// The same page in ISO-8859-1, said so by the header, by the page, or by nobody.
    @Test(arguments: ["text/html; charset=ISO-8859-1", "text/html; charset=windows-1252", "text/html", ""])
    func latinPagesAreRead(_ contentType: String) throws {
        let page = SyntheticPage.leaderTable.replacing("utf-8", with: contentType.isEmpty ? "iso-8859-1" : "x-unknown")
        // 0x80 is the euro sign where browsers read ISO-8859-1.
        let bytes = page.unicodeScalars.map {
            $0 == "€" ? 0x80 : $0 == "\u{202F}" ? 0xA0 : UInt8(truncatingIfNeeded: $0.value)
        }
        let response = Answered.response(200, bytes, ["Content-Type": contentType])
        guard case .found(let findings) = pages.verdict(on: response, about: Self.siren, at: ReadingTime.now) else {
            Issue.record("not read")
            return
        }
        #expect(findings.years.map(\.amountCents) == [123_400_000])
        #expect(try pages.read(pages.redacted(bytes), about: Self.siren, at: ReadingTime.now) == findings)
    }

    @Test func latin9HasItsEuroElsewhere() {
        let text = PageCharset.utf8([0xA4, 0xE9, 0x26], contentType: "text/html;charset=\"ISO-8859-15\"")
        #expect(String(decoding: text, as: UTF8.self) == "€é&")
        #expect(PageCharset.utf8([0xEF, 0xBB, 0xBF, 0x41]) == [0x41])
    }

    @Test func theFiguresAloneAreKept() throws {
        for page in [
            SyntheticPage.yearBlocks, SyntheticPage.script, SyntheticPage.notPublished, SyntheticPage.nothingFound,
        ] {
            let kept = pages.kept(page)
            #expect(try pages.readKept(page, about: Self.siren) == pages.read(page, about: Self.siren))
            for word in ["DURAND", "1961", "Lilas", "RENNES", "FROMAGES", "<"] { #expect(!kept.contains(word)) }
            #expect(kept.utf8.count < 1500)
        }
        #expect(throws: UnreadableReply.self) { try pages.readKept(SyntheticPage.wall, about: Self.siren) }
    }

    @Test func selectorsAreDataThatAnOperatorReplaces() throws {
        #expect(PageSelectors.standard.patterns.count == 6)
        let json = #"""
            {"page":"/e/{siren}","search":"/s/{siren}","nothing":[],"walls":[],"closing":[],"patterns":[{"name":"new","label":{"tag":"dt"},"labels":["ca net"],
            "scope":{"tag":"dl","within":[{"class":"neu"}]},"value":{"tag":"dd","index":1},"year":{"tag":"dd","index":2},
            "unit":"k€"}]}
            """#
        let replaced = SocieteComPages(baseURL: "http://x", selectors: try PageSelectors(json: Array(json.utf8)))
        let page = SyntheticPage.page(
            "<div class='a neu'><dl><dt>CA net (K€) :</dt><dd>1 234</dd><dd>juin 2024</dd></dl></div>"
        )

        let years = try replaced.read(page, about: Self.siren).years
        #expect(years.map(\.amountCents) == [123_400_000] && years.map(\.closingDate.text) == ["2024-06-30"])
        #expect(throws: UnreadableReply.self) { try pages.read(page, about: Self.siren) }
    }

    @Test(arguments: [
        "", "[]", "{}",
        #"{"page":"/e","search":"/s/{siren}","nothing":[],"walls":[],"closing":[],"patterns":[{"name":"x","script":"abc"}]}"#,
        #"{"page":"/e/{siren}","search":"/s/{siren}","nothing":[],"walls":[],"closing":[],"patterns":[]}"#,
        #"{"page":"/e/{siren}","search":"/s/{siren}","nothing":[],"walls":[],"closing":[],"patterns":[{"name":"x"}]}"#,
        #"{"page":"/e/{siren}","search":"/s/{siren}","nothing":[],"walls":[],"closing":[],"patterns":[{"name":"x","script":"ab"}]}"#,
        #"{"page":"/e/{siren}","search":"/s/{siren}","nothing":[],"walls":[],"closing":[],"patterns":[{"name":"x","script":"abc","unit":"$"}]}"#,
        #"{"page":"/e/{siren}","search":"/s/{siren}","nothing":["ab"],"walls":[],"closing":[],"patterns":[{"name":"x","script":"abc"}]}"#,
    ])
    func selectorsThatCannotBeUsedAreRefusedWithTheReason(_ json: String) throws {
        let error = try #require(throws: PageSelectorsError.self) { try PageSelectors(json: Array(json.utf8)) }
        #expect(!error.reason.isEmpty)
    }

    @Test(
        arguments: [
            ("31/12/2023", "2023-12-31"), ("clos le 30 juin 2022", "2022-06-30"), ("Juin 2022", "2022-06-30"),
            ("février 2024", "2024-02-29"), ("2021", "2021-12-31"), ("(2021)", "2021-12-31"),
            ("2024-03-31", "2024-03-31"),
            ("1234", nil), ("", nil), ("31/31/2023", nil), ("1er", nil),
        ] as [(String, String?)]
    )
    func closingDaysAreReadFromWords(_ text: String, _ day: String?) {
        #expect(PageDate.closing(in: text)?.text == day)
    }

    @Test func damagedPagesAreReadOrRefused() async {
        let whole = SyntheticPage.yearBlocks + SyntheticPage.leaderTable + SyntheticPage.script
        await Hostile.survives(pages, Hostile.variants(of: whole, 300), about: Self.siren)
    }

    /// What costs a careless reader the square of its size.
    @Test(arguments: [
        "<", "<a ", "<a b", "<div>", "</div>", "<td>", "<tr><td>", "<li>", "<!--", "<script>", "&", "&amp;", "<div a='",
        "<div class=Table__leader__title>Chiffre d'affaires ", "<span>1 234 K€</span>",
        "<table><tr><td>Chiffre d'affaires<td>1",
        "<!", "Chiffre d'affaires : ", "<p>Chiffre d'affaires</p>", "732829320 ", "ADSTACK.data.chiffre",
    ])
    func hostilePagesCostABoundedTime(_ part: String) async {
        let page = SyntheticPage.page(String(repeating: part, count: 300_000 / part.utf8.count))
        let took = await Hostile.seconds { _ = pages.verdict(200, page, about: Self.siren) }
        #expect(took < 15, "took \(took) s")
    }

    @Test func largerThanAnyPageIsNotRead() async {
        let page = [UInt8](repeating: UInt8(ascii: "<"), count: 5_000_000)
        let took = await Hostile.seconds {
            _ = try? pages.read(page, about: Self.siren, at: ReadingTime.now)
            _ = pages.redacted(page)
        }
        #expect(throws: UnreadableReply.self) { try pages.read(page, about: Self.siren, at: ReadingTime.now) }
        #expect(pages.redacted(page).isEmpty)
        #expect(took < 5, "took \(took) s")
    }
}
