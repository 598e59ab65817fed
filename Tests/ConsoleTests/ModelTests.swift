import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Console

@Suite struct ModelTests {
    @Test func markupEscapesWhatIsInterpolated() {
        let name = "<b>\"L'ami\" & fils</b>"
        let html: HTML = "<p title=\"\(name)\">\(name)</p>"
        #expect(
            html.text
                == "<p title=\"&lt;b&gt;&quot;L&#39;ami&quot; &amp; fils&lt;/b&gt;\">&lt;b&gt;&quot;L&#39;ami&quot; &amp; fils&lt;/b&gt;</p>"
        )
        let nested: HTML = "<ul>\([html, html].map { "<li>\($0)</li>" as HTML })</ul>"
        #expect(nested.text.components(separatedBy: "<li>").count == 3)
    }

    @Test(arguments: [
        ("a=1&b=", "a", "1"), ("a=un+deux%20trois", "a", "un deux trois"), ("a=%C3%A9t%C3%A9", "a", "été"),
        ("a=1&a=2", "a", "2"), ("a=%00x", "a", "x"),
    ])
    func formsAreDecoded(text: String, name: String, value: String) throws {
        #expect(try Form(decoding: text)[name] == value)
    }

    @Test func formsThatAreNoneAreRefused() {
        #expect(throws: Problem.self) { try Form(decoding: "a=%ff%fe") }
        #expect(throws: Problem.self) { try Form(decoding: String(repeating: "a=1&", count: 101)) }
    }

    @Test(arguments: [
        (-90, "En retard de 1\u{A0}h\u{A0}30", Deadline.Tone.overdue), (45, "À contacter sous 45\u{A0}min", .today),
        (125, "À contacter sous 2\u{A0}h\u{A0}05", .today), (3 * 1440, "À contacter sous 3\u{A0}jours", .later),
    ])
    func deadlinesAreCountedDown(minutes: Int, text: String, tone: Deadline.Tone) {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let deadline = Deadline(contact: now.addingTimeInterval(Double(minutes) * 60), now: now)
        #expect(deadline == Deadline(tone: tone, text: text))
    }

    @Test func turnoverSaysItsAmountOrWhyThereIsNone() {
        func glance(_ status: TurnoverStatus?, _ cents: Int64?, _ change: Int?) -> String {
            TurnoverGlance(status: status, cents: cents, changeBasisPoints: change, trend: nil).text
        }
        #expect(glance(.known, 23_000_000, -340) == "230\u{A0}k€ · −3,4\u{202F}%")
        #expect(glance(.confidential, nil, nil) == "CA confidentiel")
        #expect(glance(.estimated, 23_000_000, nil) == "230\u{A0}k€ (estimé)")
        #expect(glance(nil, nil, nil) == "CA en recherche")
    }

    @Test func tokensNarrowAndNeverWiden() {
        let sales = Permissions(role: ["leads.read", "deals.write"], narrowedTo: ["leads.read", "users.write"])
        #expect(sales.allow("leads.read") && !sales.allow("deals.write") && !sales.allow("users.write"))
        let admin = Permissions(role: ["*"], narrowedTo: ["leads.read"])
        #expect(admin.allow("leads.read") && !admin.allow("deals.write"))
        #expect(Permissions(role: ["leads.read"], narrowedTo: ["*"]) == Permissions(role: ["leads.read"]))
    }

    @Test func hashesAreReadFromHexadecimalOnly() {
        #expect(Secret.hash(hex: String(repeating: "0f", count: 32)) == Array(repeating: 15, count: 32))
        #expect(Secret.hash(hex: String(repeating: "0F", count: 32)) == nil)
        #expect(Secret.hash(hex: "ab") == nil)
        #expect(Secret.make().count == 64 && Secret.isPlausible(Secret.make()))
        #expect(!Secret.isPlausible("'; DROP TABLE sessions --"))
    }
}
