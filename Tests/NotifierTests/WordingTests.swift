import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Notifier

@Suite struct WordingTests {
    private let wording = LeadWording(moments: moments)
    private let lead = LeadID()

    private func notice(_ card: LeadCard, _ language: Language = .french) -> Notice {
        wording.assigned(
            card,
            lead: lead,
            reasons: ["Secteur couvert"],
            dueAt: monday.addingTimeInterval(9000),
            isTakenOver: false,
            in: language
        )
    }

    @Test func aNewLeadIsToldInFrench() {
        let notice = notice(card())
        #expect(notice.subject == "Nouveau prospect\u{202F}: Boulangerie Dupont — priorité haute")
        let text = MailText(links: ConsoleLinks(base: "https://filon.test")).plain(notice, in: .french)
        for part in [
            "SIREN\u{202F}: 732\u{A0}829\u{A0}320", "CA\u{202F}: 229\u{202F}786\u{A0}€ (2024), +12\u{202F}%",
            "Score\u{202F}: 78 points", "- Très petite entreprise", "- Secteur couvert", "Nord (59)",
            "À contacter avant le\u{202F}: lundi 23 novembre 2026 à 11\u{A0}h\u{A0}30",
            "Ouvrir la fiche\u{202F}: https://filon.test/leads/\(lead)",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test func aNewLeadIsToldInEnglish() {
        let notice = notice(card(nil), .english)
        #expect(notice.subject == "New lead: SIREN 732\u{A0}829\u{A0}320 — high priority")
        #expect(notice.facts.last?.value == "Monday 23 November 2026 at 11:30")
    }

    @Test(
        arguments: [
            ("confidential", nil, nil, "confidentiel"), ("not_filed", nil, nil, "non déposé"),
            ("not_applicable", nil, nil, "sans dépôt de comptes"), ("unknown", nil, nil, "inconnu"),
            ("nonsense", 5, 1, "inconnu"), ("zero_confirmed", 0, nil, "0\u{A0}€"),
            ("known", 12_345_600, -340, "123\u{202F}456\u{A0}€, -3,4\u{202F}%"),
            ("known", 12_345_600, 2, "123\u{202F}456\u{A0}€, 0\u{202F}%"),
            ("estimated", 23_000_000, nil, "estimé à 230\u{A0}k€"),
        ] as [(String, Int64?, Int?, String)]
    )
    func anUnknownTurnoverIsNeverAZero(status: String, cents: Int64?, change: Int?, words: String) {
        let turnover = TurnoverSummary(status: status, latestCents: cents, changeBasisPoints: change, trend: "unknown")
        #expect(TurnoverWords.value(turnover, in: .french) == words)
    }

    @Test func aCompanysNameCannotBreakOutOfASubjectOrAPage() {
        let notice = notice(card("Eve\r\nBcc: x@y.fr\u{202E} <script>alert('x')</script> & \"Fils\""))
        #expect(!notice.subject.contains(where: \.isNewline) && !notice.subject.contains("\u{202E}"))
        let html = MailText(links: ConsoleLinks(base: nil)).html(notice, in: .french)
        #expect(!html.contains("<script") && html.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(html.contains("&amp; &quot;Fils&quot;"))
    }

    @Test func textFromOutsideIsBounded() {
        let notice = notice(card(String(repeating: "é", count: 100_000)))
        #expect(notice.subject.count < 200)
        #expect(PlainText.line("a\u{0}b\u{7F}c\u{85}d", limit: 20) == "a b c d")
    }

    @Test func aDigestHasALineAndALinkForEachLead() {
        let digest = DigestWording.digest(of: [notice(card("Un")), notice(card("Deux"))], in: .french)
        #expect(digest.subject == "2 nouveaux prospects")
        #expect(digest.items.map(\.path) == ["leads/\(lead)", "leads/\(lead)"])
        #expect(digest.items[1].text.hasPrefix("Deux — priorité haute — CA 229\u{202F}786\u{A0}€"))
        let slack = SlackText(links: ConsoleLinks(base: "https://filon.test")).text(digest, in: .french)
        #expect(slack.contains("• <https://filon.test/leads/\(lead)|Un — priorité haute"))
    }

    @Test func aLongDigestStaysWithinWhatSlackShows() {
        let lines = (0..<500).map { notice(card("Entreprise au nom plutôt long \($0)")) }
        let text = SlackText(links: ConsoleLinks(base: "https://filon.test"))
            .text(DigestWording.digest(of: lines, in: .french), in: .french)
        #expect(text.utf16.count < 36_000 && text.hasSuffix("… et d’autres"))
    }

    @Test func aNoticeReadsBackAsItWasStored() throws {
        let notice = notice(card())
        #expect(try NoticeCoding.notice(NoticeCoding.text(notice)) == notice)
    }
}

@Suite struct ModelAlarmWordingTests {
    private func alarm(isStanding: Bool) -> ModelAlarmChanged {
        ModelAlarmChanged(
            kind: "drifting",
            isStanding: isStanding,
            version: 7,
            text: "Les dernières affaires sont moins bien prédites",
            english: "The latest deals are foretold worse",
            at: monday
        )
    }

    @Test func theModelsAlarmIsToldInBothLanguagesWithWhereToLook() {
        let wording = SalesWording(moments: moments)
        let french = wording.alarm(alarm(isStanding: true), in: .french)
        #expect(french.subject == "Alerte sur le modèle\u{202F}: Les dernières affaires sont moins bien prédites")
        let text = MailText(links: ConsoleLinks(base: "https://filon.test")).plain(french, in: .french)
        #expect(text.contains("Ouvrir le modèle\u{202F}: https://filon.test/model"))
        #expect(
            wording.alarm(alarm(isStanding: false), in: .english).subject
                == "The model’s alert is over: The latest deals are foretold worse"
        )
    }

    /// Administrators, since all departments share the model; each training once, whatever is heard again.
    @Test func beginningAndEndAreTwoOccasions() {
        let occasions = [true, false].flatMap { alarm(isStanding: $0).tellings(moments) }
        #expect(occasions.map(\.occasion) == ["drifting/7/begins", "drifting/7/ends"])
        #expect(occasions.allSatisfy { $0.audience == .managers && $0.department.rawValue == "filon" })
    }
}
